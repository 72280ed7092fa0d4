"""Mistakes about lines, quantities and amounts."""

from decimal import ROUND_DOWN, Decimal

from lxml import etree

import bridge.orders_document as orders_document
import bridge.record
from bridge.crm import Order
from bridge.line import Line
from bridge.record import Record
from tests.defects.gallery import defect
from tests.defects.replies import replace
from tests.defects.writing import change_orders, change_texts, change_tree


@defect("VAL-11")
def cuts_fractions_of_a_cent() -> None:
    """A price is cut to cents, not rounded."""
    replace(bridge.record, "ROUND_HALF_UP", ROUND_DOWN)


@defect("VAL-12")
def rounds_quantities() -> None:
    """Half a unit is rounded, and less than one is one."""

    def count(self: Record, name: str) -> int | None:
        value = self._number(name)
        return None if value is None else max(1, min(99_999, round(value)))

    replace(Record, "count", count)


@defect("VAL-12")
def takes_one_for_an_unknown_quantity() -> None:
    """A quantity that cannot be read is one."""
    original = Record.count
    replace(Record, "count", lambda self, name: original(self, name) or 1)


@defect("VAL-13")
def multiplies_prices_unchecked() -> None:
    """A price that is no number stops the page."""

    def check(order: Order) -> Order:
        for line in order["lineItems"]:
            Decimal(line["price"]).quantize(Decimal("0.01"))
        return order

    change_orders(check)


@defect("VAL-13")
def passes_any_total_on() -> None:
    """A total that is none is written as it is."""
    original = orders_document._write_order

    def write(root: etree._Element, order: Record) -> None:
        original(root, order)
        total = root[-1].find("OrderTotal")
        assert total is not None
        total.text = str(order._fields.get("totalAmount"))

    replace(orders_document, "_write_order", write)


@defect("VAL-14")
def takes_a_discount_twice() -> None:
    """The discount of a line is in its price, and an adjustment besides."""
    original = orders_document._total

    def total(order: Record, lines: list[Line]) -> tuple[Decimal, Decimal]:
        adjustment, amount = original(order, lines)
        off = sum(
            (line.child("discount").amount("amount") or Decimal(0) for line in order.children("lineItems")),
            Decimal(0),
        )
        return adjustment - off, amount

    replace(orders_document, "_total", total)


@defect("VAL-14")
def forgets_the_credit() -> None:
    """What was paid by store credit is added to the total again."""

    def add(order: Order) -> Order:
        return order | {"totalAmount": order["totalAmount"] + Decimal(order["creditUsedAmount"])}

    change_orders(add)


@defect("VAL-15")
def leaves_free_lines_out() -> None:
    """A line that costs nothing is no line."""
    change_orders(lambda order: order | {"lineItems": [line for line in order["lineItems"] if line["price"]]})


@defect("VAL-15")
def sends_fifty_lines_at_most() -> None:
    """An order has fifty lines, the rest is left out."""
    change_orders(lambda order: order | {"lineItems": order["lineItems"][:50]})


@defect("VAL-15")
def keeps_one_line_of_a_product() -> None:
    """Of two lines with the same SKU the second takes the place of the first."""

    def last(order: Order) -> Order:
        return order | {"lineItems": list({line.get("sku"): line for line in order["lineItems"]}.values())}

    change_orders(last)


@defect("VAL-15")
def is_for_digital_goods_only_in_part() -> None:
    """An order with a digital line is taken for a digital one."""

    def drop(order: Order) -> Order:
        digital = [line for line in order["lineItems"] if line["type"] == "digital"]
        return order | {"lineItems": digital or order["lineItems"]}

    change_orders(drop)


@defect("VAL-26")
def charges_discounts() -> None:
    """The price of an adjustment is positive."""

    def turn(root: etree._Element) -> None:
        for item in root.iter("Item"):
            price = item.find("UnitPrice")
            if item.find("Adjustment") is not None and price is not None:
                price.text = (price.text or "").removeprefix("-")

    change_tree(turn)


@defect("VAL-27")
def computes_in_binary_fractions() -> None:
    """Prices have as many digits as a binary fraction."""
    change_texts(lambda text: f"{float(text) * 1.1 / 1.1 + 1e-9:.12f}", "UnitPrice")


@defect("VAL-28")
def reports_the_total_before_discounts() -> None:
    """OrderTotal is the sum before coupon and credit."""
    change_orders(lambda order: order | {"totalAmount": order["baseAmount"]})
    replace(orders_document, "_total", _gross)


def _gross(order: Record, lines: list[Line]) -> tuple[Decimal, Decimal]:
    total = order.amount("totalAmount") or Decimal("0.00")
    return Decimal("0.00"), total + sum((line.price for line in lines), Decimal(0))
