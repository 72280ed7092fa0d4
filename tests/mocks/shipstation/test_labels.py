"""Labels, partial shipments, Mark as Shipped."""

from typing import Any

import pytest

from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.shop import order, orders


def item(sku: str, quantity: str, extra: str = "") -> str:
    return (
        f"<Item><SKU>{sku}</SKU><Name>N</Name><Quantity>{quantity}</Quantity>"
        f"<UnitPrice>1</UnitPrice>{extra}</Item>"
    )


MIXED = (
    item("A", "3")
    + item("B", "1")
    + item("A", "2")
    + item("", "1")
    + item("C", "0")
    + item("OFF", "1", "<Adjustment>true</Adjustment>")
)


def quantities(answer: Any) -> list[tuple[str, int]]:
    assert answer.status_code == 201, answer.text
    return [(line["sku"], line["quantity"]) for line in answer.json()["shipment"]["items"]]


def test_a_label_ships_everything_but_adjustments(desk: Desk) -> None:
    order_id = desk.imported(items=MIXED)
    assert quantities(desk.label(order_id)) == [("A", 3), ("B", 1), ("A", 2), ("", 1)]
    assert desk.order()["tab"] == "shipped"
    assert desk.order()["tabHistory"][-1]["tab"] == "shipped"


def test_a_partial_label_leaves_the_order_where_it_is(desk: Desk) -> None:
    order_id = desk.imported(items=MIXED)
    assert quantities(desk.label(order_id, items=[{"sku": "A", "quantity": 4}])) == [("A", 3), ("A", 1)]
    assert desk.order()["tab"] == "awaiting_shipment"
    assert quantities(desk.label(order_id)) == [("B", 1), ("A", 1), ("", 1)]
    assert desk.order()["tab"] == "shipped"
    assert len(desk.order()["shipments"]) == 2


def test_a_line_without_sku_is_shipped_by_its_empty_sku(desk: Desk) -> None:
    order_id = desk.imported(items=MIXED)
    assert quantities(desk.label(order_id, items=[{"sku": "", "quantity": 1}])) == [("", 1)]


@pytest.mark.parametrize(
    "items",
    [
        [],
        "all",
        [{"sku": "A"}],
        [{"sku": 1, "quantity": 1}],
        [{"sku": "A", "quantity": 0}],
        [{"sku": "A", "quantity": 1.5}],
        [{"sku": "A", "quantity": 10**40}],
        [{"sku": "A", "quantity": 6}],
        [{"sku": "A", "quantity": 3}, {"sku": "A", "quantity": 3}],
        [{"sku": "Z", "quantity": 1}],
        [{"sku": "OFF", "quantity": 1}],
        [{"sku": "C", "quantity": 1}],
        [None],
    ],
)
def test_what_cannot_be_shipped_is_refused(desk: Desk, items: object) -> None:
    order_id = desk.imported(items=MIXED)
    assert desk.label(order_id, items=items).status_code == 400
    assert desk.order()["shipments"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"carrier": ""},
        {"carrier": None},
        {"service": 1},
        {"trackingNumber": "x" * 51},
        {"trackingNumber": "a\x07"},
        {"shippingCost": "4,95"},
        {"shippingCost": -1},
        {"shippingCost": True},
        {"shippingCost": 1e30},
        {"shipDate": "13.03.2026"},
        {"shipDate": 20260313},
        {"shipDate": "2026-02-30"},
        {"notifyCustomer": "yes"},
        {"weight": 1},
    ],
)
def test_a_label_has_to_make_sense(desk: Desk, wrong: dict[str, Any]) -> None:
    order_id = desk.imported()
    assert desk.label(order_id, **wrong).status_code == 400
    assert desk.client.get("/notices").json() == []


@pytest.mark.parametrize("status", ["pending", "processing", "shipped", "cancelled"])
def test_only_what_awaits_shipment_can_be_shipped(desk: Desk, status: str) -> None:
    order_id = desk.imported(status=status)
    assert desk.label(order_id).status_code == 409
    assert desk.client.post(f"/orders/{order_id}/mark-as-shipped").status_code == 409


def test_a_re_import_follows_the_store_again_but_nothing_ships_twice(desk: Desk) -> None:
    store = desk.connect()
    desk.shop.pages = [orders(order())]
    desk.refresh(store)
    desk.label(desk.order()["id"])
    assert desk.refresh(store)["updated"] == 1
    assert desk.order()["tab"] == "awaiting_shipment"
    assert desk.label(desk.order()["id"]).status_code == 409


def test_an_order_without_goods_can_still_be_sent_off(desk: Desk) -> None:
    order_id = desk.imported(items="")
    assert quantities(desk.label(order_id)) == []
    assert desk.order()["tab"] == "shipped"


def test_mark_as_shipped_needs_neither_carrier_nor_tracking(desk: Desk) -> None:
    order_id = desk.imported()
    answer = desk.client.post(f"/orders/{order_id}/mark-as-shipped", json={})
    assert answer.status_code == 201
    assert answer.json()["shipment"]["trackingNumber"] == ""
    assert desk.shop.queries[-1].endswith("&carrier=&service=&tracking_number=")


def test_mark_as_shipped_takes_no_cost(desk: Desk) -> None:
    body = {"shippingCost": "1"}
    assert desk.client.post(f"/orders/{desk.imported()}/mark-as-shipped", json=body).status_code == 400


def test_costs_have_two_decimals(desk: Desk) -> None:
    assert desk.label(desk.imported(), shippingCost=4.5).json()["shipment"]["shippingCost"] == "4.50"


def test_an_order_of_a_deleted_store_cannot_be_shipped(desk: Desk) -> None:
    order_id = desk.imported()
    desk.client.delete(f"/stores/{desk.order()['storeId']}")
    assert desk.order()["removedFromStore"] is True
    answers = [desk.label(order_id), desk.client.post(f"/orders/{order_id}/mark-as-shipped")]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert all("no longer connected" in answer.json()["message"] for answer in answers)
