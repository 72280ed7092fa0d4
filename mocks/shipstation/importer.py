"""Putting received orders into the account: found again by number, filed by the store's status."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from mocks.control.clock import to_text
from mocks.shipstation.document import ImportedOrder, Warned
from mocks.shipstation.mapping import Tab, tabs_by_status
from mocks.shipstation.received import Received
from mocks.shipstation.stores import Store


class Importer:
    """Writes the orders of one refresh; `counts` has `imported`, `updated` and `unchanged`."""

    def __init__(self, db: sqlite3.Connection, store: Store, at: datetime) -> None:
        self._db = db
        self._store = store
        self._at = to_text(at)
        self._tabs = tabs_by_status(store.form.statuses)
        self.counts: Counter[str] = Counter()

    def warnings_for(self, orders: Received) -> Iterator[Warned]:
        """What only shows when all orders and the store's mapping are known."""
        for number, times in orders.repeated():
            yield Warned(number, f"The reply holds this order number {times} times; the last one counts")
        for number, status in orders.statuses():
            if message := self._unmapped(status):
                yield Warned(number, message)

    def _unmapped(self, status: str) -> str | None:
        if status in self._tabs:
            return None
        return f"The status '{status}' is in no box of the store: filed under {self._tab(status)}"

    def _tab(self, status: str) -> Tab:
        # Case counts [doc V1]; an unmapped status has been seen under Awaiting Shipment.
        return self._tabs.get(status, self._store.settings.unmapped_tab)

    def write(self, orders: Iterable[ImportedOrder]) -> None:
        """Insert or update orders, each number once. Within a transaction of the caller."""
        for order in orders:
            self._write_one(order)

    def _write_one(self, order: ImportedOrder) -> None:
        tab = self._tab(order.status)
        unmapped = self._unmapped(order.status)
        warnings = json.dumps([*order.warnings, unmapped] if unmapped else order.warnings)
        query = "SELECT id, document, tab, tab_history FROM orders WHERE store = ? AND number = ?"
        known = self._db.execute(query, (self._store.id, order.number)).fetchone()
        if known is None:
            self._insert(order, tab, warnings)
            return
        same = known["document"] == order.document and known["tab"] == tab
        self.counts["unchanged" if same else "updated"] += 1
        history = with_move(known["tab_history"], self._at, tab, order.status)
        self._db.execute(
            "UPDATE orders SET status = ?, tab = ?, imports = imports + 1, document = ?, warnings = ?,"
            " tab_history = ? WHERE id = ?",
            (order.status, tab, order.document, warnings, history, known["id"]),
        )

    def _insert(self, order: ImportedOrder, tab: Tab, warnings: str) -> None:
        self.counts["imported"] += 1
        history = with_move("[]", self._at, tab, order.status)
        self._db.execute(
            "INSERT INTO orders"
            " (account, store, number, status, tab, imports, document, warnings, tab_history)"
            " VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?)",
            (
                self._store.account,
                self._store.id,
                order.number,
                order.status,
                tab,
                order.document,
                warnings,
                history,
            ),
        )


def with_move(history: str, at: str, tab: Tab, status: str) -> str:
    """A tab history, as JSON text, with one more entry if tab or status differ from the last one."""
    entries = json.loads(history)
    if entries and (entries[-1]["tab"], entries[-1]["status"]) == (tab, status):
        return history
    return json.dumps([*entries, {"at": at, "tab": tab, "status": status}])
