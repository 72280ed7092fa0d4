import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from mocks.careportals.orders import STATUSES, Document
from mocks.careportals.synthetic import Batch, read_batch, synthetic_orders
from mocks.control.clock import Clock, from_text
from mocks.control.payload import Refusal

END = datetime(2026, 3, 2, tzinfo=UTC)


def made(count: int = 300, seed: int = 1, first_id: int = 1001) -> list[Document]:
    batch = Batch(count, seed, STATUSES, END - timedelta(days=1), END)
    return [json.loads(order.document) for order in synthetic_orders("a", batch, first_id)]


def cents(value: float) -> int:
    return int(Decimal(str(value)) * 100)


def test_the_same_seed_makes_the_same_orders() -> None:
    assert made() == made()
    assert made() != made(seed=2)


def test_a_second_batch_differs_from_the_first() -> None:
    ids = {order["_id"] for order in made()}
    assert ids.isdisjoint(order["_id"] for order in made(first_id=1301))


def test_the_statuses_take_turns() -> None:
    assert [order["status"] for order in made(30)] == [*STATUSES, *STATUSES]


def test_the_changes_are_spread_over_the_period() -> None:
    times = [from_text(order["updatedAt"]) for order in made(24)]
    assert {later - earlier for earlier, later in pairwise(times)} == {timedelta(hours=1)}
    assert times[-1] == END


def test_the_money_adds_up() -> None:
    for order in made():
        lines = order["lineItems"]
        assert cents(order["baseAmount"]) == sum(cents(li["listPrice"]) * li["quantity"] for li in lines)
        goods = sum(cents(line["price"]) * line["quantity"] for line in lines)
        paid = cents(order["totalAmount"]) + cents(order["creditUsedAmount"])
        assert 0 < cents(order["totalAmount"]) <= goods
        assert (paid < goods) == (order["coupon"] is not None)
        assert cents(order["baseAmount"]) == paid + cents(order["discountAmount"])


def test_a_discount_is_what_the_line_costs_less() -> None:
    lines = [line for order in made() for line in order["lineItems"]]
    assert any("discount" in line for line in lines)
    for line in lines:
        off = (cents(line["listPrice"]) - cents(line["price"])) * line["quantity"]
        assert off == (cents(line["discount"]["amount"]) if "discount" in line else 0)


def test_the_orders_vary() -> None:
    orders = made()
    assert {len(order["lineItems"]) for order in orders} == {1, 2, 3, 4}
    assert {order["shippingAddress"]["countryCode"] for order in orders} == {"US", "CA"}
    assert {order["source"] for order in orders} == {"api", "checkout", "subscription"}
    assert {"", None} < {order["customer"]["phone"] for order in orders}
    assert any(not order["customer"]["lastName"].isascii() for order in orders)
    assert any("sku" not in line for order in orders for line in order["lineItems"])
    assert len({order["_id"] for order in orders}) == len(orders)
    assert {"assignedTo" in order for order in orders} == {True, False}


def test_the_history_leads_to_the_status() -> None:
    for order in made():
        history = order["statusHistory"]
        assert not history or history[-1]["newStatus"] == order["status"]
        assert bool(history) == (order["status"] not in ("pending", "processing"))
        times = [order["createdAt"], *(entry["updatedAt"] for entry in history), order["updatedAt"]]
        assert times == sorted(times)


def test_shipped_orders_have_a_shipment_and_no_others() -> None:
    for order in made():
        shipped = order["status"] in ("shipped", "completed", "delivered")
        assert len(order["shipments"]) == shipped
        assert (order["shippedAt"] is not None) == (order["trackingCode"] is not None) == shipped


@pytest.mark.parametrize(
    "wrong",
    [
        {"count": 0},
        {"count": 100_001},
        {"count": "5"},
        {"count": None},
        {"count": 1.5},
        {"seed": None},
        {"seed": "x"},
        {"seed": 10**30},
        {"statuses": []},
        {"statuses": "shipped"},
        {"statuses": ["Shipped"]},
        {"statuses": [["shipped"]]},
        {"from": "x"},
        {"to": None},
        {"from": "2026-01-02T00:00:00Z", "to": "2026-01-01T00:00:00Z"},
        {"from": "0001-01-02T00:00:00Z"},
        {"to": "0001-01-01T12:00:00Z"},
        {"sku": "x"},
    ],
)
def test_a_bad_request_for_orders_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refusal:
        read_batch({"count": 1, "seed": 1, **wrong}, Clock())
    assert refusal.value.status_code == 400


def test_a_batch_is_of_the_last_day_and_all_statuses_unless_asked_otherwise() -> None:
    clock = Clock()
    clock.set(END, frozen=True)
    assert read_batch({"count": 7, "seed": -3}, clock) == Batch(7, -3, STATUSES, END - timedelta(days=1), END)
    asked = {"statuses": ["shipped"], "from": "2020-01-01T00:00:00Z", "to": "2020-01-01T01:00:00+01:00"}
    start = datetime(2020, 1, 1, tzinfo=UTC)
    assert read_batch({"count": 7, "seed": 5, **asked}, clock) == Batch(7, 5, ("shipped",), start, start)
