"""Mistakes that show late: not on the first page, not with the first order, not in every month."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta

from lxml import etree
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

import bridge.app
import bridge.notice
from bridge.crm import Order, Session
from bridge.notice import Notice
from bridge.pull import Page, Pulls
from bridge.window import Window, read_window
from tests.defects.gallery import defect
from tests.defects.replies import Answer, instead_of, keep_orders, replace, wrap_answer
from tests.defects.writing import change_bytes, change_texts, change_tree


def _with_pages(change: Callable[[Page, int], list[Order]]) -> None:
    """Let `change` choose the orders of each page; it is given the page and its number."""
    original = Pulls.page

    async def page(self: Pulls, session: Session, window: Window, number: int) -> Page:
        found = await original(self, session, window, number)
        return Page(change(found, number), found.pages)

    replace(Pulls, "page", page)


@defect("PAG-1")
def loses_the_first_page() -> None:
    """Where there are several pages the first is empty, for the offset is that of the next."""
    _with_pages(lambda page, number: [] if number == 1 < page.pages else page.orders)


@defect("PAG-1")
def loses_a_page_in_the_middle() -> None:
    """A page that is neither the first nor the last is empty."""
    _with_pages(lambda page, number: [] if 1 < number < page.pages else page.orders)


def _with_places(keep: Callable[[int], bool]) -> None:
    """Leave out the orders whose place in the window, counted from 1, `keep` does not like."""
    original = Pulls.page

    async def page(self: Pulls, session: Session, window: Window, number: int) -> Page:
        found = await original(self, session, window, number)
        first = self._page_size * (number - 1) + 1
        return Page([order for place, order in enumerate(found.orders, first) if keep(place)], found.pages)

    replace(Pulls, "page", page)


@defect("PAG-1")
def loses_one_order_in_fifty() -> None:
    """The fiftieth order of a window is on no page, nor is the hundredth."""
    _with_places(lambda place: place % 50 != 0)


@defect("PAG-1")
def gives_a_hundred_orders_at_most() -> None:
    """After the hundredth order pages are empty."""
    _with_places(lambda place: place <= 100)


@defect("PAG-12")
def forgets_statuses_on_later_pages() -> None:
    """The second page and those after it are written by another piece of code, which knows one status."""
    ready = {"status": "awaiting_shipment", "isDeleted": False}
    _with_pages(lambda page, number: page.orders if number == 1 else [o | ready for o in page.orders])


@defect("DOC-16")
def dates_all_orders_as_the_first() -> None:
    """LastModified is read once for a document."""

    def copy(root: etree._Element) -> None:
        found = list(root.iter("LastModified"))
        for element in found[1:]:
            element.text = found[0].text

    change_tree(copy)


def _with_window(months: set[int], by: timedelta) -> None:
    def read(query: Mapping[str, str]) -> Window:
        window = read_window(query)
        shift = by if window.start.month in months else timedelta(0)
        return Window(window.start + shift, window.end + shift)

    replace(bridge.app, "read_window", read)


@defect("WIN-2")
def is_a_day_late() -> None:
    """The window begins and ends a day later than was asked for."""
    _with_window(set(range(1, 13)), timedelta(days=1))


@defect("WIN-2")
def reads_the_window_in_pacific_standard_time() -> None:
    """The window is taken as PST, eight hours behind UTC in summer and winter."""
    _with_window(set(range(1, 13)), timedelta(hours=8))


@defect("WIN-7")
def is_an_hour_off_in_december() -> None:
    """In the last month of the year the window is an hour off."""
    _with_window({12}, timedelta(hours=1))


@defect("WIN-7")
def loses_new_years_eve() -> None:
    """The last day of a year is numbered 366, and left out where there is none."""
    keep_orders(lambda order, _window: "-12-31T" not in order["updatedAt"])


@defect("VAL-1")
def pastes_texts_into_the_document() -> None:
    """Texts are put between the tags as they are."""
    change_bytes(lambda xml: xml.replace(b"<![CDATA[", b"").replace(b"]]>", b""))


@defect("VAL-1")
def garbles_what_is_not_ascii() -> None:
    """Texts in UTF-8 are taken for Latin-1 and encoded once more."""
    change_texts(lambda text: text.encode().decode("latin-1"), "Address1", "Name", "City")


@defect("DOC-5")
def weighs_in_kilograms() -> None:
    """Each item has a weight in a unit that ShipStation does not know."""

    def weigh(root: etree._Element) -> None:
        for item in root.iter("Item"):
            etree.SubElement(item, "Weight").text = "1"
            etree.SubElement(item, "WeightUnits").text = "kg"

    change_tree(weigh)


@defect("VAL-26")
def writes_true_as_its_language_does() -> None:
    """An adjustment is marked with True."""
    change_bytes(lambda xml: xml.replace(b"<Adjustment>true", b"<Adjustment>True"))


@defect("NOT-1", "NOT-13")
def demands_a_carrier() -> None:
    """A notice that names no carrier is refused."""
    original = bridge.notice.record_shipment

    async def record(session: Session, notice: Notice) -> None:
        if not notice.carrier:
            raise HTTPException(400, "no carrier")
        await original(session, notice)

    replace(bridge.app, "record_shipment", record)


@defect("NOT-1")
def thanks_with_a_redirect() -> None:
    """A notice that was taken is answered with a redirect to the order."""

    async def wrapper(original: Answer, request: Request) -> Response:
        response = await original(request)
        return Response(None, 302, {"Location": "/"}) if request.method == "POST" else response

    wrap_answer(wrapper)


@defect("AUT-15")
def hangs_on_unknown_actions() -> None:
    """A request for an action that it does not know is never answered."""

    async def wrapper(original: Answer, request: Request) -> Response:
        try:
            return await original(request)
        except HTTPException as refusal:
            if refusal.detail.startswith("action must"):
                await asyncio.sleep(3600)
            raise

    wrap_answer(wrapper)


@defect("NOT-25")
def takes_its_own_trouble_for_the_senders() -> None:
    """An unknown order is a 500, as if the middleware were to blame."""
    instead_of({404}, lambda: PlainTextResponse("error", 500), method="POST")
