"""Rules above the schema: what an order breaks here is told as a warning, and imported all the same."""

import functools
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from mocks.control.clock import to_text
from mocks.shipstation.countries import COUNTRIES
from mocks.shipstation.protocol import Window, minute

_STATE = re.compile(r"[A-Z]{2}", re.IGNORECASE | re.ASCII)
_DATE = re.compile(
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d{2}) (?P<hour>\d{1,2}):(?P<minute>\d{2})(:\d{2})?"
    r" {0,2}(?P<half>[AP]M)? ?Z?",
    re.IGNORECASE | re.ASCII,
)
_CONTROL = re.compile(r"[\x7f-\x9f]")  # the others are not well-formed
_ROUNDING = Decimal("0.02")
_LENGTHS = {"customerNotes": 1000, "internalNotes": 1000, "giftMessage": 1000, "orderNumber": 50}


def broken_by(order: Mapping[str, Any], text: str, window: Window) -> Iterator[str]:
    """What is wrong with an order that has passed the schema, in words; `text` holds all its texts."""
    # Looking whether all can be printed takes a fifth of the time, and nearly always it can.
    if not text.isprintable() and _CONTROL.search(text):
        yield "There is a control character in a text"
    yield from _empty_texts(order)
    yield from _address(order["customer"])
    yield from _dates(order, window)
    yield from _numbers(order)
    yield from _lengths(order)


def _empty_texts(order: Mapping[str, Any]) -> Iterator[str]:
    customer = order["customer"]
    wanted = [
        ("OrderNumber", order["orderNumber"]),
        ("OrderStatus", order["status"]),
        ("BillTo/Name", customer["billTo"]["name"]),
        ("ShipTo/Name", customer["shipTo"]["name"]),
        ("ShipTo/Address1", customer["shipTo"]["address1"]),
        ("ShipTo/City", customer["shipTo"]["city"]),
        *(("Item/Name", item["name"]) for item in order["items"]),
    ]
    for name, value in wanted:
        if not value.strip():
            yield f"{name} is empty"


def _address(customer: Mapping[str, Any]) -> Iterator[str]:
    for name, address in (("BillTo", customer["billTo"]), ("ShipTo", customer["shipTo"])):
        country, state = address["country"], address["state"]
        if country is not None and country not in COUNTRIES:
            yield f"{name}/Country is no upper-case ISO 3166-1 code of two letters"
        if country in ("US", "CA") and not _STATE.fullmatch(state or ""):
            yield f"{name}/State of an address in {country} has to be its code of two letters"


@functools.lru_cache(maxsize=10_000)
def read_date(text: str) -> datetime | None:
    """A date of an Orders document in UTC, or None when there is no such day or minute.

    A half of the day behind a 24-hour time is passed over: the guide's own example has "21:56 PM" [doc].
    """
    found = _DATE.fullmatch(text)
    if not found:
        return None
    hour, year = int(found["hour"]), int(found["year"])
    if found["half"] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if found["half"].upper() == "PM" else 0)
    try:
        century = 2000 if len(found["year"]) == 2 else 0
        return datetime(
            year + century, int(found["month"]), int(found["day"]), hour, int(found["minute"]), tzinfo=UTC
        )
    except ValueError:
        return None


def _dates(order: Mapping[str, Any], window: Window) -> Iterator[str]:
    ordered, modified = read_date(order["orderDate"]), read_date(order["lastModified"])
    for name, at in (("OrderDate", ordered), ("LastModified", modified)):
        if at is None:
            yield f"{name} is no real date and time of the form MM/dd/yyyy HH:mm"
    if ordered and modified and ordered > modified:
        yield "OrderDate is later than LastModified"
    # The whole last minute belongs to the window, for the request cannot say seconds.
    if modified and not window.start <= minute(modified) <= window.end:
        yield f"LastModified is outside the window {to_text(window.start)} to {to_text(window.end)}"


def _numbers(order: Mapping[str, Any]) -> Iterator[str]:
    numbers = [
        ("OrderTotal", order["orderTotal"]),
        ("TaxAmount", order["taxAmount"]),
        ("ShippingAmount", order["shippingAmount"]),
        *(
            (f"Dimensions/{name}", value)
            for name, value in (order["dimensions"] or {}).items()
            if name != "units"
        ),
    ]
    for item in order["items"]:
        numbers += [("Item/UnitPrice", item["unitPrice"]), ("Item/Weight", item["weight"])]
        numbers += [("Option/Weight", option["weight"]) for option in item["options"]]
        if not 1 <= item["quantity"] <= 99_999:
            yield "Item/Quantity is not within 1 to 99999"
        if item["adjustment"] and Decimal(item["unitPrice"].strip()) >= 0:
            yield "An Item with Adjustment has a UnitPrice that is not negative"
        if item["upc"] and not (item["upc"].isascii() and item["upc"].isdecimal() and len(item["upc"]) == 12):
            yield "Item/UPC is not of twelve digits"
    for name, value in numbers:
        if value is not None and not _is_money(value):
            yield f"{name} has more than two decimals or more than nine digits"
    yield from _sum(order)


@functools.lru_cache(maxsize=10_000)
def _is_money(text: str) -> bool:
    """At most seven digits before the point and two after it [doc: 9,2]."""
    value = Decimal(text.strip())
    return abs(value) < 10_000_000 and value == value.quantize(Decimal("0.01"))


def _sum(order: Mapping[str, Any]) -> Iterator[str]:
    parts = [item["quantity"] * Decimal(item["unitPrice"].strip()) for item in order["items"]]
    parts += [Decimal((order[name] or "0").strip()) for name in ("taxAmount", "shippingAmount")]
    if abs(sum(parts) - Decimal(order["orderTotal"].strip())) > _ROUNDING:
        yield "OrderTotal is not the sum of the items, TaxAmount and ShippingAmount"


def _lengths(order: Mapping[str, Any]) -> Iterator[str]:
    for name, limit in _LENGTHS.items():
        # .NET counts UTF-16 units where libxml2 counts characters.
        if order[name] and len(order[name].encode("utf-16-le")) // 2 > limit:
            yield f"{name} has more than {limit} UTF-16 units"
