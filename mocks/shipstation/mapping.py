"""Which tab an order belongs in, by the status that the store gave it."""

import re
from collections.abc import Mapping
from typing import Literal, get_args

Tab = Literal["awaiting_payment", "awaiting_shipment", "on_hold", "shipped", "cancelled"]
TABS: tuple[Tab, ...] = get_args(Tab)

BOXES: dict[str, tuple[str, Tab]] = {
    "awaitingPayment": ("Awaiting Payment", "awaiting_payment"),
    "awaitingShipment": ("Awaiting Shipment", "awaiting_shipment"),
    "shipped": ("Shipped", "shipped"),
    "cancelled": ("Cancelled", "cancelled"),
    "onHold": ("On-Hold", "on_hold"),
}
"""Field of the form: the box's label and its tab. The guide's names; the vendor's are Unpaid, Paid [doc]."""

STATUS_LIMIT = 50
"""Characters of a status: OrderStatus is no longer [doc]."""

_BOX_LIMIT = 2000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def statuses_in(box: str) -> list[str]:
    """The statuses of one box: comma separated, blanks around each trimmed [doc V1 for the comma]."""
    return [status for part in box.split(",") if (status := part.strip())]


def errors_in(boxes: Mapping[str, object]) -> dict[str, str]:
    """What is wrong with the five boxes, by form field; empty when nothing is."""
    found = {f"statuses.{name}": "is no status box of a Custom Store" for name in boxes if name not in BOXES}
    first_seen: dict[str, str] = {}
    for name, (label, _tab) in BOXES.items():
        box = boxes.get(name)
        problem = _box_error(box, label) if isinstance(box, str) else f"{label}: a text is needed"
        if not problem and isinstance(box, str):
            problem = _claimed_twice(box, label, first_seen)
        if problem:
            found[f"statuses.{name}"] = problem
    return found


def _box_error(box: str, label: str) -> str | None:
    if len(box) > _BOX_LIMIT or any(len(status) > STATUS_LIMIT for status in statuses_in(box)):
        return f"{label}: a status has at most {STATUS_LIMIT} characters, a box at most {_BOX_LIMIT}"
    if _CONTROL.search(box):
        return f"{label}: there is a control character in it"
    if label == BOXES["awaitingShipment"][0] and not statuses_in(box):
        return f"{label}: at least one status is needed, or no order could ever be shipped"
    return None


def _claimed_twice(box: str, label: str, first_seen: dict[str, str]) -> str | None:
    for status in statuses_in(box):
        if (other := first_seen.setdefault(status, label)) != label:
            return f"{status} is in both {other} and {label}"
    return None


def tabs_by_status(boxes: Mapping[str, str]) -> dict[str, Tab]:
    """The tab of every mapped status of checked boxes. Statuses are compared case-sensitively [doc V1]."""
    return {status: tab for name, (_label, tab) in BOXES.items() for status in statuses_in(boxes[name])}
