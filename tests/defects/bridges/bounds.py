"""Mistakes that show beyond a bound: right for the usual, wrong for what is large or comes in pieces."""

from bridge.crm import Listing, Order, Session
from bridge.pull import Page, Pulls
from bridge.window import Window
from tests.defects.gallery import defect
from tests.defects.replies import replace
from tests.defects.writing import change_orders, change_texts


@defect("DOC-18")
def keeps_order_numbers_in_32_bits() -> None:
    """A number that 32 bits do not hold begins anew at zero."""
    change_texts(lambda text: str(int(text) % 2**32), "OrderNumber")


@defect("VAL-15")
def sends_a_hundred_lines_at_most() -> None:
    """An order has a hundred lines, the rest is left out."""

    def cut(order: Order) -> Order:
        lines = order.get("lineItems")
        return order | {"lineItems": lines[:100]} if isinstance(lines, list) else order

    change_orders(cut)


@defect("PAG-1")
def gives_a_thousand_orders_at_most() -> None:
    """After the thousandth order pages are empty, for the shop's own search has no more."""
    original = Pulls.page

    async def page(self: Pulls, session: Session, window: Window, number: int) -> Page:
        found = await original(self, session, window, number)
        left = max(0, 1000 - self._page_size * (number - 1))
        return Page(found.orders[:left], found.pages)

    replace(Pulls, "page", page)


@defect("FLT-10")
def takes_a_short_page_for_a_whole_one() -> None:
    """What CarePortals gives at a time is a page, however little it is."""

    async def orders(self: Session, window: Window, cursor: str | None, limit: int) -> Listing:
        listing = await self._page(window, cursor, limit)
        more = len(listing.orders) == limit
        return Listing(listing.orders, listing.total, listing.cursor if more else None)

    replace(Session, "orders", orders)
    replace(Pulls, "_begin", _begin_with_what_there_is)


async def _begin_with_what_there_is(self: Pulls, key: tuple[str, str, Window], session: Session) -> Page:
    listing = await session.orders(key[2], None, self._page_size)
    return Page(listing.orders, 1)


@defect("PAG-1")
def pastes_cursors_into_the_address() -> None:
    """A cursor is put into the address as it is: what there means a blank arrives as one."""
    original = Session.orders

    async def orders(self: Session, window: Window, cursor: str | None, limit: int) -> Listing:
        return await original(self, window, None if cursor is None else cursor.replace("+", " "), limit)

    replace(Session, "orders", orders)
