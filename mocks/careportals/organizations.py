"""Organizations: the tenants."""

import re
import sqlite3

from mocks.careportals.store import Store
from mocks.control.payload import Refusal

_KEY = re.compile(r"[a-z0-9_]{1,64}")


def organization_key(value: object) -> str:
    """`value` if it can be an organization's key. Raises Refusal 400."""
    if isinstance(value, str) and _KEY.fullmatch(value):
        return value
    raise Refusal(400, '"org_key" must be 1 to 64 of the characters a-z, 0-9 and _')


class Organizations:
    """All organizations of this mock."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def create(self, org_key: str, name: str) -> None:
        """Add an organization. Raises Refusal 409 when there is one with this key."""
        try:
            with self._store.transaction() as db:
                db.execute("INSERT INTO organization VALUES (?, ?)", (org_key, name))
        except sqlite3.IntegrityError:
            raise Refusal(409, f"The organization {org_key} exists already") from None

    def exists(self, org_key: str) -> bool:
        """Whether there is an organization with this key."""
        found = self._store.connection.execute("SELECT 1 FROM organization WHERE org_key = ?", (org_key,))
        return found.fetchone() is not None

    def require(self, org_key: str) -> str:
        """`org_key` if there is such an organization. Raises Refusal 404."""
        if not self.exists(org_key):
            raise Refusal(404, "There is no such organization")
        return org_key

    def read(self) -> list[dict[str, object]]:
        """Key, name, and how many users and orders each organization has."""
        rows = self._store.connection.execute(
            "SELECT org_key, name,"
            " (SELECT count(*) FROM membership WHERE organization = org_key) AS users,"
            " (SELECT count(*) FROM orders WHERE organization = org_key) AS orders"
            " FROM organization ORDER BY org_key"
        )
        return [dict(row) for row in rows]

    def keys(self) -> list[str]:
        """The keys of all organizations."""
        rows = self._store.connection.execute("SELECT org_key FROM organization ORDER BY org_key")
        return [row["org_key"] for row in rows]

    def name(self, org_key: str) -> str:
        """What an organization is called. Raises Refusal 404."""
        found = self._store.connection.execute("SELECT name FROM organization WHERE org_key = ?", (org_key,))
        row = found.fetchone()
        if row is None:
            raise Refusal(404, "There is no such organization")
        return str(row["name"])

    def forget(self, org_key: str | None) -> None:
        """Drop one organization with all that belongs to it, or all of them; accounts stay."""
        with self._store.transaction() as db:
            for statement in (
                "DELETE FROM shipment_key WHERE ?1 IS NULL OR organization = ?1",
                "DELETE FROM orders WHERE ?1 IS NULL OR organization = ?1",
                "DELETE FROM order_count WHERE ?1 IS NULL OR organization = ?1",
                "DELETE FROM mail WHERE ?1 IS NULL OR organization = ?1",
                "DELETE FROM membership WHERE ?1 IS NULL OR organization = ?1",
                "DELETE FROM organization WHERE ?1 IS NULL OR org_key = ?1",
            ):
                db.execute(statement, (org_key,))
