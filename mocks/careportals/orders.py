"""Orders: the documents, and what counts as a change of one."""

import json
import re
import secrets
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from mocks.careportals.store import Store, instant, milliseconds
from mocks.control.clock import Clocks, from_text, to_text
from mocks.control.payload import Refusal, integer, text

STATUSES = (
    "pending",
    "awaiting_payment",
    "processing",
    "awaiting_requirements",
    "awaiting_requisition",
    "awaiting_results",
    "awaiting_script",
    "awaiting_fulfillment",
    "awaiting_shipment",
    "shipped",
    "completed",
    "cancelled",
    "disqualified",
    "refunded",
    "delivered",
)
"""Slugs [doc]; completed, disqualified, refunded and delivered are known from unofficial notes [assumed]."""

LARGEST_ID = 2**53 - 1
"""The largest human order number that every JSON reader keeps exactly."""

Document = dict[str, Any]
"""An order as documented; what was stored by the control side may lack or distort any of it but `_id`,
`organization`, `id`, `status` and `updatedAt`."""

_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_OBJECT_ID = re.compile(r"[0-9a-f]{24}")


def object_id() -> str:
    """A new random id, 24 hex digits like those of MongoDB."""
    return secrets.token_hex(12)


def is_object_id(value: object) -> bool:
    """Whether `value` has the form of an id."""
    return isinstance(value, str) and _OBJECT_ID.fullmatch(value) is not None


def _checked(document: Document, organization: str) -> datetime:
    """Check what the store needs of an order, and return its `updatedAt`. Raises Refusal 400."""
    if not is_object_id(document.get("_id")):
        raise Refusal(400, '"_id" must be 24 hex digits in lower case')
    if document.get("organization") != organization:
        raise Refusal(400, f'"organization" must be "{organization}"')
    integer(document.get("id"), "id", 0, LARGEST_ID)
    text(document, "status", limit=100)
    try:
        return from_text(text(document, "updatedAt", limit=100))
    except (ValueError, OverflowError):
        raise Refusal(400, '"updatedAt" must be a time such as 2024-07-25T10:00:00.000Z') from None


def assignee(document: Document) -> str | None:
    """The e-mail of the user to whom an order is assigned, in lower case; None if there is none."""
    assigned = document.get("assignedTo")
    username = assigned.get("username") if isinstance(assigned, dict) else None
    return username.lower() if isinstance(username, str) else None


class StoredOrder(NamedTuple):
    """An order as the store keeps it: the document as JSON text, and what of it is searched for."""

    id: str
    number: int
    status: str
    updated_at: int
    deleted: bool
    assigned_to: str | None
    document: str


def stored(document: Document, organization: str) -> StoredOrder:
    """A document as the store keeps it, if it has what the store needs. Raises Refusal 400."""
    updated_at = _checked(document, organization)
    return StoredOrder(
        document["_id"],
        document["id"],
        document["status"],
        milliseconds(updated_at),
        document.get("isDeleted") is True,
        assignee(document),
        _written(document),
    )


