"""The shop behind the target: orders are placed in it, changed, and read back with their shipments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from features.support.evidence import Broken

CUSTOMER = {
    "email": "pat.doe@patient.example",
    "phone": "+15555550100",
    "firstName": "Pat",
    "lastName": "Doe",
}

ADDRESS = {
    "address1": "1 Harbour Street",
    "address2": "Apt 4",
    "city": "New York",
    "provinceCode": "NY",
    "postalCode": "10001",
    "countryCode": "US",
}


@dataclass(frozen=True)
class Line:
    """One line of an order. `price` is what one unit costs, in dollars."""

    name: str
    sku: str | None = None
    quantity: int = 1
    price: str = "25.00"
    kind: str = "physical"


@dataclass(frozen=True)
class Order:
    """An order as a scenario speaks of it; what a scenario does not name has a plain default.

    `changed` and `placed` are UTC. `total` None means the sum of the lines. `overrides` sets or, with
    `...`, removes single fields of the shop's own document, by dotted path.
    """

    number: int
    status: str = "awaiting_shipment"
    changed: datetime | None = None
    placed: datetime | None = None
    lines: Sequence[Line] = (Line("Vitamin B12 vial", "VB12-10"),)
    total: str | None = None
    coupon: str | None = None
    deleted: bool = False
    overrides: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class Shipment:
    """What the shop knows of one shipment; `items` are pairs of SKU and quantity, sorted.

    Texts are empty where it knows nothing. `ship_date` begins with the day, as YYYY-MM-DD.
    """

    carrier: str
    service: str
    tracking_number: str
    ship_date: str
    items: tuple[tuple[str, int], ...]


class Shop(Protocol):
    """The port to a shop: the orders of one owner, and the users that ShipStation can act as.

    Statuses are spoken of in the guide's words, e-mail addresses in the scenario's. What a shop has no
    counterpart for ends the scenario with NotApplicable, what it does not let us do with NotChecked; a shop
    that fails raises HarnessError.
    """

    placed: dict[int, Order]
    passwords: dict[str, str]

    @property
    def key(self) -> str:
        """What stands for the owner in the target's address."""

    @property
    def boxes(self) -> Mapping[str, str]:
        """What to type into the status boxes of the store form, by label."""

    def username(self, email: str) -> str:
        """What this user types into the Username of the store form."""

    def open(self) -> None:
        """Somebody is about to look: what was arranged has to be there from now on."""

    def add_user(self, email: str, role: str) -> None:
        """A user who can sign in, with a password that is in `passwords` from then on."""

    def set_time(self, at: datetime, /) -> None:
        """It is `at` in the shop."""

    def now(self) -> datetime:
        """The time in the shop."""

    def order_id(self, number: int) -> str:
        """The id by which the shop itself knows the order; any, for an order that was never placed."""

    def place(self, order: Order) -> Order:
        """Put the order into the shop exactly so; the same number again replaces it."""

    def place_all(self, orders: Sequence[Order]) -> dict[int, dict[str, Any]]:
        """Put many new orders into the shop at once; what `everything` says of them then."""

    def change_status(self, number: int, status: str) -> None:
        """Give the order another status; it counts as changed now."""

    def change(self, number: int, *overrides: tuple[str, object]) -> None:
        """Edit single fields, as `overrides` of an Order; the order counts as changed now."""

    def delete(self, number: int) -> None:
        """Delete the order; it counts as changed now."""

    def status(self, number: int) -> str:
        """The order's status as it is now."""

    def spellings(self, status: str) -> Sequence[str]:
        """The words by which ShipStation may be told this status."""

    def shipments(self, number: int) -> list[Shipment]:
        """The order's shipments, oldest first."""

    def sku(self, number: int, text: str) -> str:
        """A SKU, or, where the text ends in `its line N`, what that line is exported with instead of one."""

    def read(self, number: int, /) -> dict[str, Any]:
        """The order's document as CarePortals keeps it."""

    def value(self, number: int, path: str) -> object:
        """What is in the field of an order that was placed; `path` as in `overrides` of an Order."""

    def everything(self) -> dict[int, dict[str, Any]]:
        """All orders that were placed as they are now, by number, in whatever form the shop has."""


def spread(count: int, start: datetime, step: timedelta) -> list[datetime]:
    """`count` times from `start` on, `step` apart."""
    return [start + step * index for index in range(count)]


def iso8601(at: datetime | None) -> str | None:
    """A UTC time to the millisecond, as JSON documents have it."""
    return None if at is None else at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def order_number(order: Mapping[str, Any]) -> int:
    """The number of an order, as ShipStation was given it. Raises Broken when it is none of the shop's."""
    given = str(order["orderNumber"])
    if not (given.isascii() and given.isdecimal()):
        raise Broken("order numbers of the shop", f"the number {given[:50]!r}")
    return int(given)
