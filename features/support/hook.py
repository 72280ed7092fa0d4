"""The shop hook: five HTTP calls by which any shop can stand behind the target (docs/shop-hook.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from features.support.access import NotApplicable
from features.support.evidence import HarnessError
from features.support.neutral import STATUSES, Neutral
from features.support.shop import Shipment
from features.support.wire import Send, Server

BOXES = {
    "awaiting_payment": "Awaiting Payment Status",
    "awaiting_shipment": "Awaiting Shipment Statuses",
    "shipped": "Shipped Status",
    "cancelled": "Cancelled Status",
    "on_hold": "On-Hold Status",
}
"""The box of the store form for each neutral status."""

ABILITIES = ("tenants", "backdate", "delete", "shipments")
"""What a hook may do beyond the least."""

TENANT = "{tenant}"
"""Stands in the store's address for the tenant."""


@dataclass(frozen=True)
class Description:
    """What a hook says of itself: the store's address and credentials, the boxes by label, its abilities."""

    url: str
    username: str
    password: str = field(repr=False)
    boxes: Mapping[str, str]
    can: frozenset[str]


@dataclass(frozen=True)
class Sight:
    """An order as the hook shows it; `skus` are those of its lines.

    `changed` and `shipments` are None if it tells none.
    """

    order_id: str
    changed: datetime | None
    status: str
    skus: Sequence[str]
    shipments: list[Shipment] | None


class Hook:
    """The five calls, after a first look. Every failure of the hook itself raises HarnessError.

    `tenant` is None where there is only one.
    """

    def __init__(self, send: Send, url: str) -> None:
        self._server = Server(send, url)
        self.description = self.look(None)

    def can(self, ability: str) -> bool:
        """Whether the hook says that it can do this."""
        return ability in self.description.can

    def look(self, tenant: str | None) -> Description:
        """What it can do, and the store of this tenant."""
        return read_description(self._call("GET", "", tenant=tenant))

    def reset(self, tenant: str | None) -> None:
        """Forget all orders, and begin anew."""
        self._call("POST", "/reset", tenant=tenant)

    def put(self, number: int, order: Neutral, tenant: str | None) -> None:
        """Put an order. Raises NotApplicable when the shop cannot hold such a one."""
        self._call("PUT", f"/orders/{number}", order, tenant)

    def patch(self, number: int, fields: Neutral, tenant: str | None) -> None:
        """Change some fields. Raises NotApplicable when the shop cannot hold such an order."""
        self._call("PATCH", f"/orders/{number}", fields, tenant)

    def get(self, number: int, tenant: str | None) -> Neutral | None:
        """The order as the hook tells it; None when there is none, as it may be with a deleted one."""
        found = self._call("GET", f"/orders/{number}", tenant=tenant)
        return None if found is None else _object(found, f"the order {number}")

    def _call(self, method: str, path: str, body: Neutral | None = None, tenant: str | None = None) -> Any:
        try:
            answer = self._server.ask(method, path, body, tenant=tenant)
        except HarnessError as error:
            raise HarnessError(f"the shop hook does not answer: {error}") from error
        call = f"{method} {self._server.url}{path}"
        if answer.status_code == 422 and body is not None:
            raise NotApplicable(f"the shop hook says: {answer.text[:200]}")
        if answer.status_code == 404 and method == "GET" and path:
            return None
        if not answer.is_success:
            raise HarnessError(f"the shop hook failed: {call}: {answer.status_code} {answer.text[:300]}")
        try:
            return answer.json() if answer.content else None
        except ValueError:
            raise HarnessError(f"the shop hook failed: {call}: the answer is not JSON") from None


def read_description(answer: object) -> Description:
    """Check what a hook says of itself. Raises HarnessError."""
    said = _object(answer, "the description")
    store, boxes = _object(said.get("store"), "store"), _object(said.get("statuses"), "statuses")
    can = said.get("can")
    if not isinstance(can, list) or not all(isinstance(word, str) for word in can):
        raise _malformed('"can" must be a list of words')
    if unknown := sorted(set(can) - set(ABILITIES)):
        raise _malformed(f'"can" holds {", ".join(unknown)}; known are {", ".join(ABILITIES)}')
    if boxes.keys() != BOXES.keys():
        raise _malformed(f'"statuses" must have exactly {", ".join(BOXES)}')
    url = _text(store, "store", "url")
    if (TENANT in url) != ("tenants" in can):
        raise _malformed(f'store.url must hold {TENANT} if, and only if, "can" holds "tenants"')
    return Description(
        url,
        _text(store, "store", "username"),
        _text(store, "store", "password"),
        {label: _text(boxes, "statuses", status) for status, label in BOXES.items()},
        frozenset(can),
    )


def read_sight(number: int, answer: Neutral) -> Sight:
    """Check what a hook shows of an order. Raises HarnessError."""
    name = f"the order {number}"
    status = _text(answer, name, "status")
    if status not in STATUSES.values():
        raise _malformed(f"{name} has the status {status!r}; known are {', '.join(STATUSES.values())}")
    lines = [_object(line, f"a line of {name}") for line in _list(answer, name, "lines")]
    shipments = None
    if "shipments" in answer:
        shipments = [_shipment(entry, name) for entry in _list(answer, name, "shipments")]
    return Sight(
        _text(answer, name, "orderId"),
        _time(answer, name, "changedAt"),
        status,
        [_maybe(line, name, "sku") for line in lines],
        shipments,
    )


def _shipment(entry: object, order: str) -> Shipment:
    name = f"a shipment of {order}"
    shipment = _object(entry, name)
    items = []
    for each in _list(shipment, name, "items"):
        item = _object(each, f"an item of {name}")
        quantity = item.get("quantity")
        if type(quantity) is not int:
            raise _malformed(f"an item of {name} needs a whole number as its quantity")
        items.append((_maybe(item, name, "sku"), quantity))
    return Shipment(
        _maybe(shipment, name, "carrier"),
        _maybe(shipment, name, "service"),
        _maybe(shipment, name, "trackingNumber"),
        _maybe(shipment, name, "shipDate"),
        tuple(sorted(items)),
    )


def _object(value: object, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _malformed(f"{name} must be an object")
    return value


def _list(parent: Mapping[str, Any], name: str, key: str) -> list[Any]:
    value = parent.get(key)
    if not isinstance(value, list):
        raise _malformed(f"{name} needs a list as its {key}")
    return value


def _text(parent: Mapping[str, Any], name: str, key: str) -> str:
    value = parent.get(key)
    if not isinstance(value, str) or not value:
        raise _malformed(f"{name} needs a text as its {key}")
    return value


def _maybe(parent: Mapping[str, Any], name: str, key: str) -> str:
    """A text that may be empty, null or missing."""
    value = parent.get(key) or ""
    if not isinstance(value, str):
        raise _malformed(f"{name} has a {key} that is no text")
    return value


def _time(parent: Mapping[str, Any], name: str, key: str) -> datetime | None:
    """A time that may be null or missing; without an offset it is UTC."""
    text = _maybe(parent, name, key)
    try:
        at = datetime.fromisoformat(text) if text else None
    except ValueError:
        raise _malformed(f"{name} has as its {key} {text!r}, which is no ISO 8601 time") from None
    return at.replace(tzinfo=at.tzinfo or UTC) if at else None


def _malformed(what: str) -> HarnessError:
    return HarnessError(f"the shop hook answers amiss: {what}")
