"""A line item of an order, as ShipStation is told of it and names it again in a notice."""

from dataclasses import dataclass
from decimal import Decimal

from bridge.record import Record


@dataclass(frozen=True)
class Line:
    """Quantity 1 and price 0.00 stand for unusable ones. Digital lines are sold, but never shipped."""

    sku: str
    name: str
    quantity: int
    price: Decimal
    digital: bool = False


def read_line(record: Record) -> Line:
    """A line item; what is unusable is blamed on the record."""
    sku = (record.text("sku", 100) or record.text("productId", 100)).strip()
    quantity, price = record.count("quantity"), record.amount("price")
    for name, value in (("sku", sku or None), ("quantity", quantity), ("price", price)):
        if value is None:
            record.blame(name)
    return Line(
        sku,
        record.needed("name", 200),
        quantity or 1,
        price or Decimal("0.00"),
        digital=record.text("type", 50) == "digital",
    )


def read_lines(order: Record) -> list[Line]:
    """All line items of an order; a missing list is blamed too."""
    lines = [read_line(record) for record in order.children("lineItems")]
    if not lines:
        order.blame("lineItems")
    return lines
