import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from starlette.exceptions import HTTPException

from bridge.crm import Listing, Session
from bridge.pull import Page, Pulls
from bridge.window import Window

WINDOW = Window(datetime(2026, 3, 13, tzinfo=UTC), datetime(2026, 3, 14, tzinfo=UTC))


class Walk(SimpleNamespace):
    """A session whose list has the numbers from `first` to below `size`; `lost` leave it after page 1."""

    organization = "clinic_x"
    username = "rx@clinic.example"
    size = 5
    first = 0
    lost = 0
    asked = 0

    async def orders(self, _window: Window, cursor: str | None, limit: int) -> Listing:
        self.asked += 1
        start = int(cursor or self.first)
        end = self.size - (self.lost if cursor else 0)
        orders: list[Any] = [{"_id": n, "id": n} for n in range(start, min(start + limit, end))]
        return Listing(orders, self.size - self.first, str(start + limit) if start + limit < end else None)


class Time:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def ask(pulls: Pulls, number: int, walk: Walk | None = None) -> Page:
    return asyncio.run(pulls.page(cast(Session, walk or Walk()), WINDOW, number))


def ids(page: Page) -> list[int]:
    return [order["id"] for order in page.orders]


def status(pulls: Pulls, number: int, walk: Walk | None = None) -> int:
    with pytest.raises(HTTPException) as refused:
        ask(pulls, number, walk)
    return refused.value.status_code


def test_the_pages_hold_every_order_once() -> None:
    pulls = Pulls(2)
    pages = [ask(pulls, number) for number in (1, 2, 3)]
    assert [ids(page) for page in pages] == [[0, 1], [2, 3], [4]]
    assert {page.pages for page in pages} == {3}


@pytest.mark.parametrize(("size", "pages"), [(0, 1), (1, 1), (2, 1), (3, 2), (4, 2)])
def test_the_number_of_pages_is_that_of_full_ones(size: int, pages: int) -> None:
    assert ask(Pulls(2), 1, Walk(size=size)).pages == pages


def test_a_page_beyond_the_last_is_empty_and_needs_no_call() -> None:
    pulls, walk = Pulls(2), Walk()
    ask(pulls, 1, walk)
    assert ask(pulls, 4, walk) == Page([], 3)
    assert walk.asked == 1


def test_a_page_can_be_asked_for_again() -> None:
    pulls = Pulls(2)
    assert [ids(ask(pulls, number)) for number in (1, 2, 2, 3, 2)] == [[0, 1], [2, 3], [2, 3], [4], [2, 3]]


def test_orders_that_leave_the_walk_do_not_change_its_pages() -> None:
    pulls, walk = Pulls(2), Walk(size=6, lost=2)
    assert ask(pulls, 1, walk).pages == 3
    assert (ids(ask(pulls, 2, walk)), ask(pulls, 3, walk)) == ([2, 3], Page([], 3))


def test_page_1_begins_the_pull_anew() -> None:
    pulls = Pulls(2)
    for number in (1, 2, 1):
        ask(pulls, number)
    assert status(pulls, 3) == 503


def test_two_who_walk_at_a_time_start_again_when_orders_have_moved_between_them() -> None:
    pulls = Pulls(2)
    ask(pulls, 1)
    moved = Walk(first=1)
    ask(pulls, 1, moved)
    assert status(pulls, 2, moved) == 503
    assert [ids(ask(pulls, number, moved)) for number in (1, 2)] == [[1, 2], [3, 4]]


def test_two_who_walk_at_a_time_go_on_when_nothing_has_moved() -> None:
    pulls = Pulls(2)
    assert [ids(ask(pulls, number)) for number in (1, 1, 2, 2)] == [[0, 1], [0, 1], [2, 3], [2, 3]]


def test_a_walk_that_is_over_is_in_nobodys_way() -> None:
    pulls, moved = Pulls(3), Walk(first=1)
    for number in (1, 2):
        ask(pulls, number)
    assert [ids(ask(pulls, number, moved)) for number in (1, 2)] == [[1, 2, 3], [4]]


def test_a_page_whose_place_is_not_known_fails_loudly() -> None:
    assert status(Pulls(2), 2) == 503


def test_a_page_past_the_end_is_empty_even_when_nothing_is_known() -> None:
    assert ask(Pulls(2), 4) == Page([], 3)


def test_users_do_not_share_a_walk() -> None:
    pulls = Pulls(2)
    ask(pulls, 1)
    assert status(pulls, 2, Walk(username="other@clinic.example")) == 503
    assert status(pulls, 2, Walk(organization="clinic_y")) == 503


def test_pulls_are_forgotten_after_their_lifetime() -> None:
    time = Time()
    pulls = Pulls(2, lifetime=60, clock=time)
    ask(pulls, 1)
    time.now = 60
    ask(pulls, 2)
    time.now = 120
    ask(pulls, 3)
    time.now = 181
    assert status(pulls, 2) == 503


def test_the_pulls_least_used_make_room() -> None:
    pulls = Pulls(2, kept=4)
    first, second, third = (Walk(username=name) for name in "abc")
    ask(pulls, 1, first)
    ask(pulls, 1, second)
    ask(pulls, 2, first)
    ask(pulls, 1, third)
    assert status(pulls, 2, second) == 503
    assert ids(ask(pulls, 2, third)) == [2, 3]


def test_more_pages_than_the_protocol_can_number_are_refused() -> None:
    assert status(Pulls(1), 1, Walk(size=32_768)) == 503


class Liar(Walk):
    """Says that the list goes on, or ends, whatever the total."""

    cursor: str | None = "9"

    async def orders(self, window: Window, cursor: str | None, limit: int) -> Listing:
        honest = await super().orders(window, cursor, limit)
        return Listing(honest.orders, honest.total, self.cursor)


def test_a_list_that_disagrees_with_its_total_fails_loudly() -> None:
    assert status(Pulls(2), 1, Liar(size=2)) == 502
    assert status(Pulls(2), 1, Liar(size=3, cursor=None)) == 502