class Orders:
    """The orders of all organizations. Times are those of the organization's clock."""

    def __init__(self, store: Store, clocks: Clocks) -> None:
        self._store = store
        self._clocks = clocks

    def read(self, organization: str, order_id: str, assigned_to: str | None = None) -> Document:
        """One order, a deleted one too; with `assigned_to` only if it is assigned to this user.

        Raises Refusal 404.
        """
        row = self._store.connection.execute(
            "SELECT document, assigned_to FROM orders WHERE organization = ? AND id = ?",
            (organization, order_id),
        ).fetchone()
        if row is None or (assigned_to is not None and row["assigned_to"] != assigned_to):
            raise Refusal(404, "There is no such order")
        document: Document = json.loads(row["document"])
        return document

    def documents(self, organization: str) -> list[str]:
        """All orders of an organization as JSON texts, deleted ones too, by their number."""
        sql = "SELECT document FROM orders WHERE organization = ? ORDER BY number"
        return [row["document"] for row in self._store.connection.execute(sql, (organization,))]

    def put(self, organization: str, order_id: str, document: Document) -> tuple[Document, bool]:
        """Store an order exactly as given; the second value tells whether it is new.

        `_id` and `organization` are filled in if they are missing. Raises Refusal 400, or 409 when another
        order of the organization has this `id`.
        """
        document = {"_id": order_id, "organization": organization, **document}
        if document["_id"] != order_id:
            raise Refusal(400, '"_id" is not the one in the path')
        order = stored(document, organization)
        with self._store.transaction() as db:
            known = (organization, order_id)
            old = db.execute("DELETE FROM orders WHERE organization = ? AND id = ?", known).rowcount
            self.insert(organization, [order])
        return document, not old

    def insert(self, organization: str, orders: Iterable[StoredOrder]) -> None:
        """Store new orders, all or none. Raises Refusal 409 when an id is taken."""
        with self._store.transaction() as db:
            change = self._store.next_change()
            try:
                db.executemany(
                    "INSERT INTO orders (organization, change, id, number, status, updated_at, deleted,"
                    " assigned_to, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    ((organization, change, *order) for order in orders),
                )
            except sqlite3.IntegrityError:
                raise Refusal(409, "Another order of the organization has this id") from None

    def next_id(self, organization: str, first: int) -> int:
        """The number after the largest one of an organization, or `first` if it has no orders."""
        row = self._store.connection.execute(
            "SELECT max(number) FROM orders WHERE organization = ?", (organization,)
        ).fetchone()
        return first if row[0] is None else int(row[0]) + 1

    def set_status(
        self, organization: str, order_id: str, status: str, version: int | None, user_id: str
    ) -> Document:
        """Move an order to another status; the same one again changes nothing.

        Raises Refusal 404, or 409 when the order is deleted or `version` is given and is not its version.
        """
        with self._store.transaction():
            document = self.read(organization, order_id)
            if document.get("isDeleted") is True:
                raise Refusal(409, "Order is deleted")
            if version is not None and document.get("version") != version:
                raise Refusal(409, "Order has changed: its version is another one")
            if document["status"] == status:
                return document
            at = self.stamp(document)
            entry = {
                "prevStatus": document["status"],
                "newStatus": status,
                "updatedAt": at,
                "userId": user_id,
            }
            document["statusHistory"] = [*listed(document, "statusHistory"), entry]
            document["status"] = status
            if status == "shipped":
                document["shippedAt"] = at
            self.replace(document)
        return document

    def delete(self, organization: str, order_id: str) -> None:
        """Mark an order as deleted; a deleted one stays as it is. Raises Refusal 404."""
        with self._store.transaction():
            document = self.read(organization, order_id)
            if document.get("isDeleted") is not True:
                self.stamp(document)
                document["isDeleted"] = True
                self.replace(document)

    def stamp(self, document: Document) -> str:
        """Give a document that is about to change its next `version` and `updatedAt`, and return the latter.

        `updatedAt` never goes back, even if the clock does.
        """
        now = self._clocks.of(document["organization"]).now()
        before = instant(milliseconds(from_text(document["updatedAt"])))
        document["updatedAt"] = to_text(now) if now > before else document["updatedAt"]
        version = document.get("version")
        document["version"] = version + 1 if type(version) is int else 1
        return str(document["updatedAt"])

    def replace(self, document: Document) -> None:
        """Store a changed document in place of the order's old one."""
        with self._store.transaction() as db:
            db.execute(
                "UPDATE orders SET status = ?, updated_at = ?, change = ?, deleted = ?, document = ?"
                " WHERE organization = ? AND id = ?",
                (
                    document["status"],
                    milliseconds(from_text(document["updatedAt"])),
                    self._store.next_change(),
                    document.get("isDeleted") is True,
                    _written(document),
                    document["organization"],
                    document["_id"],
                ),
            )


def listed(document: Document, name: str) -> list[Any]:
    """A list of a document; empty when it is missing or no list."""
    value = document.get(name)
    return value if isinstance(value, list) else []
