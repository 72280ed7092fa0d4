"""From a reply to orders: what an Orders document says, under the names of the API."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from lxml import etree

from mocks.shipstation import rules, schema
from mocks.shipstation.coverage import Coverage
from mocks.shipstation.failure import Failure
from mocks.shipstation.protocol import Window
from mocks.shipstation.wellformed import parsed

_TRUE = ("true", "1")


@dataclass(frozen=True)
class Warned:
    """Something that is tolerated and told; `number` is the order's, None for the whole reply."""

    number: str | None
    message: str

    def to_json(self) -> dict[str, str | None]:
        """The warning as the API shows it."""
        return {"orderNumber": self.number, "message": self.message}


@dataclass(frozen=True)
class ImportedOrder:
    """One order of a reply; `document` is JSON text with all its fields."""

    number: str
    status: str
    document: str
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One page of a reply. `pages` is None where the attribute is absent."""

    pages: int | None
    orders: list[ImportedOrder]
    warnings: list[Warned]


Found = TypeVar("Found")

AT_ONCE = 32 * 1024
"""Bytes of a reply that are read at once, in a few milliseconds; a thread would make it more."""


async def read(reader: Callable[..., Found], body: bytes, *given: object) -> Found:
    """What `reader` finds in a reply; thousands of orders do not stop the requests of others."""
    if len(body) <= AT_ONCE:
        return reader(body, *given)
    return await asyncio.to_thread(reader, body, *given)


def read_page(body: bytes, content_type: str, window: Window, coverage: Coverage) -> Page:
    """Parse, validate and read one reply, and mark in `coverage` what was in it. Raises Failure.

    Runs in any thread, and takes a while.
    """
    root, oddities = parsed(body, content_type)
    warnings = [Warned(None, message) for message in oddities]
    of_order: dict[etree._Element, list[str]] = {}
    for order, message in _validated(root, coverage):
        if order is None:
            warnings.append(Warned(None, message))
        else:
            of_order.setdefault(order, []).append(message)
    pages = int(root.get("pages", "").strip()) if "pages" in root.attrib else None
    if pages is not None:
        coverage.valid("Orders", _PAGES)
    orders = [_order(element, of_order.get(element, []), window, coverage) for element in root]
    warnings += [Warned(order.number, message) for order in orders for message in order.warnings]
    return Page(pages, orders, warnings)


_PAGES = {"@pages": ""}


def _validated(root: etree._Element, coverage: Coverage) -> list[tuple[etree._Element | None, str]]:
    try:
        return schema.validate(root)
    except Failure as failure:
        if failure.breaks:
            coverage.refused(*failure.breaks)
        raise


def check_envelope(body: bytes, content_type: str) -> None:
    """What Test Connection looks at: is it XML, with the right root? Raises Failure.

    A bad order does not show here: Test Connection has passed where the import then failed [seen].
    """
    root, _oddities = parsed(body, content_type)
    schema.check_root(root)


def _order(element: etree._Element, warnings: list[str], window: Window, coverage: Coverage) -> ImportedOrder:
    fields = order_fields(element, coverage)
    coverage.filed(fields["status"])
    document = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    found = (*warnings, *rules.broken_by(fields, document, window))
    return ImportedOrder(fields["orderNumber"], fields["status"], document, found)


def order_fields(order: etree._Element, coverage: Coverage) -> dict[str, Any]:
    """An Order element as the API shows it: texts as received, None for what is absent (notes: empty)."""
    children = _children(order)
    text = {name: child.text or "" for name, child in children.items()}
    coverage.valid("Order", text)
    return {
        "orderNumber": text["OrderNumber"],
        "orderId": text.get("OrderID"),
        "status": text["OrderStatus"],
        "orderDate": text["OrderDate"],
        "lastModified": text["LastModified"],
        "orderTotal": text["OrderTotal"],
        "taxAmount": text.get("TaxAmount"),
        "shippingAmount": text.get("ShippingAmount"),
        "currencyCode": text.get("CurrencyCode"),
        "shippingMethod": text.get("ShippingMethod"),
        "paymentMethod": text.get("PaymentMethod"),
        "customerNotes": text.get("CustomerNotes", ""),
        "internalNotes": text.get("InternalNotes", ""),
        "gift": text.get("Gift", "false").strip() in _TRUE,
        "giftMessage": text.get("GiftMessage"),
        "customFields": [text.get(f"CustomField{number}") for number in (1, 2, 3)],
        "requestedWarehouse": text.get("RequestedWarehouse"),
        "source": text.get("Source"),
        "dimensions": _dimensions(children["Dimensions"], coverage) if "Dimensions" in text else None,
        "customer": _customer(children["Customer"], coverage),
        "items": [_item(item, coverage) for item in children["Items"]],
    }


_DIMENSIONS = {"DimensionUnits": "units", "Length": "length", "Width": "width", "Height": "height"}
_ADDRESS = {
    "Name": "name",
    "Company": "company",
    "Address1": "address1",
    "Address2": "address2",
    "City": "city",
    "State": "state",
    "PostalCode": "postalCode",
    "Country": "country",
    "Phone": "phone",
}
_BILLED = _ADDRESS | {"Email": "email"}
_ITEM = {
    "LineItemID": "lineItemId",
    "SKU": "sku",
    "Name": "name",
    "UnitPrice": "unitPrice",
    "ImageUrl": "imageUrl",
    "Weight": "weight",
    "WeightUnits": "weightUnits",
    "Location": "location",
    "UPC": "upc",
}
_OPTION = {"Name": "name", "Value": "value", "Weight": "weight"}


def _customer(customer: etree._Element, coverage: Coverage) -> dict[str, Any]:
    children = _children(customer)
    text = {name: child.text or "" for name, child in children.items()}
    billed, sent = _texts(children["BillTo"]), _texts(children["ShipTo"])
    coverage.valid("Customer", text)
    coverage.valid("BillTo", billed)
    coverage.valid("ShipTo", sent)
    return {"code": text["CustomerCode"], "billTo": _named(billed, _BILLED), "shipTo": _named(sent, _ADDRESS)}


def _dimensions(dimensions: etree._Element, coverage: Coverage) -> dict[str, str | None]:
    text = _texts(dimensions)
    coverage.valid("Dimensions", text)
    return _named(text, _DIMENSIONS)


def _item(item: etree._Element, coverage: Coverage) -> dict[str, Any]:
    children = _children(item)
    text = {name: child.text or "" for name, child in children.items()}
    coverage.valid("Item", text)
    options = [_texts(option) for option in children.get("Options", ())]
    for option in options:
        coverage.valid("Option", option)
    return {
        **_named(text, _ITEM),
        "quantity": int(text["Quantity"]),
        "adjustment": text.get("Adjustment", "false").strip() in _TRUE,
        "options": [_named(option, _OPTION) for option in options],
    }


def _children(container: etree._Element) -> dict[str, etree._Element]:
    return {str(child.tag): child for child in container}


def _texts(container: etree._Element) -> dict[str, str]:
    return {str(child.tag): child.text or "" for child in container}


def _named(text: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str | None]:
    return {shown: text.get(element) for element, shown in names.items()}
