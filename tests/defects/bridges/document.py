"""Mistakes about the form of the document, and about what an order is known by."""

import gzip
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

import bridge.app
import bridge.orders_document as orders_document
from bridge.crm import Session
from bridge.pull import Page, Pulls
from bridge.record import Record
from bridge.timestamp import write_minute
from bridge.window import Window, read_window
from tests.defects.gallery import defect
from tests.defects.replies import Answer, replace, wrap_answer
from tests.defects.writing import change_bytes, change_orders

PAGE = b"<!DOCTYPE html><html><body>Please sign in</body></html>"


def _answering(change: Callable[[Response], Response | None]) -> None:
    """Change the answers to exports, or replace them."""

    async def wrapper(original: Answer, request: Request) -> Response:
        response = await original(request)
        return (change(response) or response) if request.method == "GET" else response

    wrap_answer(wrapper)


def _with_dates(change: Callable[[datetime], str]) -> None:
    replace(orders_document, "write_minute", change)


@defect("DOC-2")
def answers_with_a_sign_in_page() -> None:
    """A page for people comes with the status 200."""
    _answering(lambda _response: Response(PAGE, media_type="text/html"))


@defect("DOC-2")
def answers_with_json() -> None:
    """The orders come as JSON."""
    _answering(lambda _response: Response(b'{"orders": []}', media_type="application/json"))


@defect("DOC-3")
def calls_xml_plain_text() -> None:
    """The Content-Type is the framework's default."""
    _answering(lambda response: Response(response.body, media_type="text/plain"))


@defect("DOC-4")
def puts_the_document_into_a_namespace() -> None:
    """The root element declares a namespace of ShipStation's."""
    change_bytes(lambda xml: xml.replace(b"<Orders ", b'<Orders xmlns="http://www.shipstation.com/orders" '))


@defect("DOC-4")
def an_empty_window_has_another_root() -> None:
    """Without orders the document is one element that says so."""
    change_bytes(lambda xml: xml if b"<Order>" in xml else b"<NoOrders/>")


@defect("DOC-5")
def leaves_pages_empty_without_orders() -> None:
    """Where there are no orders the attribute pages is empty."""
    change_bytes(lambda xml: xml if b"<Order>" in xml else b'<Orders pages=""/>')


@defect("DOC-5", "DOC-13")
def writes_dates_in_iso_8601() -> None:
    """Dates are written as CarePortals has them."""
    _with_dates(datetime.isoformat)


@defect("DOC-5")
def puts_thousands_separators_into_amounts() -> None:
    """Amounts are written as people write them, with a currency sign."""
    change_bytes(lambda xml: xml.replace(b"<OrderTotal>", b"<OrderTotal>$"))


@defect("DOC-6")
def prints_a_blank_line_first() -> None:
    """A blank line stands before the declaration."""
    change_bytes(lambda xml: b"\n" + xml)


@defect("DOC-6")
def prints_a_notice_of_the_runtime_first() -> None:
    """A warning of the runtime stands before the document, which has no declaration."""
    change_bytes(lambda xml: b"Deprecated: strftime()\n" + xml.partition(b"\n")[2])


@defect("DOC-7")
def writes_a_byte_order_mark() -> None:
    """The document begins with the byte order mark of UTF-8."""
    change_bytes(lambda xml: b"\xef\xbb\xbf" + xml)


@defect("DOC-8", "DOC-5")
def names_a_document_type() -> None:
    """A DOCTYPE names a DTD that nobody needs."""
    change_bytes(lambda xml: xml.replace(b"<Orders", b'<!DOCTYPE Orders SYSTEM "orders.dtd"><Orders', 1))


@defect("DOC-9")
def declares_utf_16_for_utf_8() -> None:
    """The declaration says UTF-16, as a string writer has put it there; the bytes are UTF-8."""
    change_bytes(lambda xml: xml.replace(b"UTF-8", b"utf-16", 1))


@defect("DOC-9")
def declares_latin_1_for_utf_8() -> None:
    """Header and declaration say ISO-8859-1, the bytes are UTF-8."""
    change_bytes(lambda xml: xml.replace(b"UTF-8", b"ISO-8859-1", 1))
    _answering(lambda response: Response(response.body, media_type="application/xml; charset=iso-8859-1"))


@defect("DOC-9")
def sends_latin_1_under_a_header_of_utf_8() -> None:
    """Bytes and declaration are ISO-8859-1, the header says UTF-8."""

    def recode(xml: bytes) -> bytes:
        return xml.replace(b"UTF-8", b"ISO-8859-1", 1).decode().encode("latin-1", "xmlcharrefreplace")

    change_bytes(recode)


@defect("DOC-10")
def adds_an_element_of_another_connector() -> None:
    """Each order has an element that only another connector knows."""
    change_bytes(lambda xml: xml.replace(b"</Order>", b"<CustomerTags>rx</CustomerTags></Order>"))


@defect("DOC-10")
def tells_the_number_of_the_page() -> None:
    """The root has an attribute page."""
    change_bytes(lambda xml: xml.replace(b"<Orders ", b'<Orders page="1" '))


@defect("DOC-11")
def escapes_instead_of_cdata() -> None:
    """Free text is escaped, and stands in no CDATA section."""
    replace(orders_document, "_free", orders_document._bare)


@defect("DOC-12", "DOC-5")
def leaves_the_postal_code_of_others_out() -> None:
    """An order that is not to be shipped has no postal code."""
    shipped = re.compile(rb"(<Order>(?:(?!</Order>).)*shipped.*?)<PostalCode>.*?</PostalCode>", re.DOTALL)
    change_bytes(lambda xml: shipped.sub(rb"\1", xml))


