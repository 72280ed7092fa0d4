from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mocks.careportals.orders import Document, Orders
from mocks.careportals.store import Store
from mocks.control.clock import Clocks
from mocks.control.payload import Refusal

ID = f"{7:024x}"


def shop(now: datetime = datetime(2026, 3, 1, tzinfo=UTC)) -> Orders:
    clocks = Clocks()
    clocks.shared.set(now, frozen=True)
    return Orders(Store(), clocks)


def order(**fields: object) -> Document:
    return {"id": 7, "status": "processing", "updatedAt": "2026-01-01T00:00:00.000Z", **fields}


texts = st.sampled_from(["", "0", "\0", "é\u2028", "'; --", "\U0001f600"])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
_FIELDS = ("version", "statusHistory", "shipments", "isDeleted", "assignedTo", "customer", "lineItems")


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(st.sampled_from(_FIELDS), json_values))
def test_whatever_else_an_order_holds_it_is_kept_as_given_and_can_change(fields: Document) -> None:
    orders = shop()
    document, new = orders.put("a", ID, order(**fields))
    assert new
    assert orders.read("a", ID) == document == {"_id": ID, "organization": "a", **order(**fields)}
    if document.get("isDeleted") is not True:
        assert orders.set_status("a", ID, "shipped", None, "u") == orders.read("a", ID)


@pytest.mark.parametrize("version", [None, "3", True, 2.5, [1]])
def test_a_version_that_is_no_number_is_counted_from_one(version: object) -> None:
    orders = shop()
    orders.put("a", ID, order(version=version))
    assert orders.set_status("a", ID, "shipped", None, "u")["version"] == 1


def test_the_last_change_never_moves_back() -> None:
    orders = shop(datetime(2020, 1, 1, tzinfo=UTC))
    orders.put("a", ID, order())
    moved = orders.set_status("a", ID, "shipped", None, "u")
    assert moved["updatedAt"] == moved["shippedAt"] == "2026-01-01T00:00:00.000Z"
    assert moved["version"] == 1


def test_two_changes_may_share_a_millisecond() -> None:
    orders = shop()
    orders.put("a", ID, order(version=1))
    orders.set_status("a", ID, "shipped", None, "u")
    again = orders.set_status("a", ID, "completed", None, "u")
    assert [entry["updatedAt"] for entry in again["statusHistory"]] == ["2026-03-01T00:00:00.000Z"] * 2
    assert again["version"] == 3


def test_when_it_was_shipped_is_kept_when_the_status_moves_on() -> None:
    orders = shop()
    orders.put("a", ID, order(shippedAt="2025-12-24T00:00:00.000Z"))
    assert orders.set_status("a", ID, "completed", None, "u")["shippedAt"] == "2025-12-24T00:00:00.000Z"


@pytest.mark.parametrize(
    "wrong",
    [
        {"_id": "8" * 24},
        {"_id": None},
        {"organization": "b"},
        {"organization": None},
        {"id": None},
        {"id": "7"},
        {"id": 7.5},
        {"id": -1},
        {"id": True},
        {"id": 2**53},
        {"id": 10**40},
        {"status": None},
        {"status": " "},
        {"status": 5},
        {"status": "x" * 101},
        {"updatedAt": None},
        {"updatedAt": 5},
        {"updatedAt": "yesterday"},
        {"updatedAt": "2026-13-01T00:00:00Z"},
        {"updatedAt": "0001-01-01T00:00:00+23:00"},
    ],
)
def test_an_order_without_what_the_store_needs_is_refused(wrong: Document) -> None:
    orders = shop()
    with pytest.raises(Refusal) as refusal:
        orders.put("a", ID, order(**wrong))
    assert refusal.value.status_code == 400
    assert orders.next_id("a", 1) == 1


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "1969-12-31T23:59:59Z"])
def test_any_time_can_be_the_last_change(at: str) -> None:
    orders = shop()
    assert orders.put("a", ID, order(updatedAt=at))[0]["updatedAt"] == at
    orders.set_status("a", ID, "shipped", None, "u")


def test_an_order_put_again_takes_the_place_of_the_old_one() -> None:
    orders = shop()
    orders.put("a", ID, order(coupon="OLD"))
    document, new = orders.put("a", ID, order(status="not_a_known_status"))
    assert not new
    assert orders.read("a", ID) == document
    assert "coupon" not in document


def test_two_orders_of_an_organization_cannot_share_a_number() -> None:
    orders, eighth = shop(), f"{8:024x}"
    orders.put("a", ID, order(coupon="FIRST"))
    for _ in range(2):
        with pytest.raises(Refusal, match="Another order") as refusal:
            orders.put("a", eighth, order())
        assert refusal.value.status_code == 409
        orders.put("a", eighth, order(id=8))
    assert (orders.read("a", ID)["coupon"], orders.read("a", eighth)["id"]) == ("FIRST", 8)
    orders.put("b", eighth, order())
