import base64
import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mocks.careportals.order_list import ListRequest, OrderFilter, OrderList, Position, page_query
from mocks.careportals.orders import Orders
from mocks.careportals.store import Store, milliseconds
from mocks.control.clock import Clocks, from_text
from tests.mocks.careportals.clinic import Clinic


def at(second: int) -> str:
    return f"2026-01-01T00:00:{second:02}.000Z"


def refused(clinic: Clinic, query: str) -> bool:
    return clinic.client.get(f"/orders?{query}", headers=clinic.owner).status_code == 400


def test_the_list_runs_from_the_oldest_change_to_the_latest(clinic: Clinic) -> None:
    for number, second in ((1, 3), (5, 1), (4, 2), (3, 2)):
        clinic.put(number, updatedAt=at(second))
    assert clinic.numbers() == [5, 3, 4, 1]


def test_the_window_includes_its_start_and_excludes_its_end(clinic: Clinic) -> None:
    for number in (1, 2, 3):
        clinic.put(number, updatedAt=at(number))
    assert clinic.numbers(updatedFrom=at(1), updatedTo=at(3)) == [1, 2]
    assert clinic.numbers(
        updatedFrom="2026-01-01T00:00:01.0001Z", updatedTo="2026-01-01T01:00:02.0001+01:00"
    ) == [2]
    assert clinic.numbers(updatedFrom=at(3), updatedTo=at(1)) == []


def test_a_bound_may_be_finer_than_a_millisecond_and_in_any_zone(clinic: Clinic) -> None:
    for number in (1, 2, 3):
        clinic.put(number, updatedAt=at(number))
    bounds = {"updatedFrom": "2026-01-01T00:00:01.0001Z", "updatedTo": "2026-01-01T01:00:02.0001+01:00"}
    assert [order["id"] for order in clinic.page(None, **bounds)["orders"]] == [2]


def test_the_list_is_filtered(clinic: Clinic) -> None:
    clinic.put(1, status="shipped")
    clinic.put(2, status="cancelled")
    clinic.put(3, status="unheard_of")
    clinic.put(4, isDeleted=True)
    assert clinic.numbers(status="shipped") == [1]
    assert clinic.numbers(status="cancelled,shipped,shipped") == [1, 2]
    assert clinic.numbers(id=2) == [2]
    assert clinic.numbers(id=4) == []
    assert clinic.numbers(id=4, includeDeleted="true") == [4]
    assert clinic.numbers(includeDeleted="false") == [1, 2, 3]
    assert clinic.page(status="shipped")["total"] == 1


@pytest.mark.parametrize(
    "query",
    [
        "updatedFrom=",
        "updatedFrom=yesterday",
        "updatedTo=2026-13-01T00:00:00Z",
        "updatedTo=0001-01-01T00:00:00%2B23:00",
        "updatedFrom=2026-01-01T00:00:00+00:00",
        "status=",
        "status=shipped,",
        "status=Shipped",
        "status=on_hold",
        "status=%00",
        "id=",
        "id=abc",
        "id=-1",
        "id=--1",
        "id=1.0",
        "id=99999999999999999999999",
        "id=%D9%A1",
        "includeDeleted=1",
        "includeDeleted=TRUE",
        "limit=0",
        "limit=251",
        "limit=-5",
        "limit=x",
        "cursor=",
        "cursor=x",
        "cursor=%ff",
        "cursor=%F0%9F%98%80",
        "page=2",
        "updated_from=2026-01-01",
        "limit=5&limit=5",
        "status=shipped&status=cancelled",
        "%ff=1",
    ],
)
def test_a_bad_query_is_refused(clinic: Clinic, query: str) -> None:
    assert refused(clinic, query)


