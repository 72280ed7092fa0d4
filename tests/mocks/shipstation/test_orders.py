"""The orders of an account, without HTTP."""

import json
from datetime import timedelta

import pytest

from mocks.control.clock import to_text
from mocks.shipstation.document import ImportedOrder
from mocks.shipstation.importer import Importer
from mocks.shipstation.orders import Filter, Order, Orders
from mocks.shipstation.server import ShipStation
from tests.mocks.shipstation.desk import NOW, connected
from tests.mocks.shipstation.shop import Shop


def imported(*orders: tuple[str, str]) -> tuple[ShipStation, int]:
    """An account whose one store has these orders, each a number and a status; the store's number."""
    shipstation, number = connected(Shop())
    _import(shipstation, number, *orders)
    return shipstation, number


def _import(shipstation: ShipStation, number: int, *orders: tuple[str, str]) -> None:
    store = shipstation.stores.get(number)
    assert store is not None
    received = (ImportedOrder(order, status, '{"orderTotal": "1.00"}', ("odd",)) for order, status in orders)
    Importer(shipstation.db, store, NOW).write(received)


def the_order(orders: Orders) -> Order:
    found = orders.get("pharmacy", 1)
    assert found is not None
    return found


def numbers(orders: Orders, wanted: Filter, account: str = "pharmacy") -> list[str]:
    found, total, following = orders.matching(account, wanted, 0, 10)
    assert (total, following) == (len(found), None)
    return [order.number for order in found]


def test_an_order_is_what_the_store_said_and_what_shipstation_made_of_it() -> None:
    shipstation, store = imported(("1392", "processing"))
    assert the_order(shipstation.orders).to_json() == {
        "id": 1,
        "storeId": store,
        "orderTotal": "1.00",
        "tab": "on_hold",
        "warnings": ["odd"],
        "imports": 1,
        "tabHistory": [{"at": to_text(NOW), "tab": "on_hold", "status": "processing"}],
        "shipments": [],
        "removedFromStore": False,
    }


def test_nobody_sees_an_order_of_another_account() -> None:
    orders = imported(("1392", "processing"))[0].orders
    assert orders.get("other", 1) is None
    assert orders.get("pharmacy", 2) is None
    assert numbers(orders, Filter(), "other") == []
    assert set(orders.tabs("other").values()) == {0}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), ["1", "2", "3"]),
        (Filter(tab="cancelled"), ["2", "3"]),
        (Filter(number="3"), ["3"]),
        (Filter(tab="cancelled", number="1"), []),
        (Filter(store=1, number="2"), ["2"]),
        (Filter(store=2), []),
    ],
)
def test_all_conditions_have_to_hold(wanted: Filter, found: list[str]) -> None:
    shipstation, _ = imported(("1", "awaiting_shipment"), ("2", "cancelled"), ("3", "cancelled"))
    assert numbers(shipstation.orders, wanted) == found


def test_a_list_goes_on_where_its_page_ended() -> None:
    shipstation, _ = imported(*((str(number), "pending") for number in range(4)))
    first, total, following = shipstation.orders.matching("pharmacy", Filter(), 0, 2)
    assert ([order.number for order in first], total, following) == (["0", "1"], 4, first[-1].id)
    second, total, following = shipstation.orders.matching("pharmacy", Filter(), first[-1].id, 2)
    assert ([order.number for order in second], total, following) == (["2", "3"], 4, None)


def test_every_tab_is_counted_also_an_empty_one() -> None:
    shipstation, _ = imported(("1", "pending"), ("2", "shipped"), ("3", "completed"))
    assert shipstation.orders.tabs("pharmacy") == {
        "awaiting_payment": 1,
        "awaiting_shipment": 0,
        "on_hold": 0,
        "shipped": 2,
        "cancelled": 0,
    }


def test_an_order_moves_to_shipped_with_its_last_shipment() -> None:
    orders = imported(("1392", "awaiting_shipment"))[0].orders
    later = to_text(NOW + timedelta(hours=1))
    for complete, tab in ((False, "awaiting_shipment"), (True, "shipped")):
        orders.add_shipment(the_order(orders), {"trackingNumber": tab}, later, complete=complete)
        assert the_order(orders).tab == tab
    assert the_order(orders).shipments == [
        {"id": 1, "trackingNumber": "awaiting_shipment"},
        {"id": 2, "trackingNumber": "shipped"},
    ]
    shipped = {"at": later, "tab": "shipped", "status": "awaiting_shipment"}
    assert the_order(orders).tab_history[1:] == [shipped]


def test_each_order_of_a_list_has_its_own_shipments() -> None:
    orders = imported(("1", "awaiting_shipment"), ("2", "awaiting_shipment"))[0].orders
    for order in reversed(orders.matching("pharmacy", Filter(), 0, 10)[0]):
        orders.add_shipment(order, {"of": order.number}, to_text(NOW), complete=True)
    listed = orders.matching("pharmacy", Filter(), 0, 10)[0]
    assert [[shipment["of"] for shipment in order.shipments] for order in listed] == [["1"], ["2"]]


def test_the_orders_of_a_disconnected_store_stay_and_are_marked() -> None:
    shipstation, number = imported(("1392", "pending"))
    store = shipstation.stores.get(number)
    assert store is not None
    shipstation.stores.delete(store)
    [order] = shipstation.orders.matching("pharmacy", Filter(), 0, 10)[0]
    assert order.to_json()["removedFromStore"] is True


def latest(orders: Orders, wanted: Filter, offset: int = 0, limit: int = 10) -> list[str]:
    return [order.number for order in orders.latest("pharmacy", wanted, offset, limit)]


def test_the_latest_orders_come_first_page_by_page() -> None:
    shipstation, _ = imported(*((str(number), "processing") for number in range(5)))
    assert latest(shipstation.orders, Filter(), 0, 2) == ["4", "3"]
    assert latest(shipstation.orders, Filter(tab="on_hold"), 4, 2) == ["0"]
    assert latest(shipstation.orders, Filter(tab="shipped")) == []


def named(*names: str) -> Orders:
    """Orders 100, 101 and so on, for recipients of these names."""
    shipstation, number = connected(Shop())
    store = shipstation.stores.get(number)
    assert store is not None
    documents = [json.dumps({"customer": {"shipTo": {"name": name}}}, ensure_ascii=False) for name in names]
    received = [ImportedOrder(str(100 + i), "cancelled", text, ()) for i, text in enumerate(documents)]
    Importer(shipstation.db, store, NOW).write(received)
    return shipstation.orders


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("10", ["101", "100"]),
        ("101", ["101"]),
        ("9", []),
        ("doe", ["100"]),
        ("JANE D", ["100"]),
        ("%", ["101"]),
        ("_", []),
        ("\\", []),
        ("'", []),
    ],
)
def test_orders_are_found_by_the_beginning_of_the_number_or_a_part_of_the_name(
    words: str, found: list[str]
) -> None:
    orders = named("Jane Doe", "100 %")
    assert latest(orders, Filter(search=words)) == found
    assert orders.tabs("pharmacy", Filter(search=words))["cancelled"] == len(found)
