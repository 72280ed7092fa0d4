"""Importing orders."""

import pytest

from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.shop import customer, order, orders


@pytest.mark.parametrize(
    ("status", "tab"),
    [
        ("pending", "awaiting_payment"),
        ("awaiting_payment", "awaiting_payment"),
        ("awaiting_shipment", "awaiting_shipment"),
        ("completed", "shipped"),
        ("cancelled", "cancelled"),
        ("processing", "on_hold"),
    ],
)
def test_an_order_is_filed_by_its_status(desk: Desk, status: str, tab: str) -> None:
    assert desk.pull(order(status=status))["warnings"] == []
    assert (desk.order()["tab"], desk.order()["status"]) == (tab, status)


@pytest.mark.parametrize("status", ["Pending", "awaiting_script", " pending", ""])
def test_an_unmapped_status_lands_under_awaiting_shipment_with_a_warning(desk: Desk, status: str) -> None:
    report = desk.pull(order(status=status))
    assert f"The status '{status}' is in no box" in str(report["warnings"])
    assert desk.order()["tab"] == "awaiting_shipment"
    assert "in no box" in str(desk.order()["warnings"])


def test_where_an_unmapped_status_lands_is_a_setting(desk: Desk) -> None:
    desk.pull(order(status="?"), unmappedTab="on_hold")
    assert desk.order()["tab"] == "on_hold"


def test_the_same_number_again_updates_the_order(desk: Desk) -> None:
    store = desk.connect()
    desk.shop.pages = [orders(order())]
    assert desk.refresh(store)["imported"] == 1
    assert desk.refresh(store)["unchanged"] == 1
    desk.shop.pages = [orders(order(status="cancelled"))]
    assert desk.refresh(store)["updated"] == 1
    assert desk.order()["imports"] == 3
    assert [move["tab"] for move in desk.order()["tabHistory"]] == ["awaiting_shipment", "cancelled"]


def test_two_stores_may_use_one_number(desk: Desk) -> None:
    desk.pull(order())
    desk.pull(order())
    assert desk.client.get("/orders?number=1392").json()["total"] == 2


def test_of_two_orders_with_one_number_the_last_counts(desk: Desk) -> None:
    report = desk.pull(order(), order(status="cancelled"))
    assert (report["received"], report["imported"]) == (2, 1)
    assert {
        "orderNumber": "1392",
        "message": "The reply holds this order number 2 times; the last one counts",
    } in (report["warnings"])
    assert desk.order()["tab"] == "cancelled"


def test_what_breaks_a_rule_is_imported_with_a_warning(desk: Desk) -> None:
    report = desk.pull(order(Customer=customer(City="")))
    assert report["ok"] is True
    assert desk.order()["warnings"] == ["ShipTo/City is empty"]
    assert {"orderNumber": "1392", "message": "ShipTo/City is empty"} in report["warnings"]


def test_warnings_go_away_with_their_cause(desk: Desk) -> None:
    store = desk.connect()
    desk.shop.pages = [orders(order(status="?"))]
    desk.refresh(store)
    desk.shop.pages = [orders(order())]
    desk.refresh(store)
    assert "in no box" not in str(desk.order()["warnings"])
