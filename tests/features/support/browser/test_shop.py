import pytest

from features.support.careportals_shop import CarePortalsShop
from features.support.evidence import HarnessError
from features.support.scene import Scene
from features.support.shop import Order, Shipment


def test_shipments_that_the_page_does_not_show_are_an_error_of_the_harness(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.shop().place(Order(1392))
    assert scene.shop().shipments(1392) == []
    held = [Shipment("USPS", "", "TRACK-1", "2026-03-13", (("VB12-10", 1),))]
    monkeypatch.setattr(CarePortalsShop, "shipments", lambda _shop, _number: held)
    with pytest.raises(HarnessError, match="the page of the order 1392 shows the shipments"):
        scene.shop().shipments(1392)
