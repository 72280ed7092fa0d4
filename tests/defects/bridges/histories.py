"""Mistakes that show only after several pulls."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from bridge.crm import Order, Session
from bridge.pull import Page, Pulls
from bridge.timestamp import read_iso
from bridge.window import Window
from tests.defects.gallery import defect
from tests.defects.replies import keep_orders, replace

Turn = Callable[[Session, Window, int, Page], Awaitable[list[Order]]]


def _turn(turn: Turn) -> None:
    """Let `turn` choose or change the orders of each page before they are written."""
    original = Pulls.page

    async def page(self: Pulls, session: Session, window: Window, number: int) -> Page:
        found = await original(self, session, window, number)
        return Page(await turn(session, window, number, found), found.pages)

    replace(Pulls, "page", page)


def _changed(order: Order) -> datetime:
    return read_iso(order["updatedAt"])


@defect("SYN-2")
def touches_what_it_exports() -> None:
    """Each exported order is set to processing and back, to mark that it was seen."""

    async def turn(session: Session, _window: Window, _number: int, page: Page) -> list[Order]:
        for order in page.orders:
            await session.set_status(order["_id"], "pending", None)
            await session.set_status(order["_id"], order["status"], None)
        return page.orders

    _turn(turn)


@defect("SYN-3")
def keeps_shipped_orders_to_itself() -> None:
    """What is shipped is of no interest to ShipStation any more."""
    keep_orders(lambda order, _window: order["status"] != "shipped")


@defect("SYN-3")
def never_tires_of_shipped_orders() -> None:
    """An order that was shipped lately comes with every pull of its day."""
    shipped: dict[tuple[str, str], Order] = {}

    async def turn(session: Session, _window: Window, _number: int, page: Page) -> list[Order]:
        fresh = {(session.organization, order["_id"]): order for order in page.orders}
        shipped.update({key: order for key, order in fresh.items() if order["status"] == "shipped"})
        again = [order for key, order in shipped.items() if key[0] == session.organization]
        return [*(order for order in page.orders if order["status"] != "shipped"), *again]

    _turn(turn)


@defect("SYN-4")
def remembers_addresses() -> None:
    """The address of an order is the one that was first seen."""
    seen: dict[str, Any] = {}

    async def turn(_session: Session, _window: Window, _number: int, page: Page) -> list[Order]:
        return [
            order | {"shippingAddress": seen.setdefault(order["_id"], order["shippingAddress"])}
            for order in page.orders
        ]

    _turn(turn)


@defect("SYN-4")
def never_takes_a_cancellation_back() -> None:
    """Once cancelled, an order is told as cancelled for ever."""
    cancelled: set[str] = set()

    async def turn(_session: Session, _window: Window, _number: int, page: Page) -> list[Order]:
        cancelled.update(order["_id"] for order in page.orders if order["status"] == "cancelled")
        return [o | {"status": "cancelled"} if o["_id"] in cancelled else o for o in page.orders]

    _turn(turn)


@defect("SYN-5")
def begins_after_the_first_minute() -> None:
    """The minute in which a window begins is left out: the one before had it."""
    keep_orders(lambda order, window: _changed(order) >= window.start + timedelta(minutes=1))


@defect("SYN-6")
def gives_each_change_to_one_store() -> None:
    """A change that one user has pulled is not given to another."""
    taken: dict[tuple[str, str], str] = {}

    async def turn(session: Session, _window: Window, _number: int, page: Page) -> list[Order]:
        return [
            order
            for order in page.orders
            if taken.setdefault((order["_id"], order["updatedAt"]), session.username) == session.username
        ]

    _turn(turn)


@defect("SYN-7", "SYN-6")
def gives_each_change_once() -> None:
    """What was given once is given no more, as if giving were arriving."""
    given: set[tuple[str, str]] = set()

    async def turn(_session: Session, _window: Window, _number: int, page: Page) -> list[Order]:
        fresh = [order for order in page.orders if (order["_id"], order["updatedAt"]) not in given]
        given.update((order["_id"], order["updatedAt"]) for order in fresh)
        return fresh

    _turn(turn)


@defect("SYN-7")
def keeps_one_place_for_all_windows() -> None:
    """A pull of another window takes the place of the one that is still running."""
    replace(Window, "__eq__", lambda _self, other: isinstance(other, Window))
    replace(Window, "__hash__", lambda _self: 0)


@defect("SYN-8")
def goes_on_after_the_latest_change_it_saw() -> None:
    """A change in the very millisecond of the latest one that was seen is taken for seen."""
    latest: dict[str, datetime] = {}

    async def turn(session: Session, _window: Window, _number: int, page: Page) -> list[Order]:
        before = latest.get(session.organization, datetime.min.replace(tzinfo=UTC))
        latest[session.organization] = max([before, *map(_changed, page.orders)])
        return [order for order in page.orders if _changed(order) > before]

    _turn(turn)


@defect("SYN-9")
def goes_by_the_clock_of_the_shop() -> None:
    """A pull holds what changed since the newest change in the shop at the pull before."""
    newest: dict[str, datetime] = {}
    always = Window(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))

    async def turn(session: Session, _window: Window, _number: int, page: Page) -> list[Order]:
        before = newest.get(session.organization, always.start)
        everything = (await session.orders(always, None, 250)).orders
        newest[session.organization] = max([before, *map(_changed, everything)])
        return [order for order in page.orders if _changed(order) > before]

    _turn(turn)
