import base64
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from mocks.careportals.order_list import (
    ListRequest,
    OrderFilter,
    OrderList,
    Page,
    Position,
    page_query,
    read_list_request,
)
from mocks.careportals.orders import Orders
from mocks.careportals.settings import Settings
from mocks.careportals.store import Store, milliseconds
from mocks.careportals.synthetic import Batch, synthetic_orders
from mocks.control.clock import Clocks, from_text
from mocks.control.payload import Refusal


def at(second: int) -> str:
    return f"2026-01-01T00:00:{second:02}.000Z"


class Shop:
    """Orders and their lists, read by the Owner of an organization."""

    def __init__(self) -> None:
        store = Store()
        self.clocks = Clocks()
        self.orders, self.listing = Orders(store, self.clocks), OrderList(store)
        self.settings = Settings()

    def put(self, number: int, /, **fields: object) -> str:
        order_id = f"{number:024x}"
        order = {"id": number, "status": "awaiting_shipment", "updatedAt": at(0), **fields}
        self.orders.put("a", order_id, order)
        return order_id

    def ask(self, query: str, organization: str = "a") -> Page:
        pairs = QueryParams(query).multi_items()
        return self.listing.page(read_list_request(pairs, organization, None, self.settings))

    def page(self, **query: str | int) -> Page:
        return self.ask(urlencode(query))

    def numbers(self, **query: str | int) -> list[int]:
        """The `id` of each order of the first page."""
        return numbers(self.page(**query))

    def cursor(self, **query: str | int) -> str:
        """Where the first page leads on to."""
        request = read_list_request(list(texts(query)), "a", None, self.settings)
        position = self.listing.page(request).next
        assert position is not None
        return self.listing.cursor(position, request.filter)

    def walk(self, **query: str | int) -> list[int]:
        """The `id` of each order of the whole list."""
        page = self.page(**query)
        found = numbers(page)
        wanted = read_list_request(list(texts(query)), "a", None, self.settings).filter
        while page.next is not None:
            page = self.page(**query, cursor=self.listing.cursor(page.next, wanted))
            found += numbers(page)
        return found


def texts(query: Mapping[str, str | int]) -> Iterator[tuple[str, str]]:
    return ((name, str(value)) for name, value in query.items())


def numbers(page: Page) -> list[int]:
    return [json.loads(document)["id"] for document in page.documents]


@pytest.fixture
def shop() -> Shop:
    return Shop()


def refused(shop: Shop, query: str, organization: str = "a") -> bool:
    try:
        shop.ask(query, organization)
    except Refusal as refusal:
        return refusal.status_code == 400
    return False


def test_the_list_runs_from_the_oldest_change_to_the_latest(shop: Shop) -> None:
    for number, second in ((1, 3), (5, 1), (4, 2), (3, 2)):
        shop.put(number, updatedAt=at(second))
    assert shop.numbers() == [5, 3, 4, 1]


def test_the_window_includes_its_start_and_excludes_its_end(shop: Shop) -> None:
    for number in (1, 2, 3):
        shop.put(number, updatedAt=at(number))
    assert shop.numbers(updatedFrom=at(1), updatedTo=at(3)) == [1, 2]
    assert shop.numbers(
        updatedFrom="2026-01-01T00:00:01.0001Z", updatedTo="2026-01-01T01:00:02.0001+01:00"
    ) == [2]
    assert shop.numbers(updatedFrom=at(3), updatedTo=at(1)) == []


def test_a_bound_may_be_finer_than_a_millisecond_and_in_any_zone(shop: Shop) -> None:
    for number in (1, 2, 3):
        shop.put(number, updatedAt=at(number))
    bounds = {"updatedFrom": "2026-01-01T00:00:01.0001Z", "updatedTo": "2026-01-01T01:00:02.0001+01:00"}
    assert shop.numbers(**bounds) == [2]


def test_the_list_is_filtered(shop: Shop) -> None:
    shop.put(1, status="shipped")
    shop.put(2, status="cancelled")
    shop.put(3, status="unheard_of")
    shop.put(4, isDeleted=True)
    assert shop.numbers(status="shipped") == [1]
    assert shop.numbers(status="cancelled,shipped,shipped") == [1, 2]
    assert shop.numbers(id=2) == [2]
    assert shop.numbers(id=4) == []
    assert shop.numbers(id=4, includeDeleted="true") == [4]
    assert shop.numbers(includeDeleted="false") == [1, 2, 3]
    assert shop.page(status="shipped").total == 1


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
        f"cursor={'A' * 24}%2Bx",
        "page=2",
        "updated_from=2026-01-01",
        "limit=5&limit=5",
        "status=shipped&status=cancelled",
        "%ff=1",
    ],
)
def test_a_bad_query_is_refused(shop: Shop, query: str) -> None:
    assert refused(shop, query)


