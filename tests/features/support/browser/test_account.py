import pytest

from features.support.evidence import HarnessError
from features.support.scene import Scene
from features.support.shop import Order
from tests.features.support.browser.conftest import RX


def test_a_warning_that_the_grid_does_not_count_is_an_error_of_the_harness(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.shop().place(Order(1392))
    scene.set_up_as(RX)
    scene.refresh_store()
    monkeypatch.setattr(scene.account.admin, "call", lambda *_args: {"warnings": ["one"]})
    with pytest.raises(HarnessError, match=r"the grid shows 0 warnings, there are \['one'\]"):
        scene.account.order(1392)
