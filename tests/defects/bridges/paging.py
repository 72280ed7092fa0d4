"""Mistakes about pages, and about what happens between them."""

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException

import bridge.app
from bridge.crm import Listing, Session
from bridge.pull import Page, Pulls
from bridge.window import Window, read_page
from tests.defects.gallery import defect
from tests.defects.replies import replace


@defect("PAG-2")
def demands_a_page_number() -> None:
    """Without `page` the request is refused."""

    def page(query: Mapping[str, str]) -> int:
        if "page" not in query:
            raise HTTPException(400, "page is missing")
        return read_page(query)

    replace(bridge.app, "read_page", page)


@defect("PAG-2")
def counts_from_zero_by_default() -> None:
    """Without `page` the second page is given, for the default counts from 0 and the rest from 1."""
    replace(bridge.app, "read_page", lambda query: read_page(query) if "page" in query else 2)


@defect("PAG-3")
def takes_any_page_for_the_first() -> None:
    """What is no page number counts as 1."""

    def page(query: Mapping[str, str]) -> int:
        try:
            return read_page(query)
        except HTTPException:
            return 1

    replace(bridge.app, "read_page", page)


def _with_page(change: Any) -> None:
    """Let `change` give the page in place of the bridge; it is given the bridge's own way to do it."""
    original = Pulls.page

    async def page(self: Pulls, session: Session, window: Window, number: int) -> Page:
        found: Page = await change(original, self, session, window, number)
        return found

    replace(Pulls, "page", page)


@defect("PAG-4")
def does_not_find_the_page_after_the_last() -> None:
    """A page beyond the last is answered with 404."""

    async def change(original: Any, pulls: Pulls, session: Session, window: Window, number: int) -> Page:
        found: Page = await original(pulls, session, window, number)
        if number > 1 and not found.orders:
            raise HTTPException(404, "There is no such page")
        return found

    _with_page(change)


@defect("PAG-4")
def repeats_the_last_page() -> None:
    """A page beyond the last is the last page that was asked for."""
    latest: dict[str, Page] = {}

    async def change(original: Any, pulls: Pulls, session: Session, window: Window, number: int) -> Page:
        found: Page = await original(pulls, session, window, number)
        if found.orders:
            latest[session.organization] = found
        return latest.get(session.organization, found) if number > 1 else found

    _with_page(change)


@defect("PAG-5")
def announces_one_page_too_many() -> None:
    """When the last page is full, an empty one follows."""
    replace(Pulls, "_pages", lambda self, total: total // self._page_size + 1)


@defect("PAG-5")
def counts_the_pages_that_are_left() -> None:
    """Every page says how many pages there are from here on."""

    async def change(original: Any, pulls: Pulls, session: Session, window: Window, number: int) -> Page:
        found: Page = await original(pulls, session, window, number)
        return Page(found.orders, max(1, found.pages - number + 1))

    _with_page(change)


async def _by_offset(_original: Any, pulls: Pulls, session: Session, window: Window, number: int) -> Page:
    listing = Listing([], 0, None)
    for step in range(number):
        if step and listing.cursor is None:
            return Page([], number - 1)
        listing = await session.orders(window, listing.cursor, pulls._page_size)
    return Page(listing.orders, max(1, -(-listing.total // pulls._page_size)))


@defect("PAG-6", "PAG-7")
def pages_by_offset() -> None:
    """Each page counts anew how many orders come before it."""
    _with_page(_by_offset)


@defect("PAG-6")
def counts_again_on_each_page() -> None:
    """The walk ends early when orders have left the window meanwhile."""

    async def change(original: Any, pulls: Pulls, session: Session, window: Window, number: int) -> Page:
        if number > 1:
            left = (await session.orders(window, None, 1)).total
            if left <= pulls._page_size * (number - 1):
                return Page([], number - 1)
        found: Page = await original(pulls, session, window, number)
        return found

    _with_page(change)


@defect("PAG-8")
def goes_on_with_every_request() -> None:
    """Whichever page is asked for, the one after the last answer is given."""
    reached: dict[tuple[str, Window], int] = {}

    async def change(original: Any, pulls: Pulls, session: Session, window: Window, number: int) -> Page:
        key = (session.organization, window)
        reached[key] = 1 if number == 1 else reached.get(key, 1) + 1
        found: Page = await original(pulls, session, window, reached[key])
        return found

    _with_page(change)


@defect("PAG-9")
def goes_on_where_it_broke_off() -> None:
    """Page 1 of a window that was pulled before begins after what has been given."""
    given: dict[tuple[str, Window], set[str]] = {}

    async def change(original: Any, pulls: Pulls, session: Session, window: Window, number: int) -> Page:
        found: Page = await original(pulls, session, window, number)
        known = given.setdefault((session.username, window), set())
        orders = [order for order in found.orders if order["_id"] not in known]
        known.update(order["_id"] for order in orders)
        return Page(orders, found.pages)

    _with_page(change)


@defect("PAG-10")
def keeps_its_place_by_window_alone() -> None:
    """Whoever pulls the same window shares one place in the list."""

    async def change(original: Any, pulls: Pulls, session: Session, window: Window, number: int) -> Page:
        session.organization = session.username = ""
        found: Page = await original(pulls, session, window, number)
        return found

    _with_page(change)


@defect("PAG-11")
def puts_one_order_on_a_page() -> None:
    """Every order is a page of its own."""
    replace(bridge.app, "Pulls", lambda _page_size: Pulls(1))
