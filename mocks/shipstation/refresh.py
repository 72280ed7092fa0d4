"""A refresh of one store: all pages are pulled and validated, then all are imported, or nothing is."""

import asyncio
import sqlite3
import time
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakValueDictionary

from mocks.control.clock import Clocks, to_text
from mocks.shipstation.database import transaction
from mocks.shipstation.document import Warned
from mocks.shipstation.exchange import Endpoint
from mocks.shipstation.failure import Failure
from mocks.shipstation.form import Form
from mocks.shipstation.importer import Importer
from mocks.shipstation.poller import TEST_SPAN, Poller, Pull
from mocks.shipstation.protocol import Window, minute
from mocks.shipstation.stores import Store, Stores


class Refreshes:
    """Runs refreshes and connection tests, one refresh of a store at a time; a second one waits."""

    def __init__(self, db: sqlite3.Connection, stores: Stores, poller: Poller, clocks: Clocks) -> None:
        self._db = db
        self._stores = stores
        self._poller = poller
        self._clocks = clocks
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._running: dict[int, Pull] = {}

    async def test_connection(self, account: str, form: Form) -> None:
        """Ask the endpoint as a refresh would, and keep nothing. Raises Failure."""
        end = minute(self._clocks.of(account).now())
        endpoint = Endpoint(account, form, self._stores.settings_of(form))
        await self._poller.test(endpoint, Window(end - TEST_SPAN, end))

    async def refresh(self, store_id: int) -> dict[str, Any] | None:
        """Refresh a store; the refresh as the API shows it, or None when the store is gone."""
        async with self._lock_of(store_id):
            store = self._stores.get(store_id)
            return await self._refresh(store) if store else None

    async def refresh_if_due(self, store_id: int) -> bool:
        """Refresh a store whose time has come; whether it was so."""
        async with self._lock_of(store_id):
            store = self._stores.get(store_id)
            if store is None or not self.due(store):
                return False
            return await self._refresh(store) is not None

    def due(self, store: Store) -> bool:
        """Whether the automatic refresh of a store has to run now: so long after the last attempt."""
        at = store.next_refresh_at
        return at is not None and self._clocks.of(store.account).now() >= at

    def running(self, store_id: int) -> Pull | None:
        """What the refresh of a store that is under way has received so far; None when there is none."""
        return self._running.get(store_id)

    def _lock_of(self, store_id: int) -> asyncio.Lock:
        return self._locks.setdefault(store_id, asyncio.Lock())

    def _window(self, store: Store, now: datetime) -> Window:
        end = minute(now)
        start = store.window_end or minute(now - timedelta(days=store.settings.first_import_days))
        # A clock that was set back must not give a window that ends before it starts.
        return Window(min(start, end), end)

    async def _refresh(self, store: Store) -> dict[str, Any] | None:
        pull = self._running[store.id] = Pull()
        try:
            return await self._pulled(store, pull)
        finally:
            del self._running[store.id]
            pull.orders.close()

    async def _pulled(self, store: Store, pull: Pull) -> dict[str, Any] | None:
        now = self._clocks.of(store.account).now()
        window = self._window(store, now)
        importer = Importer(self._db, store, now)
        failure: Failure | None = None
        try:
            await self._poller.pull(Endpoint(store.account, store.form, store.settings), window, pull)
            for warned in importer.warnings_for(pull.orders):
                pull.warnings.add(warned)
            if store.settings.strict and pull.warnings:
                raise _refusal(pull.warnings.first[0])
        except Failure as caught:
            failure = caught
        if self._stores.get(store.id) is None:
            return None  # deleted, or its account reset, while we waited for its endpoint
        with transaction(self._db):
            if failure is None:
                importer.write(pull.orders)
                self._stores.advance_window(store, window.end)
            milliseconds = round((time.perf_counter() - pull.began) * 1000, 1)
            report = _report(window, pull, importer, failure, now, milliseconds)
            self._stores.record_refresh(store, now, report)
        return report


def _refusal(warned: Warned) -> Failure:
    where = f"Order {warned.number}: " if warned.number else ""
    return Failure(f"{where}{warned.message}.")


def _report(
    window: Window, pull: Pull, importer: Importer, failure: Failure | None, at: datetime, milliseconds: float
) -> dict[str, Any]:
    return {
        "ok": failure is None,
        "window": window.to_json(),
        "pages": pull.pages,
        "received": len(pull.orders),
        "imported": importer.counts["imported"],
        "updated": importer.counts["updated"],
        "unchanged": importer.counts["unchanged"],
        "warnings": pull.warnings.shown(),
        "error": failure.to_json() if failure else None,
        "startedAt": to_text(at),
        "milliseconds": milliseconds,
    }