def test_a_page_has_fifty_orders_unless_asked_otherwise(shop: Shop) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    batch = Batch(300, 1, ("shipped",), now, now)
    shop.orders.insert("a", synthetic_orders("a", batch, 1))
    assert len(shop.numbers()) == 50
    assert len(shop.numbers(limit=250)) == 250
    shop.settings.page_maximum = 20
    assert len(shop.numbers()) == 20
    assert refused(shop, "limit=21")


def test_equal_times_can_be_shuffled_and_nothing_is_lost(shop: Shop) -> None:
    for number, second in ((9, 1), (16, 1), (32, 1), (3, 2), (5, 2)):
        shop.put(number, updatedAt=at(second))
    shop.settings.shuffle_equal_times = True
    assert shop.walk(limit=250) == [16, 32, 9, 3, 5]
    assert shop.walk(limit=2) == [16, 9, 32, 3, 5]


def test_a_page_can_be_kept_shorter_than_its_limit(shop: Shop) -> None:
    for number in range(1, 8):
        shop.put(number)
    shop.settings.page_rows = 3
    assert len(shop.numbers(limit=250)) == len(shop.numbers()) == 3
    assert len(shop.numbers(limit=2)) == 2
    assert shop.walk(limit=250) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_a_walk_sees_each_order_once_and_in_order(shop: Shop, limit: int) -> None:
    for number in range(1, 8):
        shop.put(number, updatedAt=at(number // 3))
    assert shop.walk(limit=limit) == [1, 2, 3, 4, 5, 6, 7]


def test_the_total_is_that_of_the_whole_list_on_every_page(shop: Shop) -> None:
    for number in range(1, 6):
        shop.put(number)
    first, cursor = shop.page(limit=2), shop.cursor(limit=2)
    shop.put(6)
    shop.put(5)
    second = shop.page(limit=2, cursor=cursor)
    assert (first.total, second.total) == (5, 5)


def test_orders_that_change_during_a_walk_are_left_to_a_later_one(shop: Shop) -> None:
    ids = [shop.put(number, updatedAt=at(number)) for number in range(1, 7)]
    cursor = shop.cursor(limit=2)
    shop.put(7, updatedAt=at(5))
    for index in (0, 4):
        shop.orders.set_status("a", ids[index], "shipped", None, "u")
        shop.clocks.shared.advance(timedelta(seconds=1))
    shop.orders.delete("a", ids[1])
    assert shop.numbers(limit=10, cursor=cursor) == [3, 4, 6]
    assert shop.numbers(updatedFrom=at(7), includeDeleted="true") == [1, 5, 2]


def test_a_cursor_fits_only_the_list_it_came_from(shop: Shop) -> None:
    for number in (1, 2, 3):
        shop.put(number)
    cursor = quote(shop.cursor(limit=1), safe="")
    assert not refused(shop, f"cursor={cursor}&limit=2")
    assert refused(shop, f"cursor={cursor}&status=shipped")
    assert refused(shop, f"cursor={cursor}&includeDeleted=true")
    assert refused(shop, f"cursor={cursor}", "b")
    assert refused(shop, f"cursor={cursor}A")
    assert refused(shop, f"cursor={cursor[:-8]}")


def test_a_cursor_has_to_be_encoded_in_a_url(shop: Shop) -> None:
    for number in (1, 2):
        shop.put(number)
    cursor = shop.cursor(limit=1)
    assert "+" in cursor
    assert "=" in cursor
    assert refused(shop, f"cursor={cursor}")


def test_a_changed_byte_spoils_a_cursor(shop: Shop) -> None:
    for number in (1, 2):
        shop.put(number)
    cursor = shop.cursor(limit=1)
    words = [base64.b64decode(cursor[:24]), base64.b64decode(cursor[25:])]
    for place, word in enumerate(words):
        for index in range(0, len(word), 7):
            spoilt = word[:index] + bytes([word[index] ^ 1]) + word[index + 1 :]
            changed = [*words[:place], spoilt, *words[place + 1 :]]
            assert refused(shop, urlencode({"cursor": b"+".join(map(base64.b64encode, changed))}))


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
    if after is not None:
        assert "(updated_at,id)>(?,?)" in detail
    elif wanted.updated_from is not None:
        assert "updated_at>?" in detail


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
    counting = [sql for sql in executed if "count(*)" in sql or "total(" in sql]
    details = [detail for sql in counting for detail in plan(store, sql, [])]
    covering = ("COVERING INDEX orders_by_update", "order_count USING PRIMARY KEY (organization=? AND size=?")
    assert details
    assert all(any(index in detail for index in covering) for detail in details)
