"""What each order must be in CarePortals, and what ShipStation may know of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

Document = dict[str, Any]

TABS = {
    "pending": "awaiting_payment",
    "awaiting_payment": "awaiting_payment",
    "awaiting_shipment": "awaiting_shipment",
    "shipped": "shipped",
    "completed": "shipped",
    "cancelled": "cancelled",
    "processing": "on_hold",
}
"""The guide's mapping [doc: G12 to G16]; in any other status an order must not be shippable."""

SENT = {"shipped", "completed", "delivered"}

# What the bridge changes in an order when it records a shipment.
_MOVING = {"shipments", "status", "statusHistory", "version", "updatedAt", "trackingCode", "shippedAt"}

_MINUTE = timedelta(minutes=1)


class Version(NamedTuple):
    """What of an order ShipStation has to be told; `changed` says in which window."""

    changed: datetime
    status: str
    deleted: bool
    address: str
    lines: tuple[tuple[str, int, Decimal], ...]
    total: Decimal

    @property
    def ready(self) -> bool:
        """Whether the order may be shipped."""
        return self.status == "awaiting_shipment" and not self.deleted

    @property
    def closed(self) -> bool:
        """Whether nothing may be shipped any more."""
        return self.deleted or self.status == "cancelled"

    def within(self, start: datetime, end: datetime) -> bool:
        """Whether a pull of this window holds it; the minute of the end belongs to it."""
        return start <= self.changed < end + _MINUTE


def version(document: Document) -> Version:
    """An order of CarePortals at some time."""
    return Version(
        datetime.fromisoformat(document["updatedAt"]),
        document["status"],
        document["isDeleted"],
        document["shippingAddress"]["address1"],
        tuple((line["sku"], line["quantity"], Decimal(str(line["price"]))) for line in document["lineItems"]),
        Decimal(str(document["totalAmount"])),
    )


class Sight(NamedTuple):
    """What ShipStation may show: a version that it was told; `moved`: it has moved it to Shipped itself."""

    version: Version
    moved: bool = False

    def fault(self, shown: Mapping[str, Any]) -> str:
        """What of an order in ShipStation does not fit, in words; empty when all does."""
        told = self.version
        wanted = "cancelled" if told.deleted else TABS.get(told.status)
        tab = shown["tab"]
        if self.moved and tab != "shipped":
            return f"the tab {tab} instead of shipped"
        if not self.moved and (tab != wanted if wanted else tab == "awaiting_shipment"):
            return f"the tab {tab}" + (f" instead of {wanted}" if wanted else f" with status {told.status}")
        if shown["customer"]["shipTo"]["address1"] != told.address:
            return f"the address {shown['customer']['shipTo']['address1']} instead of {told.address}"
        items = [item for item in shown["items"] if not item["adjustment"]]
        lines = tuple((item["sku"], item["quantity"], Decimal(item["unitPrice"])) for item in items)
        if lines != told.lines:
            return f"the lines {_lines(lines)} instead of {_lines(told.lines)}"
        if Decimal(shown["orderTotal"]) != told.total:
            return f"the total {shown['orderTotal']} instead of {told.total}"
        return ""


def _lines(lines: Iterable[tuple[str, int, Decimal]]) -> str:
    return ", ".join(f"{quantity} {sku} at {price}" for sku, quantity, price in lines) or "none"


class Shipment(NamedTuple):
    """What left together."""

    carrier: str
    tracking: str
    items: tuple[tuple[str, int], ...]


