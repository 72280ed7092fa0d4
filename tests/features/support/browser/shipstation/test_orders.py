import pytest

from features.support.evidence import HarnessError
from features.support.scene import Scene
from features.support.shop import Line, Order
from tests.features.support.browser.conftest import RX

LABEL: dict[str, object] = {"carrier": "USPS", "service": "Priority Mail", "trackingNumber": "TRACK-1"}


@pytest.fixture
def pulled(scene: Scene) -> Scene:
    lines = [Line("Vial", "VB12-10", 2), Line("Syringe", "SYR-1", 10)]
    scene.shop().place_all([Order(1392, lines=lines), Order(1393, "processing")])
    scene.set_up_as(RX)
    scene.refresh_store()
    return scene


def test_the_grid_lists_what_its_tabs_count(pulled: Scene) -> None:
    held = {order["orderNumber"]: order["tab"] for order in pulled.account.orders()}
    assert held == {"1392": "awaiting_shipment", "1393": "on_hold"}
    assert [order["orderNumber"] for order in pulled.account.orders("On-Hold")] == ["1393"]


def test_one_order_is_found_by_its_number(pulled: Scene) -> None:
    [order] = pulled.account.order(1392)
    assert (order["tab"], order["status"], len(order["items"])) == (
        "awaiting_shipment",
        "awaiting_shipment",
        2,
    )
    assert pulled.account.order(13) == []


def test_a_part_is_shipped_then_the_rest(pulled: Scene) -> None:
    order = pulled.account.the_order(1392)["id"]
    some = LABEL | {"items": [{"sku": "VB12-10", "quantity": 2}]}
    first = pulled.account.notice(pulled.account.create_label(order, some))
    assert (first["state"], pulled.shop().status(1392)) == ("delivered", "awaiting_shipment")
    pulled.account.mark_as_shipped(order)
    assert pulled.shop().status(1392) == "shipped"
    assert [each.items for each in pulled.shop().shipments(1392)] == [(("VB12-10", 2),), (("SYR-1", 10),)]


def test_an_item_that_is_not_there_is_an_error_of_the_harness(pulled: Scene) -> None:
    label = LABEL | {"items": [{"sku": "NONE", "quantity": 1}]}
    with pytest.raises(HarnessError, match="no Quantity of NONE among"):
        pulled.account.create_label(pulled.account.the_order(1392)["id"], label)
