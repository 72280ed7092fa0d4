"""The `Orders` document of the Custom Store protocol, written from orders of CarePortals.

Elements come in the order of the vendor's tables [doc]. A value that CarePortals does not have is left out.
One order that breaks the schema would stop the whole page [seen], so what is missing in an order is filled
with a placeholder, named in the notes, and the order is put on hold.
"""

from collections.abc import Sequence
from decimal import Decimal

from lxml import etree

from bridge.connection import nonsense
from bridge.crm import Order
from bridge.line import Line, read_lines
from bridge.record import MISSING, MONEY_LIMIT, Record, clean
from bridge.timestamp import write_minute

ON_HOLD = "processing"
# The seven that the guide maps to a tab of ShipStation (G12-G16).
MAPPED = {"pending", "awaiting_payment", "awaiting_shipment", "shipped", "completed", "cancelled", ON_HOLD}
# Nothing is left to ship, so nothing needs to be held.
_SETTLED = {"shipped", "completed", "cancelled"}
# ShipStation needs two-letter states in these countries only [doc].
_WITH_STATES = {"US", "CA"}


def write_orders(orders: Sequence[Order], pages: int) -> bytes:
    """The document in UTF-8. Raises HTTPException 502 for an order without identity or time of change."""
    root = etree.Element("Orders", pages=str(pages))
    for order in orders:
        _write_order(root, Record(order))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _write_order(root: etree._Element, order: Record) -> None:
    key, number, changed = order.identity("_id"), order.identity("id"), order.time("updatedAt")
    if key is None or number is None or changed is None:
        raise nonsense("an order without _id, id or updatedAt")
    created = order.time("createdAt")
    if created is None:
        order.blame("createdAt")
    lines = read_lines(order)
    adjustment, total = _total(order, lines)
    customer = _customer(order)

    element = etree.SubElement(root, "Order")
    _free(element, "OrderID", key)
    _free(element, "OrderNumber", number)
    _bare(element, "OrderDate", write_minute(created or changed))
    status, notes = _status(order)
    _free(element, "OrderStatus", status)
    _bare(element, "LastModified", write_minute(changed))
    _bare(element, "OrderTotal", f"{total:.2f}")
    if notes:
        _free(element, "InternalNotes", clean(notes, 1000))
    element.append(customer)
    items = etree.SubElement(element, "Items")
    for line in lines:
        _write_item(items, line)
    if adjustment:
        name = clean(f"Discount {order.text('coupon', 100)}".strip(), 200)
        _write_item(items, Line("", name, 1, adjustment), adjustment=True)


def _status(order: Record) -> tuple[str, str]:
    """The status for ShipStation, and the notes that explain it. Asks for all blame to be given already."""
    status = order.text("status", 100)
    notes = []
    if status not in MAPPED:
        notes.append(f"CarePortals status: {status or MISSING}")
        status = ON_HOLD
    if order.flag("isDeleted"):
        notes.append("Deleted in CarePortals")
        status = "cancelled"
    if order.unusable:
        notes.append("Missing or unusable in CarePortals: " + ", ".join(order.unusable))
        status = status if status in _SETTLED else ON_HOLD
    return status, "\n".join(notes)


def _total(order: Record, lines: list[Line]) -> tuple[Decimal, Decimal]:
    """The adjustment, negative or zero, that a coupon or store credit makes to the lines; and the total."""
    gross = sum((line.price * line.quantity for line in lines), Decimal("0.00"))
    total = order.amount("totalAmount")
    if total is None:
        order.blame("totalAmount")
        total = gross if gross < MONEY_LIMIT else Decimal("0.00")
    adjustment = min(total - gross, Decimal("0.00"))
    if adjustment <= -MONEY_LIMIT:
        order.blame("lineItems")
        adjustment = Decimal("0.00")
    return adjustment, total


def _customer(order: Record) -> etree._Element:
    customer, address = order.child("customer"), order.child("shippingAddress")
    element = etree.Element("Customer")
    _free(element, "CustomerCode", customer.needed("_id", 50))
    name = " ".join(part for key in ("firstName", "lastName") if (part := customer.text(key, 100)))
    if not name:
        customer.blame("firstName")
    name, phone = clean(name, 100) or MISSING, customer.text("phone", 50)

    billed = etree.SubElement(element, "BillTo")
    _free(billed, "Name", name)
    _optional(billed, "Phone", phone)
    _optional(billed, "Email", customer.text("email", 100))

    shipped = etree.SubElement(element, "ShipTo")
    _free(shipped, "Name", name)
    _free(shipped, "Address1", address.needed("address1", 200))
    _optional(shipped, "Address2", address.text("address2", 200))
    _free(shipped, "City", address.needed("city", 100))
    country = _country(address)
    _optional(shipped, "State", _state(address, country))
    _free(shipped, "PostalCode", address.needed("postalCode", 50))
    _free(shipped, "Country", country)
    _optional(shipped, "Phone", phone)
    return element


def _country(address: Record) -> str:
    code = address.text("countryCode", 100).strip()
    if len(code) == 2 and code.isascii() and code.isalpha():
        return code.upper()
    address.blame("countryCode")
    return "ZZ"


def _state(address: Record, country: str) -> str:
    state = address.text("provinceCode", 100)
    if country not in _WITH_STATES:
        return state
    code = state.strip().upper()
    if len(code) == 2 and code.isascii() and code.isalpha():
        return code
    address.blame("provinceCode")
    return ""


def _write_item(items: etree._Element, line: Line, *, adjustment: bool = False) -> None:
    item = etree.SubElement(items, "Item")
    _free(item, "SKU", line.sku)
    _free(item, "Name", line.name)
    if adjustment:
        _bare(item, "Adjustment", "true")
    _bare(item, "Quantity", str(line.quantity))
    _bare(item, "UnitPrice", f"{line.price:.2f}")


def _bare(parent: etree._Element, tag: str, text: str) -> None:
    etree.SubElement(parent, tag).text = text


def _free(parent: etree._Element, tag: str, text: str) -> None:
    """Text that people type, which the guide wants in CDATA; lxml splits it at `]]>`."""
    etree.SubElement(parent, tag).text = etree.CDATA(text)


def _optional(parent: etree._Element, tag: str, text: str) -> None:
    if text:
        _free(parent, tag, text)
