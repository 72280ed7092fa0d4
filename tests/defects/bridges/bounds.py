"""Mistakes that show beyond a bound: right for the usual, wrong for what is large or comes in pieces."""

from collections import Counter
from collections.abc import Callable

import bridge.notice
from bridge.crm import Listing, Order, Session
from bridge.pull import Page, Pull, Pulls
from bridge.record import Record
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


@defect("NOT-18")
def reads_fifty_items_of_a_notice() -> None:
    """A notice has fifty items, the rest is left out."""
    original = bridge.notice._items
    replace(bridge.notice, "_items", lambda root: dict(list(original(root).items())[:50]))


@defect("NOT-2")
def compares_with_skus_as_they_are_in_the_shop() -> None:
    """The SKU of a notice is looked for among the shop's own, not among those that were exported."""

    def goods(order: Record) -> Counter[str]:
        units: Counter[str] = Counter()
        for line in order.children("lineItems"):
            sku = line._fields.get("sku") or line.text("productId", 100)
            if line.text("type", 50) != "digital":
                units[str(sku)] += line.count("quantity") or 1
        return units

    replace(bridge.notice, "_goods", goods)


@defect("PAG-1")
def counts_pages_without_deleted_orders() -> None:
    """The number of pages is that of the orders that are still there, of which there may be fewer."""
    original = Session.orders

    async def orders(self: Session, window: Window, cursor: str | None, limit: int) -> Listing:
        found = await original(self, window, cursor, limit)
        deleted = sum(order.get("isDeleted") is True for order in found.orders)
        return Listing(found.orders, found.total - deleted, found.cursor)

    replace(Session, "orders", orders)
    replace(Pull, "learn", _learn_without_counting)


def _learn_without_counting(self: Pull, number: int, listing: Listing) -> None:
    if listing.cursor is None:
        self.last = number
    else:
        self.cursors[number + 1] = listing.cursor


def _too_long(text: object, limit: int) -> bool:
    return isinstance(text, str) and len(text) > limit


def _stops_at(fits: Callable[[Order], bool]) -> None:
    def checked(order: Order) -> Order:
        if not fits(order):
            raise ValueError("too long")
        return order

    change_orders(checked)


@defect("VAL-4")
def has_no_room_for_long_customer_codes() -> None:
    """A customer's id that is longer than its field stops the page."""
    _stops_at(lambda order: not _too_long((order.get("customer") or {}).get("_id"), 50))


@defect("VAL-4")
def has_no_room_for_long_provinces() -> None:
    """A province that is longer than its field stops the page."""
    _stops_at(lambda order: not _too_long((order.get("shippingAddress") or {}).get("provinceCode"), 100))


@defect("VAL-4")
def has_no_room_for_long_coupons() -> None:
    """A coupon whose name does not fit behind the word Discount stops the page."""
    _stops_at(lambda order: not _too_long(order.get("coupon"), 190))
