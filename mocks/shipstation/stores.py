"""The Custom Stores that are connected to an account."""

import functools
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mocks.control.clock import from_text, to_text
from mocks.shipstation.database import new_id
from mocks.shipstation.form import Form, read_form
from mocks.shipstation.settings import StoreSettings

REFRESHES_KEPT = 100
"""Refreshes remembered per store."""


@dataclass(frozen=True)
class Store:
    """A connected store. `window_end` is the end of the last good refresh, None before the first."""

    id: int
    account: str
    form: Form
    settings: StoreSettings
    created_at: datetime
    window_end: datetime | None
    last_attempt_at: datetime | None

    @property
    def next_refresh_at(self) -> datetime | None:
        """When the automatic refresh is due: so long after the last attempt; None where there is none."""
        minutes = self.settings.auto_refresh_minutes
        if minutes is None:
            return None
        return (self.last_attempt_at or self.created_at) + timedelta(minutes=minutes)

    def to_json(self) -> dict[str, Any]:
        """The store as the API shows it: never with its password; settings as they are in force."""
        shown = self.form.to_json() | {"settings": self.settings.to_json()}
        del shown["password"]
        return {
            "id": self.id,
            **shown,
            "createdAt": to_text(self.created_at),
            "refreshedUntil": to_text(self.window_end) if self.window_end else None,
            "lastRefreshAt": to_text(self.last_attempt_at) if self.last_attempt_at else None,
        }


class Stores:
    """All stores of the server, and the defaults of their settings (values under the API's names)."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._defaults: dict[str, Any] = {}

    @property
    def defaults(self) -> StoreSettings:
        """The settings of a store that sets none itself."""
        return StoreSettings.from_json(self._defaults)

    def change_defaults(self, values: Mapping[str, Any]) -> None:
        """Set some defaults; the values are checked already."""
        self._defaults |= values

    def forget_defaults(self) -> None:
        """Back to the defaults of the program."""
        self._defaults.clear()

    def settings_of(self, form: Form) -> StoreSettings:
        """The settings in force for a form, connected or not."""
        return StoreSettings.from_json(self._defaults | form.settings)

    def add(self, account: str, form: Form, at: datetime) -> Store:
        """Connect a store."""
        written, own = _written(form)
        query = "INSERT INTO stores (account, form, settings, created_at) VALUES (?, ?, ?, ?)"
        cursor = self._db.execute(query, (account, written, own, to_text(at)))
        return Store(new_id(cursor), account, form, self.settings_of(form), at, None, None)

    def of(self, account: str) -> list[Store]:
        """The stores of an account, oldest first."""
        query = "SELECT * FROM stores WHERE account = ? AND NOT deleted ORDER BY id"
        return [self._store(row) for row in self._db.execute(query, (account,))]

    def get(self, store: int) -> Store | None:
        """A connected store."""
        row = self._db.execute("SELECT * FROM stores WHERE id = ? AND NOT deleted", (store,)).fetchone()
        return self._store(row) if row else None

    def change(self, store: Store, form: Form) -> None:
        """Keep a form that was filled in anew."""
        self._db.execute("UPDATE stores SET form = ?, settings = ? WHERE id = ?", (*_written(form), store.id))

    def delete(self, store: Store) -> None:
        """Disconnect a store. Its orders stay in the account [assumed]; its password does not."""
        query = "UPDATE stores SET deleted = 1, form = '{}', settings = '{}' WHERE id = ?"
        self._db.execute(query, (store.id,))

    def with_automatic_refresh(self, account: str | None) -> list[Store]:
        """The stores, of one account or of all, that refresh by themselves."""
        query = "SELECT * FROM stores WHERE NOT deleted AND (?1 IS NULL OR account = ?1)"
        if self.defaults.auto_refresh_minutes is None:
            query += " AND json_extract(settings, '$.autoRefreshMinutes') IS NOT NULL"
        stores = (self._store(row) for row in self._db.execute(query, (account,)))
        return [store for store in stores if store.settings.auto_refresh_minutes is not None]

    def record_refresh(self, store: Store, at: datetime, document: dict[str, Any]) -> None:
        """Remember a refresh that began at `at`, and forget the oldest beyond REFRESHES_KEPT."""
        self._db.execute("UPDATE stores SET last_attempt_at = ? WHERE id = ?", (to_text(at), store.id))
        query = "INSERT INTO refreshes (store, document) VALUES (?, ?)"
        self._db.execute(query, (store.id, json.dumps(document)))
        self._db.execute(
            "DELETE FROM refreshes WHERE id IN"
            " (SELECT id FROM refreshes WHERE store = ? ORDER BY id DESC LIMIT -1 OFFSET ?)",
            (store.id, REFRESHES_KEPT),
        )

    def advance_window(self, store: Store, end: datetime) -> None:
        """The next refresh begins where this one ended."""
        self._db.execute("UPDATE stores SET window_end = ? WHERE id = ?", (to_text(end), store.id))

    def refreshes_of(self, store: Store, limit: int = REFRESHES_KEPT) -> list[dict[str, Any]]:
        """The remembered refreshes, newest first."""
        query = "SELECT document FROM refreshes WHERE store = ? ORDER BY id DESC LIMIT ?"
        return [json.loads(row["document"]) for row in self._db.execute(query, (store.id, limit))]

    def _store(self, row: sqlite3.Row) -> Store:
        form = _read(row["form"])
        return Store(
            row["id"],
            row["account"],
            form,
            self.settings_of(form),
            from_text(row["created_at"]),
            from_text(row["window_end"]) if row["window_end"] else None,
            from_text(row["last_attempt_at"]) if row["last_attempt_at"] else None,
        )


@functools.lru_cache(maxsize=1000)
def _read(written: str) -> Form:
    # Every request about a store and its orders reads the form, which has been checked when it was written.
    return read_form(json.loads(written))


def _written(form: Form) -> tuple[str, str]:
    # The settings are a column too, so that the stores which refresh by themselves are found by a query.
    return json.dumps(form.to_json()), json.dumps(form.settings)
