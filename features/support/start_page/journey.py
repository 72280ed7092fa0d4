"""The way of one order from CarePortals over the bridge to ShipStation and back, as both journals tell it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import parse_qs, urlencode, urlsplit

from features.support.start_page.sample import Sample
from features.support.wire import Send, Server

REQUESTS = 12
"""Requests of ShipStation that are shown, the latest."""

CALLS = 12
"""Calls of the bridge that are shown below each."""

NUMBERS = 200
"""Orders that are offered for choice, the latest."""

ENTRIES = "/_control/traffic/entries"
"""Where a mock tells of its traffic, filtered like its page."""

SLACK = 0.005
"""Seconds by which a call may seem to begin or end outside the request that caused it."""

TABS = {
    "awaiting_payment": "Awaiting Payment",
    "on_hold": "On Hold",
    "awaiting_shipment": "Awaiting Shipment",
    "shipped": "Shipped",
    "cancelled": "Cancelled",
}

Lane = Literal["careportals", "bridge", "shipstation"]


@dataclass(frozen=True)
class Message:
    """A request and its answer. `asked`, `asker`: the lanes; `page`: where it is shown in full."""

    asker: Lane
    asked: Lane
    method: str
    url: str
    status: int | None
    note: str
    milliseconds: float
    began: float
    page: str

    @property
    def path(self) -> str:
        """The address without its server."""
        parts = urlsplit(self.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def within(self, other: "Message") -> bool:
        """Whether this one happened while `other` was under way."""
        return other.began - SLACK <= self.began <= other.began + other.milliseconds / 1000 + SLACK


@dataclass(frozen=True)
class Leg:
    """A request of ShipStation's to the bridge, with what the bridge asked CarePortals because of it."""

    title: str
    request: Message
    calls: list[Message] = field(default_factory=list)
    left_out: int = 0

    @property
    def at(self) -> str:
        """When it began, in UTC, by the machine's clock."""
        return datetime.fromtimestamp(self.request.began, UTC).strftime("%H:%M:%S")


@dataclass(frozen=True)
class Journey:
    """`order` as CarePortals holds it, `imported` as ShipStation does; `earlier` legs are not shown."""

    number: str
    order: Mapping[str, Any] | None
    imported: Mapping[str, Any] | None
    legs: list[Leg]
    earlier: int = 0

    @property
    def tab(self) -> str:
        """The tab of ShipStation's that it is in."""
        tab = str(self.imported["tab"]) if self.imported else ""
        return TABS.get(tab, tab)


class Journeys:
    """Follows the orders of the sample organization."""

    def __init__(self, sample: Sample, send: Send) -> None:
        self._sample = sample
        self._careportals = Server(send, sample.addresses.careportals)
        self._shipstation = Server(send, sample.addresses.shipstation)

    def numbers(self) -> list[str]:
        """The numbers of the latest orders in CarePortals, the newest first."""
        return [str(order["id"]) for order in self._orders()[-NUMBERS:]][::-1]

    def of(self, number: str) -> Journey:
        """The way of an order; without legs when it has gone none. Raises HarnessError."""
        order = next((each for each in self._orders() if str(each["id"]) == number), None)
        imported = self._imported(number)
        sign = str(order["_id"]) if order else ""
        asked = sorted(self._asked(number, sign), key=lambda message: message.began)
        calls = list(self._calls())
        legs = [_leg(request, calls) for request in asked[-REQUESTS:]]
        return Journey(number, order, imported, legs, max(0, len(asked) - REQUESTS))

    def _orders(self) -> list[dict[str, Any]]:
        path = f"/_control/organizations/{self._sample.org}/orders"
        answer = self._careportals.ask("GET", path)
        found: list[dict[str, Any]] = answer.json()["orders"] if answer.is_success else []
        return found

    def _imported(self, number: str) -> dict[str, Any] | None:
        signed_in = self._shipstation.ask("POST", "/sign-in", self._sample.sign_in)
        if not signed_in.is_success or not number:
            return None
        server = self._shipstation.with_headers(Authorization=f"Bearer {signed_in.json()['token']}")
        found = server.ask("GET", "/orders", number=number)
        orders: list[dict[str, Any]] = found.json()["orders"] if found.is_success else []
        return orders[0] if orders else None

    def _asked(self, number: str, sign: str) -> Iterator[Message]:
        """The requests to the bridge that the order is in: in an answer, or in the address of a notice."""
        seen: set[int] = set()
        for wanted in ({"body": sign}, {"path": f"order_number={number}"}):
            if not all(wanted.values()):
                continue
            for entry in _entries(self._shipstation, wanted):
                named = parse_qs(urlsplit(entry["url"]).query).get("order_number", [number])
                if entry["direction"] == "out" and named == [number] and entry["number"] not in seen:
                    seen.add(entry["number"])
                    yield _message(entry, "shipstation", "bridge", self._sample.addresses.shipstation)

    def _calls(self) -> Iterator[Message]:
        for entry in _entries(self._careportals, {"tenant": self._sample.org}):
            yield _message(entry, "bridge", "careportals", self._sample.addresses.careportals)


def _entries(server: Server, wanted: Mapping[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = server.call("GET", f"{ENTRIES}?{urlencode(wanted)}")["entries"]
    return found


def _message(entry: Mapping[str, Any], asker: Lane, asked: Lane, mock: str) -> Message:
    fault = f"fault on purpose: {entry['fault']['name']}" if entry["fault"] else ""
    return Message(
        asker,
        asked,
        entry["method"],
        entry["url"],
        entry["status"],
        " – ".join(filter(None, (entry["note"], fault))),
        entry["milliseconds"],
        entry["ended"] - entry["milliseconds"] / 1000,
        f"{mock}/_control/pages/traffic/{entry['number']}",
    )


def _leg(request: Message, calls: list[Message]) -> Leg:
    caused = sorted((call for call in calls if call.within(request)), key=lambda call: call.began)
    title = "ShipStation pulls orders" if request.method == "GET" else "ShipStation tells of a shipment"
    return Leg(title, request, caused[:CALLS], max(0, len(caused) - CALLS))
