"""Unusual sizes and numbers of pages."""

from lxml import etree

import bridge.app
from bridge.crm import Order, Session
from bridge.pull import PAGES_LIMIT, Key, Page, Pulls
from bridge.window import Window
from tests.defects.replies import replace
from tests.defects.unusual.catalogue import unusual
from tests.defects.unusual.documents import reorder, reshape

PAGED = ("PAG-1", "PAG-2", "PAG-4", "PAG-5", "PAG-8", "PAG-9", "AUT-9", "AUT-16", "VAL-24", "WIN-7", "WIN-8")
EMPTY = ("WIN-5", "WIN-6", "PAG-4", "STO-6", "DOC-4", "DOC-5", "SYN-2", "SYN-3", "DOC-20")
MOST = 250
"""Orders that CarePortals lists at once."""


def _sized(size: int) -> None:
    replace(bridge.app, "Pulls", lambda _size: Pulls(size))


class _Joined:
    """Pages that each hold several of CarePortals' largest lists."""

    def __init__(self, lists: int) -> None:
        self._pulls = Pulls(MOST)
        self._lists = lists

    async def page(self, session: Session, window: Window, number: int) -> Page:
        """One page, made of its lists."""
        first = (number - 1) * self._lists + 1
        found = await self._pulls.page(session, window, first)
        orders = list(found.orders)
        for further in range(first + 1, min(first + self._lists, found.pages + 1)):
            orders += (await self._pulls.page(session, window, further)).orders
        return Page(orders, -(-found.pages // self._lists))


@unusual(
    "PAG-4",
    "AUT-6",
    "AUT-9",
    "AUT-16",
    "WIN-7",
    "WIN-8",
    "DOC-14",
    "DOC-16",
    "DOC-17",
    "DOC-21",
    unmet=("PAG-11",),
)
def gives_one_order_a_page() -> None:
    """There is one order on each page."""
    _sized(1)


@unusual(*PAGED, unmet=("PAG-11",))
def gives_seven_orders_a_page() -> None:
    """There are 7 orders on each page."""
    _sized(7)


# Not PAG-6 and PAG-8, each with a thousand orders in many scenarios: GALLERY=all asks for them, in a minute.
@unusual("PAG-1", "PAG-2", "PAG-4", "PAG-5", "PAG-9", "AUT-9", "AUT-16", "WIN-7", "WIN-8")
def gives_five_hundred_orders_a_page() -> None:
    """There are 500 orders on each page."""
    replace(bridge.app, "Pulls", lambda _size: _Joined(2))


@unusual(*PAGED, "SYN-7", unmet=("PAG-11",))
def gives_everything_on_one_page() -> None:
    """There is one page, and no number of pages, as in the vendor's guide of 2012."""
    replace(bridge.app, "Pulls", lambda _size: _Joined(PAGES_LIMIT))
    reshape(lambda root: root.attrib.clear())


class _Copied:
    """Pages of a copy of the whole list, made when page 1 is asked for, and sorted by the orders' numbers."""

    def __init__(self, size: int) -> None:
        self._list = _Joined(PAGES_LIMIT)
        self._size = size
        self._copies: dict[Key, list[Order]] = {}

    async def page(self, session: Session, window: Window, number: int) -> Page:
        """One page of the copy; the orders are as they were when it was made."""
        key = (session.organization, session.username, window)
        if number == 1 or key not in self._copies:
            whole = (await self._list.page(session, window, 1)).orders
            self._copies[key] = sorted(whole, key=lambda order: str(order.get("id")))
        copy = self._copies[key]
        pages = max(1, -(-len(copy) // self._size))
        return Page(copy[(number - 1) * self._size : number * self._size], pages)


@unusual("PAG", "SYN-1", "SYN-7", "AUT-9", "DOC-21", "WIN-7")
def reads_pages_from_a_copy() -> None:
    """Page 1 makes a copy of the list, sorted by number; what changes then is told in the next window."""
    replace(bridge.app, "Pulls", _Copied)


def _numbering_nothing(pages: str | None) -> None:
    def change(root: etree._Element) -> None:
        if root.find("Order") is None:
            del root.attrib["pages"]
            if pages is not None:
                root.set("pages", pages)

    reshape(change)


@unusual(*EMPTY)
def numbers_no_pages_of_nothing() -> None:
    """Without orders there are 0 pages."""
    _numbering_nothing("0")


@unusual(*EMPTY)
def says_nothing_of_pages_of_nothing() -> None:
    """Without orders there is no number of pages."""
    _numbering_nothing(None)


@unusual("PAG", "SYN-1", "SYN-7", "DOC-17", "WIN-7")
def turns_its_pages_round() -> None:
    """Within a page the orders stand with the latest change first."""
    reorder(lambda orders: orders[::-1])
