"""Mistakes about what stands in a notice."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace as changed

from lxml import etree
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

import bridge.app
import bridge.notice
from bridge.crm import Order, Session
from bridge.line import read_lines
from bridge.notice import Notice
from bridge.record import Record
from tests.defects.gallery import defect
from tests.defects.replies import Answer, instead_of, replace, wrap_answer


def _thanks() -> Response:
    return PlainTextResponse("Thank you")


def _check(complaint: str, wrong: str) -> None:
    """Refuse a body in which the XPath `wrong` is true."""
    original = bridge.notice._parse

    def parse(body: bytes) -> etree._Element:
        root = original(body)
        if root.xpath(wrong):
            raise HTTPException(400, complaint)
        return root

    replace(bridge.notice, "_parse", parse)


@defect("NOT-7")
def takes_notices_at_another_address() -> None:
    """A notice to the address of the orders is not found."""

    async def wrapper(original: Answer, request: Request) -> Response:
        if request.method == "POST":
            return PlainTextResponse("not found", 404)
        return await original(request)

    wrap_answer(wrapper)


@defect("NOT-7", "NOT-8")
def demands_the_order_id() -> None:
    """A notice without OrderID is refused, as if there were no form of 2012."""
    _check("no OrderID", "not(OrderID)")


@defect("NOT-7", "NOT-15")
def knows_the_24_hour_clock_only() -> None:
    """A label made at 5:30 PM is refused."""
    _check("bad time", "contains(LabelCreateDate, 'M')")


@defect("NOT-8")
def knows_orders_by_their_number_only() -> None:
    """The OrderID is not looked at."""
    original = bridge.notice.read_notice

    def read(query: Mapping[str, str], body: bytes) -> Notice:
        return changed(original(query, body), order_key="")

    replace(bridge.app, "read_notice", read)


@defect("NOT-9", "NOT-10")
def believes_the_query() -> None:
    """The order is the one that the query names, whatever the body says."""
    original = bridge.notice.read_notice

    def read(query: Mapping[str, str], body: bytes) -> Notice:
        notice = original(query, body)
        return changed(notice, order_key="", order_number="") if notice.order_name else notice

    replace(bridge.app, "read_notice", read)


@defect("NOT-10")
def ignores_contradictions() -> None:
    """The first name that fits an order is taken, the others are not compared."""
    replace(Notice, "names", lambda _self, _order: True)


@defect("NOT-11", "NOT-25")
def makes_do_with_the_query() -> None:
    """An unreadable body counts as an empty notice, and the query does the rest."""
    original = bridge.notice._parse

    def parse(body: bytes) -> etree._Element:
        try:
            return original(body)
        except HTTPException:
            return etree.Element("ShipNotice")

    replace(bridge.notice, "_parse", parse)


@defect("NOT-12")
def leaves_forms_to_the_framework() -> None:
    """The body of what is called a form has been taken away when the notice is read."""
    original = bridge.app._read_body

    async def read(request: Request) -> bytes:
        body = await original(request)
        return b"" if "form" in request.headers.get("content-type", "") else body

    replace(bridge.app, "_read_body", read)


@defect("NOT-12")
def reads_every_body_as_utf_8() -> None:
    """What the XML declares about its encoding does not count."""
    original = bridge.notice._parse

    def parse(body: bytes) -> etree._Element:
        text = body.decode("utf-8", "replace").partition("?>")[2]
        return original(text.encode())

    replace(bridge.notice, "_parse", parse)


@defect("NOT-13")
def demands_a_recipient() -> None:
    """A notice without Recipient is refused."""
    _check("no Recipient", "not(Recipient)")


@defect("NOT-13", "NOT-7")
def reads_notify_customer_strictly() -> None:
    """NotifyCustomer must be true or false; empty, as in the vendor's sample, is neither."""
    _check("bad boolean", "NotifyCustomer[. != 'true' and . != 'false']")


@defect("NOT-13")
def cannot_do_without_a_cost() -> None:
    """An empty ShippingCost is no number."""
    _check("bad number", "ShippingCost = ''")


@defect("NOT-14")
def refuses_unknown_elements() -> None:
    """An element that the vendor's table does not name makes the notice invalid."""
    _check("unknown element", "TrackingUrl")


@defect("NOT-14")
def takes_the_first_element_of_a_name() -> None:
    """Names are looked for anywhere in the document."""

    def only(parent: etree._Element, tag: str) -> etree._Element | None:
        return next(parent.iter(tag), None)

    replace(bridge.notice, "_only", only)


def _with_shipment(change: dict[str, object]) -> None:
    original = Session.add_shipment

    async def add(self: Session, key: str, shipment: dict[str, object], idempotency_key: str) -> Order:
        return await original(self, key, shipment | change, idempotency_key)

    replace(Session, "add_shipment", add)


@defect("NOT-15")
def knows_one_carrier() -> None:
    """Any carrier is kept as Other."""
    _with_shipment({"carrier": "Other"})


@defect("NOT-15")
def keeps_the_day_of_the_notice() -> None:
    """The ship date is the day on which the notice came."""
    _with_shipment({"shipDate": "2026-03-13"})


@defect("NOT-15")
def takes_blanks_out_of_tracking_numbers() -> None:
    """A tracking number is kept in capitals and without blanks."""
    original = bridge.notice.read_notice

    def read(query: Mapping[str, str], body: bytes) -> Notice:
        notice = original(query, body)
        return changed(notice, tracking_number=notice.tracking_number.replace(" ", "").upper())

    replace(bridge.app, "read_notice", read)


