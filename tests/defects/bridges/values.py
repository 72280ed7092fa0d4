"""Mistakes about what an order says."""

import html
import re
from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from lxml import etree
from starlette.exceptions import HTTPException

import bridge.app
import bridge.orders_document as orders_document
import bridge.record
from bridge.crm import Order
from bridge.line import Line, read_lines
from bridge.record import Record
from tests.defects.gallery import defect
from tests.defects.replies import replace
from tests.defects.writing import change_texts


@defect("DOC-1")
def swaps_number_and_id() -> None:
    """OrderNumber is the document's id, OrderID the number."""
    original = orders_document.write_orders

    def write(orders: Sequence[Order], pages: int) -> bytes:
        return original([order | {"_id": str(order["id"]), "id": order["_id"]} for order in orders], pages)

    replace(bridge.app, "write_orders", write)


@defect("DOC-1")
def makes_a_tax_up() -> None:
    """A tax of 0.00 is reported though CarePortals has none."""
    original = orders_document._bare

    def bare(parent: etree._Element, tag: str, text: str) -> None:
        original(parent, tag, text)
        if tag == "OrderTotal":
            original(parent, "TaxAmount", "0.00")

    replace(orders_document, "_bare", bare)


@defect("DOC-1")
def changed_now() -> None:
    """LastModified is the time of the pull, a new one each time."""
    count = iter(range(60))
    change_texts(lambda text: f"{text[:-2]}{next(count):02}", "LastModified")


@defect("DOC-1", "VAL-2")
def sends_line_totals() -> None:
    """UnitPrice is the price of the whole line."""
    original = orders_document._write_item

    def write(items: etree._Element, line: Line, *, adjustment: bool = False) -> None:
        whole = Line(line.sku, line.name, line.quantity, line.price * line.quantity)
        original(items, whole, adjustment=adjustment)

    replace(orders_document, "_write_item", write)


@defect("VAL-1")
def escapes_twice() -> None:
    """Markup characters are escaped before the XML is written."""
    change_texts(html.escape, "Address1")


@defect("VAL-1")
def keeps_control_characters() -> None:
    """Characters that XML cannot hold are not removed."""
    replace(bridge.record, "_FORBIDDEN", re.compile("(?!)"))


@defect("VAL-1")
def drops_what_is_not_latin() -> None:
    """Characters outside Latin-1 become question marks."""
    change_texts(lambda text: text.encode("latin-1", "replace").decode("latin-1"), "Address1")


@defect("VAL-2")
def loses_the_cents() -> None:
    """Prices are cut to whole dollars."""
    change_texts(lambda text: str(Decimal(text).quantize(Decimal(1), ROUND_DOWN)), "UnitPrice")


@defect("VAL-2")
def leaves_the_discount_out() -> None:
    """A coupon on the whole order is no line."""
    original = orders_document._total

    def total(order: Record, lines: list[Line]) -> tuple[Decimal, Decimal]:
        return Decimal(0), original(order, lines)[1]

    replace(orders_document, "_total", total)


def _is_incomplete(order: Order) -> bool:
    record = Record(order)
    orders_document._customer(record)
    read_lines(record)
    return bool(record.unusable)


@defect("VAL-3")
def leaves_incomplete_orders_out() -> None:
    """An incomplete order is skipped."""
    original = orders_document.write_orders

    def write(orders: Sequence[Order], pages: int) -> bytes:
        return original([order for order in orders if not _is_incomplete(order)], pages)

    replace(bridge.app, "write_orders", write)


@defect("VAL-3")
def one_incomplete_order_stops_all() -> None:
    """An incomplete order is an error of the whole page."""
    original = orders_document.write_orders

    def write(orders: Sequence[Order], pages: int) -> bytes:
        if any(_is_incomplete(order) for order in orders):
            raise HTTPException(500, "an incomplete order")
        return original(orders, pages)

    replace(bridge.app, "write_orders", write)


@defect("VAL-3")
def an_empty_country_reaches_shipstation() -> None:
    """A missing country is an empty element, which fails ShipStation's schema."""
    replace(orders_document, "_country", lambda address: address.text("countryCode", 2))


@defect("VAL-3")
def incomplete_orders_can_be_shipped() -> None:
    """An incomplete order keeps its status."""
    original = orders_document._status

    def status(order: Record) -> tuple[str, str]:
        order.unusable.clear()
        return original(order)

    replace(orders_document, "_status", status)
