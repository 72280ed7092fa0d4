"""How the pages word and write what the mock knows."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from lxml import etree

from mocks.control.clock import from_text
from mocks.shipstation.mapping import BOXES, Tab
from mocks.shipstation.notices import Notice

TAB_NAMES: dict[Tab, str] = {tab: label for label, tab in BOXES.values()}

_TONES: dict[Tab, str] = {
    "awaiting_payment": "warn",
    "awaiting_shipment": "info",
    "on_hold": "warn",
    "shipped": "good",
    "cancelled": "plain",
}

ERROR_UPDATING = "Error updating"
"""The vendor's mark on an order whose store could not be told [doc: 224256787]."""


def moment(at: datetime | str) -> str:
    """A time as people read it: 13 Mar 2026, 17:34:40 UTC."""
    known = from_text(at) if isinstance(at, str) else at.astimezone(UTC)
    return f"{known.day} {known:%b} {known.year}, {known:%H:%M:%S} UTC"


def notice_state(notice: Notice) -> tuple[str, str]:
    """The state of a notice in words, and its tone."""
    if notice.state == "delivered":
        return "Delivered", "good"
    return (ERROR_UPDATING, "bad") if notice.attempts else ("Sending", "info")


def line_total(item: Mapping[str, Any]) -> Decimal:
    """Quantity times unit price of an item."""
    price = Decimal(item["unitPrice"].strip())
    return (item["quantity"] * price).quantize(Decimal("0.01")) if abs(price) < 10**12 else price


def summary(items: list[Mapping[str, Any]]) -> str:
    """The goods of an order in one short line."""
    goods = [f"{item['quantity']} × {item['name']}" for item in items if not item["adjustment"]]
    more = f" and {len(goods) - 2} more" if len(goods) > 2 else ""
    return ", ".join(goods[:2]) + more


def pretty_xml(text: str) -> str:
    """XML with a line for each element."""
    root = etree.fromstring(text.encode())
    etree.indent(root)
    return etree.tostring(root, encoding="unicode")


FILTERS = {"moment": moment, "line_total": line_total, "summary": summary, "pretty_xml": pretty_xml}
GLOBALS = {
    "BOXES": BOXES,
    "TAB_NAMES": TAB_NAMES,
    "TONES": _TONES,
    "notice_state": notice_state,
    "ERROR_UPDATING": ERROR_UPDATING,
}