@defect("NOT-16")
def thanks_for_orders_that_it_does_not_find() -> None:
    """An order that is not there counts as one that needs nothing any more."""
    instead_of({404}, _thanks, method="POST")


@defect("NOT-16", "NOT-9")
def reads_the_digits_of_an_order_number() -> None:
    """What is no digit in an order number is passed over, and the query fills what is missing."""
    original = bridge.notice.read_notice

    def read(query: Mapping[str, str], body: bytes) -> Notice:
        notice = original(query, body)
        digits = "".join(filter(str.isdigit, notice.order_number))
        known = digits if len(digits) <= 4 else ""
        return changed(notice, order_key=notice.order_key if known else "", order_number=known)

    replace(bridge.app, "read_notice", read)


@defect("NOT-17")
def looks_before_it_adds() -> None:
    """A shipment is added when its tracking number is not there yet; between look and act, another may be."""
    original = bridge.notice._contents

    def contents(order: Record, notice: Notice) -> Mapping[str, int]:
        known = notice.tracking_number in bridge.notice._tracking_numbers(order, notice.carrier)
        return {} if known else original(order, notice)

    replace(bridge.notice, "_contents", contents)
    replace(Notice, "idempotency_key", lambda _self, _organization, _key: uuid.uuid4().hex)


@defect("NOT-18")
def adds_up_units_of_all_lines() -> None:
    """An order is complete when as many units have left as were ordered, of whatever."""
    goods, shipped = bridge.notice._goods, bridge.notice._shipped
    replace(bridge.notice, "_goods", lambda order: Counter({"all": goods(order).total()}))
    replace(bridge.notice, "_shipped", lambda order: Counter({"all": shipped(order).total()}))


@defect("NOT-18")
def counts_a_line_as_shipped_with_its_first_unit() -> None:
    """A line is complete as soon as one parcel holds some of it."""
    original = bridge.notice._goods
    replace(bridge.notice, "_goods", lambda order: Counter(dict.fromkeys(original(order), 1)))


@defect("NOT-19")
def takes_a_strange_quantity_for_one() -> None:
    """A quantity that cannot be read counts as 1."""

    def items(root: etree._Element) -> dict[str, int]:
        found: Counter[str] = Counter()
        for item in root.iterfind("Items/Item"):
            quantity = item.findtext("Quantity") or ""
            found[item.findtext("SKU") or ""] += int(quantity) if quantity.isdecimal() else 1
        return {sku: quantity or 1 for sku, quantity in found.items()}

    replace(bridge.notice, "_items", items)


@defect("NOT-20")
def turns_completed_orders_back() -> None:
    """An order whose parcels have all left is shipped, even if it was completed."""
    replace(bridge.notice, "_SENT", {"shipped"})


@defect("NOT-20")
def refuses_what_has_left() -> None:
    """A notice for an order that is shipped already is refused for ever."""
    original = bridge.notice._find

    async def find(session: Session, notice: Notice) -> tuple[str, Order]:
        key, order = await original(session, notice)
        if order["status"] in {"shipped", "completed"}:
            raise HTTPException(409, "shipped already")
        return key, order

    replace(bridge.notice, "_find", find)


@defect("NOT-21")
def thanks_for_parcels_of_cancelled_orders() -> None:
    """The second parcel of a cancelled order is forgotten under a 200."""
    instead_of({409}, _thanks, method="POST")


@defect("NOT-21")
def ships_the_repeated_notice_of_a_cancelled_order() -> None:
    """A shipment that is known sets the status without a look at what became of the order."""
    original = bridge.notice._complete

    async def complete(session: Session, key: str, order: Order | None) -> None:
        if order and len(order["shipments"]) == 1 and order["status"] == "cancelled":
            await session.set_status(key, "shipped", None)
            return
        await original(session, key, order)

    replace(bridge.notice, "_complete", complete)


@defect("NOT-22")
def ships_by_any_method() -> None:
    """A GET with the action shipnotify is a notice too."""

    async def wrapper(original: Answer, request: Request) -> Response:
        if request.query_params.get("action") == "shipnotify" and request.method == "GET":
            request.scope["method"] = "POST"
        return await original(request)

    wrap_answer(wrapper)


@defect("NOT-22")
def ships_whatever_is_posted() -> None:
    """Any POST is a notice, whatever the action says."""
    original = bridge.app._action

    def action(query: dict[str, str], method: str) -> str:
        return "shipnotify" if method == "POST" else original(query, method)

    replace(bridge.app, "_action", action)


@defect("NOT-23")
def waits_for_digital_lines() -> None:
    """An order with a digital line is complete only when that has been packed too."""

    def goods(order: Record) -> Counter[str]:
        units: Counter[str] = Counter()
        for line in read_lines(order):
            units[line.sku] += line.quantity
        return units

    replace(bridge.notice, "_goods", goods)


@defect("NOT-24")
def knows_a_parcel_by_its_tracking_number() -> None:
    """A second parcel under a known tracking number is taken for the first one."""
    original = bridge.notice._contents

    def contents(order: Record, notice: Notice) -> Mapping[str, int]:
        known = notice.tracking_number in bridge.notice._tracking_numbers(order, notice.carrier)
        return {} if known else original(order, notice)

    replace(bridge.notice, "_contents", contents)


@defect("NOT-25")
def takes_the_blame_for_everything() -> None:
    """What is wrong with a notice is answered with 500."""
    instead_of({400, 404}, lambda: PlainTextResponse("error", 500), method="POST")
