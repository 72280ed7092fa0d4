from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mocks.careportals.orders import Document, Orders
from mocks.careportals.shipments import Shipments, read_shipment
from mocks.careportals.store import Store
from mocks.control.clock import Clocks
from mocks.control.payload import Refusal

BODY: dict[str, Any] = {
    "carrier": "USPS",
    "service": "Priority Mail",
    "trackingNumber": "9400",
    "shipDate": "2026-03-01",
    "shippingCost": 4.95,
    "lineItems": [{"sku": "FINA-1", "quantity": 2}],
}


class Dock:
    """Orders of an organization, from where they are shipped; its clock stands still."""

    def __init__(self) -> None:
        store, clocks = Store(), Clocks()
        self.clock = clocks.own("a")
        self.clock.set(datetime(2026, 3, 1, 12, tzinfo=UTC), frozen=True)
        self.orders = Orders(store, clocks)
        self.shipments = Shipments(store, self.orders)

    def put(self, number: int, **fields: object) -> str:
        order_id = f"{number:024x}"
        order = {"id": number, "status": "awaiting_shipment", "updatedAt": "2026-01-01T00:00:00.000Z"}
        self.orders.put("a", order_id, {**order, "version": 1, **fields})
        return order_id

    def ship(self, order_id: str, key: str | None = None, /, **changes: object) -> tuple[Document, bool]:
        return self.shipments.add("a", order_id, read_shipment({**BODY, **changes}), key, "u")

    def stored(self, order_id: str) -> Document:
        return self.orders.read("a", order_id)


@pytest.fixture
def dock() -> Dock:
    return Dock()


def test_a_shipment_is_added_and_the_status_stays(dock: Dock) -> None:
    order_id = dock.put(7)
    order, added = dock.ship(order_id, lineItems=[{"sku": "FINA-1", "quantity": 2.0}])
    assert added
    assert order == dock.stored(order_id)
    (shipment,) = order["shipments"]
    assert len(shipment.pop("_id")) == 24
    at = "2026-03-01T12:00:00.000Z"
    assert shipment == {**BODY, "createdAt": at, "createdBy": "u"}
    assert (order["status"], order["version"], order["updatedAt"]) == ("awaiting_shipment", 2, at)
    assert order["trackingCode"] == "9400"


def test_the_same_key_and_body_add_nothing(dock: Dock) -> None:
    order_id = dock.put(7)
    order, _ = dock.ship(order_id, "k")
    dock.clock.advance(timedelta(seconds=3000))
    assert dock.ship(order_id, "k") == (order, False)
    assert dock.stored(order_id) == order


def test_the_same_key_with_another_body_is_a_conflict(dock: Dock) -> None:
    order_id = dock.put(7)
    order, _ = dock.ship(order_id, "k")
    with pytest.raises(Refusal, match="Idempotency-Key") as refusal:
        dock.ship(order_id, "k", trackingNumber="other")
    assert refusal.value.status_code == 409
    assert dock.stored(order_id) == order


def test_a_key_belongs_to_one_order(dock: Dock) -> None:
    first, second = dock.put(7), dock.put(8)
    assert [dock.ship(order_id, "k")[1] for order_id in (first, second)] == [True, True]


def test_without_a_key_each_call_is_a_shipment(dock: Dock) -> None:
    order_id = dock.put(7)
    dock.ship(order_id)
    dock.ship(order_id)
    assert len(dock.stored(order_id)["shipments"]) == 2


@pytest.mark.parametrize("fields", [{"status": "cancelled"}, {"isDeleted": True}])
def test_a_cancelled_or_deleted_order_takes_no_shipment(dock: Dock, fields: dict[str, object]) -> None:
    order_id = dock.put(7, **fields)
    before = dock.stored(order_id)
    with pytest.raises(Refusal, match="Order is cancelled") as refusal:
        dock.ship(order_id, "k")
    assert refusal.value.status_code == 409
    assert dock.stored(order_id) == before


def test_a_shipment_that_was_accepted_before_the_cancellation_is_confirmed_again(dock: Dock) -> None:
    order_id = dock.put(7)
    dock.ship(order_id, "k")
    dock.orders.set_status("a", order_id, "cancelled", None, "u")
    assert not dock.ship(order_id, "k")[1]
    assert len(dock.stored(order_id)["shipments"]) == 1


def test_the_latest_tracking_number_that_is_one_stays(dock: Dock) -> None:
    order_id = dock.put(7)
    for number in ("first", "second", "", None):
        dock.ship(order_id, trackingNumber=number)
    order = dock.stored(order_id)
    assert order["trackingCode"] == "second"
    assert [each["trackingNumber"] for each in order["shipments"]] == ["first", "second", "", None]


def test_a_shipment_without_a_label_names_no_carrier(dock: Dock) -> None:
    order_id = dock.put(7)
    lines = [{"sku": "", "quantity": 1}]
    order, _ = dock.shipments.add("a", order_id, read_shipment({"lineItems": lines}), None, "u")
    assert order["shipments"][0]["carrier"] is None
    assert order["trackingCode"] is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"carrier": 1},
        {"service": ["x"]},
        {"trackingNumber": "x" * 101},
        {"shipDate": False},
        {"shippingCost": "4.95"},
        {"shippingCost": -1},
        {"shippingCost": True},
        {"lineItems": None},
        {"lineItems": []},
        {"lineItems": {"sku": "A", "quantity": 1}},
        {"lineItems": ["A"]},
        {"lineItems": [{"sku": "A"}]},
        {"lineItems": [{"sku": "A", "quantity": 1, "name": "x"}]},
        {"lineItems": [{"sku": None, "quantity": 1}]},
        {"lineItems": [{"sku": "x" * 101, "quantity": 1}]},
        {"lineItems": [{"sku": "A", "quantity": 0}]},
        {"lineItems": [{"sku": "A", "quantity": 1.5}]},
        {"lineItems": [{"sku": "A", "quantity": "1"}]},
        {"lineItems": [{"sku": "A", "quantity": True}]},
        {"lineItems": [{"sku": "A", "quantity": 10**30}]},
        {"tracking_number": "9400"},
    ],
)
def test_a_bad_shipment_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Refusal) as refusal:
        read_shipment({**BODY, **wrong})
    assert refusal.value.status_code == 400
