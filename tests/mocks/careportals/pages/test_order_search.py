from typing import Any

import pytest

from mocks.careportals.order_list import OrderFilter, OrderList
from mocks.careportals.orders import Orders
from mocks.careportals.pages import order_search
from mocks.careportals.pages.order_search import Found, OrderSearch, Search, matches
from mocks.careportals.store import Store
from mocks.control.clock import Clocks

ALL = OrderFilter("a")


class Shop:
    """Orders of the organization a, each a second later than the one before."""

    def __init__(self) -> None:
        self.store = Store()
        self.orders = Orders(self.store, Clocks())
        self.search = OrderSearch(self.store, OrderList(self.store))

    def put(self, number: int, **fields: Any) -> None:
        at = f"2026-01-01T00:{number // 60:02}:{number % 60:02}.000Z"
        order = {"id": number, "status": "shipped", "updatedAt": at, **fields}
        self.orders.put("a", f"{number:024x}", order)

    def walk(self, text: str = "", filter_: OrderFilter = ALL) -> list[Found]:
        """All pages."""
        pages = [self.search.page(Search(filter_, text))]
        while pages[-1].older:
            pages.append(self.search.page(Search(filter_, text, pages[-1].older)))
        return pages


def numbers(pages: list[Found]) -> list[int]:
    return [order["id"] for page in pages for order in page.orders]


@pytest.fixture
def shop() -> Shop:
    shop = Shop()
    for number in range(60):
        customer = {"firstName": "Łukasz" if number % 10 == 0 else "Ana", "email": f"c{number}@example.com"}
        shop.put(number, customer=customer, status="shipped" if number % 2 else "pending")
    return shop


def test_pages_begin_with_the_latest_change_and_lose_nothing(shop: Shop) -> None:
    pages = shop.walk()
    assert numbers(pages) == list(range(60))[::-1]
    assert [len(page.orders) for page in pages] == [25, 25, 10]
    assert {page.total for page in pages} == {60}


def test_a_full_last_page_leads_no_further(shop: Shop) -> None:
    assert [len(page.orders) for page in shop.walk(filter_=OrderFilter("a", statuses=("shipped",)))] == [
        25,
        5,
    ]
    assert shop.walk(filter_=OrderFilter("b")) == [Found([], None, 0)]
    for number in range(50, 60):
        shop.orders.delete("a", f"{number:024x}")
    assert [len(page.orders) for page in shop.walk()] == [25, 25]


def test_a_customer_is_found_whatever_the_case(shop: Shop) -> None:
    (page,) = shop.walk("łUKASZ  example.COM")
    assert (numbers([page]), page.total) == ([50, 40, 30, 20, 10, 0], None)


def test_a_search_goes_on_from_where_it_stopped(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_search, "LOOKED_AT", 15)
    pages = shop.walk("łukasz")
    assert [numbers([page]) for page in pages] == [[50], [40, 30], [20], [10, 0]]


@pytest.mark.parametrize("text", ["#7", "7", " 7 "])
def test_a_number_finds_its_order(shop: Shop, text: str) -> None:
    assert numbers(shop.walk(text)) == [7]


def test_a_number_without_an_order_is_looked_for_in_customers(shop: Shop) -> None:
    shop.put(70, customer={"phone": "+15550123"})
    assert numbers(shop.walk("15550123")) == [70]
    assert numbers(shop.walk("9" * 30)) == []


@pytest.mark.parametrize("customer", [None, 7, [], {}, {"firstName": 1, "email": ["x"]}])
def test_a_distorted_customer_is_nobody(customer: object) -> None:
    assert not matches({"customer": customer}, ["x"])


def test_the_latest_orders_are_read_from_the_index(shop: Shop) -> None:
    seen: list[str] = []
    shop.store.connection.set_trace_callback(seen.append)
    shop.walk()
    shop.store.connection.set_trace_callback(None)
    sql = next(each for each in seen if "DESC" in each)
    plan = [row["detail"] for row in shop.store.connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert len(plan) == 1
    assert "orders_by_update" in plan[0]