@dataclass
class Order:
    """One order: its `document` in CarePortals, its versions since the first, and ShipStation's sights.

    `sights` is empty while ShipStation does not know of the order; `unseen`: it may not know of it yet.
    `sent` are the shipments that were made in ShipStation, `notices` the same by their notices' numbers.
    `mark` is the version with which the step began, -1 if there was none; `touched`: staff changed it since.
    """

    document: Document
    versions: list[Version] = field(default_factory=list)
    sights: set[Sight] = field(default_factory=set)
    unseen: bool = True
    sent: list[Shipment] = field(default_factory=list)
    notices: dict[int, Shipment] = field(default_factory=dict)
    mark: int = -1
    touched: bool = True

    def __post_init__(self) -> None:
        self.versions.append(version(self.document))

    @property
    def number(self) -> int:
        """The number that people know it by."""
        return int(self.document["id"])

    @property
    def now(self) -> Version:
        """The order as it is."""
        return self.versions[-1]

    def become(self, document: Document) -> None:
        """Take over what CarePortals has now."""
        if document != self.document:
            self.document = document
            self.versions.append(version(document))

    def begin(self) -> None:
        """A step begins; what changes from now on may or may not be seen by a pull within it."""
        self.mark = len(self.versions) - 1
        self.touched = False

    def pulled(self, start: datetime, end: datetime) -> None:
        """ShipStation has pulled a window in this step, and all went well."""
        possible = {Sight(each) for each in self.versions[max(self.mark, 0) :] if each.within(start, end)}
        if len(self.versions) - 1 > self.mark:
            self.sights |= possible
        elif possible:
            self.sights, self.unseen = possible, False

    def shipped(self, shipment: Shipment, *, complete: bool) -> None:
        """ShipStation has made a shipment; with the last of the items it moves the order to Shipped."""
        self.sent.append(shipment)
        if complete:
            self.sights = {Sight(sight.version, moved=True) for sight in self.sights}

    def recorded(self) -> list[Shipment]:
        """The shipments in CarePortals."""
        return recorded(self.document)

    def left(self, document: Document | None = None) -> Counter[str]:
        """Units that have not been shipped, as CarePortals has it."""
        document = document or self.document
        goods = Counter[str]()
        for line in document["lineItems"]:
            goods[line["sku"]] += line["quantity"]
        for shipment in recorded(document):
            goods.subtract(dict(shipment.items))
        return +goods

    def unexplained(self, found: Document) -> str:
        """What the bridge must not have made of the order, in words; empty when shipments explain it."""
        old = self.document
        for name in (old.keys() | found.keys()) - _MOVING:
            if old.get(name) != found.get(name):
                return f"its {name} became {found.get(name)!r}"
        before, after = recorded(old), recorded(found)
        if after[: len(before)] != before:
            return "a shipment that was there is gone or changed"
        for number, shipment in enumerate(after):
            if number >= len(before) and shipment not in self.sent:
                return f"a shipment that was never made: {told(shipment)}"
            if shipment in after[:number]:
                return f"the same shipment twice: {told(shipment)}"
        if found["status"] != old["status"]:
            return self._move(found)
        if after == before and found["updatedAt"] != old["updatedAt"]:
            return "it counts as changed, and is not"
        return ""

    def _move(self, found: Document) -> str:
        old = str(self.document["status"])
        if found["status"] != "shipped" or old in SENT or self.now.closed:
            return f"its status went from {'deleted ' * self.now.deleted}{old} to {found['status']}"
        if left := self.left(found):
            missing = ", ".join(f"{quantity} {sku}" for sku, quantity in left.items())
            return f"it became shipped before {missing} had left"
        return ""

    def misshown(self, shown: list[Mapping[str, Any]]) -> str:
        """What of the order in ShipStation cannot be, in words; sights that it rules out are dropped."""
        if len(shown) > 1:
            return f"{len(shown)} of them"
        if not shown:
            return "" if self.unseen else "none"
        faults = {sight: sight.fault(shown[0]) for sight in self.sights}
        fitting = {sight for sight, fault in faults.items() if not fault}
        if not fitting:
            return ", or ".join(sorted(set(faults.values()))) or "an order that it was never told of"
        self.sights, self.unseen = fitting, False
        return self._wrongly_ready(shown[0])

    def _wrongly_ready(self, shown: Mapping[str, Any]) -> str:
        # Each entry is a move or a new status; the store's own words are no proof that it was right.
        for entry in shown["tabHistory"]:
            at = datetime.fromisoformat(entry["at"])
            if entry["tab"] == "awaiting_shipment" and not self.ready_at(at):
                return f"Awaiting Shipment since {entry['at']}, when it was not ready"
        return ""

    def ready_at(self, at: datetime) -> bool:
        """Whether the order could be told as ready at that time."""
        ends = [*(each.changed for each in self.versions[1:]), at]
        return any(
            each.ready and each.changed <= at <= max(end, each.changed)
            for each, end in zip(self.versions, ends, strict=True)
        )


def recorded(document: Document) -> list[Shipment]:
    """The shipments in an order of CarePortals."""
    return [
        Shipment(
            entry["carrier"] or "",
            entry["trackingNumber"] or "",
            tuple(sorted((line["sku"], line["quantity"]) for line in entry["lineItems"])),
        )
        for entry in document["shipments"]
    ]


def told(shipment: Shipment) -> str:
    """A shipment in words."""
    items = ", ".join(f"{quantity} {sku}" for sku, quantity in shipment.items)
    return f"{items} with {shipment.carrier or 'nobody'} {shipment.tracking or '(no tracking number)'}"