@defect("DOC-12", "DOC-5")
def writes_the_sku_twice() -> None:
    """The SKU stands in each item a second time, for an older version."""
    change_bytes(lambda xml: re.sub(rb"(<SKU>.*?</SKU>)", rb"\1\1", xml))


@defect("DOC-12")
def leaves_the_status_empty_on_hold() -> None:
    """An order on hold has no status."""
    change_bytes(lambda xml: xml.replace(b"<![CDATA[processing]]>", b""))


@defect("DOC-13")
def prints_the_month_as_minutes() -> None:
    """A wrong letter in the format puts the day in the month's place."""
    _with_dates(lambda at: f"{at:%d/%m/%Y %H:%M}")


@defect("DOC-13")
def counts_hours_from_one_to_24() -> None:
    """Midnight is 24:00, and the twelfth hour of the night 24:xx."""
    _with_dates(lambda at: write_minute(at).replace(f" {at:%H}:", " 24:"))


@defect("DOC-14")
def writes_dates_in_local_time() -> None:
    """Dates are in the zone of the clinic."""
    _with_dates(lambda at: write_minute(at.astimezone(ZoneInfo("America/New_York"))))


@defect("DOC-14")
def takes_the_day_in_new_york() -> None:
    """The time is in UTC, the day is that of the clinic."""

    def write(at: datetime) -> str:
        return f"{at.astimezone(ZoneInfo('America/New_York')):%m/%d/%Y} {at:%H:%M}"

    _with_dates(write)


@defect("DOC-14", "DOC-15")
def writes_the_order_date_in_tokyo() -> None:
    """OrderDate is in the server's zone, LastModified in UTC."""

    def tokyo(match: re.Match[bytes]) -> bytes:
        at = datetime.strptime(match[1].decode(), "%m/%d/%Y %H:%M").replace(tzinfo=UTC)
        return f"<OrderDate>{at + timedelta(hours=9):%m/%d/%Y %H:%M}<".encode()

    change_bytes(lambda xml: re.sub(rb"<OrderDate>(.*?)<", tokyo, xml))


@defect("DOC-16")
def last_modified_is_the_time_of_the_order() -> None:
    """LastModified never moves after the order was placed."""
    change_orders(lambda order: order | {"updatedAt": order["createdAt"]})


@defect("DOC-15", "DOC-16")
def last_modified_is_the_end_of_the_day() -> None:
    """LastModified is rounded up to the day."""
    change_bytes(lambda xml: re.sub(rb"(<LastModified>\d\d/\d\d/\d{4}) \d\d:\d\d", rb"\1 23:59", xml))


@defect("DOC-17")
def numbers_the_lines_of_the_page() -> None:
    """A custom field tells on which place of the page the order stands."""

    def write(xml: bytes) -> bytes:
        count = iter(range(1, 1000))
        return re.sub(rb"</InternalNotes>|<Customer>", lambda m: _numbered(m[0], next(count)), xml)

    change_bytes(write)


def _numbered(tag: bytes, number: int) -> bytes:
    return b"<CustomField1>%d</CustomField1><Customer>" % number if tag == b"<Customer>" else tag


@defect("DOC-17")
def makes_a_new_key_for_each_line() -> None:
    """The lines have random ids, new ones in each export."""
    change_bytes(
        lambda xml: re.sub(
            rb"<Item>", lambda _: b"<Item><LineItemID>%s</LineItemID>" % secrets.token_hex(8).encode(), xml
        )
    )


@defect("DOC-18")
def the_version_is_part_of_the_id() -> None:
    """OrderID tells the version of the order too."""
    change_orders(lambda order: order | {"_id": f"{order['_id']}-{order.get('version')}"})


@defect("DOC-18")
def marks_cancelled_orders_in_the_number() -> None:
    """A cancelled order gets a number of its own."""
    change_orders(
        lambda order: order | {"id": f"{order['id']}-X"} if order["status"] == "cancelled" else order
    )


@defect("DOC-19")
def numbers_orders_by_customer() -> None:
    """The number of an order is that of the day."""
    change_orders(lambda order: order | {"id": order["updatedAt"][:10]})


@defect("DOC-20")
def ignores_that_nothing_changed() -> None:
    """Orders of the last two hours come again, changed or not."""

    def read(query: Mapping[str, str]) -> Window:
        window = read_window(query)
        return Window(window.start - timedelta(hours=2), window.end)

    replace(bridge.app, "read_window", read)


@defect("DOC-20")
def marks_orders_as_exported() -> None:
    """Each order that was exported goes through another status and back, which moves its last change."""
    original = Pulls.page

    async def page(self: Pulls, session: Session, window: Window, number: int) -> Page:
        found = await original(self, session, window, number)
        for order in found.orders:
            await session.set_status(order["_id"], "processing", None)
            await session.set_status(order["_id"], "pending", None)
            await session.set_status(order["_id"], order["status"], None)
        return found

    replace(Pulls, "page", page)


@defect("DOC-21")
def caches_its_answers() -> None:
    """The answer to a URL is kept and sent again."""
    kept: dict[str, Response] = {}

    async def wrapper(original: Answer, request: Request) -> Response:
        url = str(request.url)
        if url not in kept:
            kept[url] = await original(request)
        return kept[url]

    wrap_answer(wrapper)


@defect("DOC-22")
def keeps_no_note_of_the_status() -> None:
    """An order under another status tells nobody which one it has."""
    original = orders_document._status

    def status(order: Record) -> tuple[str, str]:
        return original(order)[0], ""

    replace(orders_document, "_status", status)


@defect("DOC-23")
def always_compresses() -> None:
    """Answers are compressed, whatever was asked for."""

    def packed(response: Response) -> Response:
        headers = {"Content-Encoding": "gzip"}
        return Response(gzip.compress(response.body), headers=headers, media_type="application/xml")

    _answering(packed)
