"""The XML body of a shipment notice, in the element order of the vendor's current sample."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lxml import etree

from mocks.shipstation.labels import Line, Shipment
from mocks.shipstation.orders import Order
from mocks.shipstation.protocol import minute_text


def ship_notice(order: Order, shipment: Shipment, at: datetime) -> str:
    """A ShipNotice. OrderID, LineItemID, UPC that the store never sent are left out; others may be empty."""
    notice = etree.Element("ShipNotice")
    fields = order.fields
    _text(notice, "OrderNumber", order.number)
    if fields["orderId"] is not None:
        _text(notice, "OrderID", fields["orderId"])
    _text(notice, "CustomerCode", fields["customer"]["code"])
    _text(notice, "CustomerNotes", fields["customerNotes"])
    _text(notice, "InternalNotes", fields["internalNotes"])
    _text(notice, "NotesToCustomer", "")
    # Empty in the current sample, a boolean in the field table: empty unless the label says.
    _plain(notice, "NotifyCustomer", {None: "", True: "true", False: "false"}[shipment.notify_customer])
    _plain(notice, "LabelCreateDate", minute_text(at))
    day = shipment.ship_date
    _plain(notice, "ShipDate", f"{day.month:02}/{day.day:02}/{day.year:04}")
    _text(notice, "Carrier", shipment.carrier)
    _text(notice, "Service", shipment.service)
    _text(notice, "TrackingNumber", shipment.tracking_number)
    _plain(notice, "ShippingCost", shipment.shipping_cost)
    for number, value in enumerate(fields["customFields"], 1):
        _text(notice, f"CustomField{number}", value or "")
    _recipient(etree.SubElement(notice, "Recipient"), fields["customer"]["shipTo"])
    items = etree.SubElement(notice, "Items")
    for line in shipment.lines:
        _item(etree.SubElement(items, "Item"), line)
    return etree.tostring(notice, xml_declaration=True, encoding="utf-8").decode()


def _recipient(recipient: etree._Element, ship_to: Mapping[str, Any]) -> None:
    names = ("Name", "Company", "Address1", "Address2", "City", "State", "PostalCode", "Country")
    for name in names:
        _text(recipient, name, ship_to[name[0].lower() + name[1:]] or "")


def _item(item: etree._Element, line: Line) -> None:
    _text(item, "SKU", line.sku)
    _text(item, "Name", line.name)
    _plain(item, "Quantity", str(line.quantity))
    if line.line_item_id is not None:
        _text(item, "LineItemID", line.line_item_id)
    if line.upc is not None:
        _text(item, "UPC", line.upc)


def _text(parent: etree._Element, name: str, value: str) -> None:
    # The sample has free text in CDATA; lxml splits it where the text itself holds "]]>".
    etree.SubElement(parent, name).text = etree.CDATA(value) if value else ""


def _plain(parent: etree._Element, name: str, value: str) -> None:
    etree.SubElement(parent, name).text = value