def test_a_page_has_fifty_orders_unless_asked_otherwise(clinic: Clinic) -> None:
    path = "/_control/organizations/clinic_x/synthetic"
    clinic.client.post(path, json={"count": 300, "seed": 1})
    assert len(clinic.numbers()) == 50
    assert len(clinic.numbers(limit=250)) == 250
    clinic.client.put("/_control/settings", json={"pageMaximum": 20})
    assert len(clinic.numbers()) == 20
    assert refused(clinic, "limit=21")


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_a_walk_sees_each_order_once_and_in_order(clinic: Clinic, limit: int) -> None:
    for number in range(1, 8):
        clinic.put(number, updatedAt=at(number // 3))
    assert clinic.walk(limit=limit) == [1, 2, 3, 4, 5, 6, 7]


def test_the_total_is_that_of_the_whole_list_on_every_page(clinic: Clinic) -> None:
    for number in range(1, 6):
        clinic.put(number)
    first = clinic.page(limit=2)
    clinic.put(6)
    clinic.put(5)
    second = clinic.page(limit=2, cursor=first["nextCursor"])
    assert (first["total"], second["total"]) == (5, 5)


def test_orders_that_change_during_a_walk_are_left_to_a_later_one(clinic: Clinic) -> None:
    ids = [clinic.put(number, updatedAt=at(number)) for number in range(1, 7)]
    first = clinic.page(limit=2)
    clinic.put(7, updatedAt=at(5))
    for index in (0, 4):
        clinic.client.patch(f"/orders/{ids[index]}", json={"status": "shipped"}, headers=clinic.owner)
    clinic.client.delete(f"/orders/{ids[1]}", headers=clinic.owner)
    rest = clinic.page(limit=10, cursor=first["nextCursor"])
    assert [order["id"] for order in rest["orders"]] == [3, 4, 6]
    assert clinic.numbers(updatedFrom=at(7), includeDeleted="true") == [1, 5, 2]


def test_a_cursor_fits_only_the_list_it_came_from(clinic: Clinic) -> None:
    for number in (1, 2, 3):
        clinic.put(number)
    other = Clinic(clinic.client, "other_clinic", "other@clinic.example")
    cursor = str(clinic.page(limit=1)["nextCursor"])
    assert not refused(clinic, f"cursor={cursor}&limit=2")
    assert refused(clinic, f"cursor={cursor}&status=shipped")
    assert refused(clinic, f"cursor={cursor}&includeDeleted=true")
    assert refused(other, f"cursor={cursor}")
    assert refused(clinic, f"cursor={cursor}A")
    assert refused(clinic, f"cursor={cursor[:-4]}")


def test_a_changed_byte_spoils_a_cursor(clinic: Clinic) -> None:
    for number in (1, 2):
        clinic.put(number)
    cursor = base64.urlsafe_b64decode(clinic.page(limit=1)["nextCursor"] + "==")
    for index in range(0, len(cursor), 7):
        spoilt = cursor[:index] + bytes([cursor[index] ^ 1]) + cursor[index + 1 :]
        assert refused(clinic, f"cursor={base64.urlsafe_b64encode(spoilt).decode()}")


@settings(deadline=None, max_examples=50)
@given(seconds=st.lists(st.integers(0, 5), max_size=12), limit=st.integers(1, 5), first=st.integers(0, 5))
def test_a_walk_equals_the_sorted_model(seconds: list[int], limit: int, first: int) -> None:
    store = Store()
    orders, listing = Orders(store, Clocks()), OrderList(store)
    for number, second in enumerate(seconds):
        document = {"id": number, "status": "shipped", "updatedAt": at(second)}
        orders.put("a", f"{number:024x}", document)
    wanted = OrderFilter("a", updated_from=milliseconds(from_text(at(first))))
    page = listing.page(ListRequest(wanted, limit, None))
    found = list(page.documents)
    while page.next is not None:
        page = listing.page(ListRequest(wanted, limit, listing.cursor(page.next, wanted)))
        found += page.documents
    expected = sorted((second, number) for number, second in enumerate(seconds) if second >= first)
    assert [json.loads(document)["id"] for document in found] == [number for _, number in expected]


FILTERS = [
    OrderFilter("a"),
    OrderFilter("a", updated_from=5, updated_to=9),
    OrderFilter("a", statuses=("shipped", "completed"), include_deleted=True),
    OrderFilter("a", assigned_to="x@clinic.example"),
]


def plan(store: Store, sql: str, values: list[object]) -> Iterator[str]:
    return (row["detail"] for row in store.connection.execute(f"EXPLAIN QUERY PLAN {sql}", values))


@pytest.mark.parametrize("wanted", FILTERS)
@pytest.mark.parametrize("after", [None, Position(7, "f" * 24, 1, 1)])
def test_a_page_is_a_range_of_an_index(wanted: OrderFilter, after: Position | None) -> None:
    (detail,) = plan(Store(), *page_query(wanted, 51, after, 1))
    assert detail.startswith("SEARCH orders USING INDEX orders_by_update (organization=?")
    if after is not None or wanted.updated_from is not None:
        assert "updated_at" in detail


def test_an_order_is_found_by_its_number_through_an_index() -> None:
    details = list(plan(Store(), *page_query(OrderFilter("a", number=5), 51, None, 1)))
    assert details[0].startswith("SEARCH orders USING INDEX")
    assert "number=?" in details[0]


@pytest.mark.parametrize("wanted", FILTERS)
def test_counting_reads_no_document(wanted: OrderFilter) -> None:
    store = Store()
    executed: list[str] = []
    store.connection.set_trace_callback(executed.append)
    OrderList(store).count(wanted, 1)
    store.connection.set_trace_callback(None)
    (detail,) = plan(store, executed[-1], [])
    assert "COVERING INDEX orders_by_update" in detail
