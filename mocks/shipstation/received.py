"""What a pull has brought so far: kept on disk when it is much, for all of it is imported or nothing is."""

import json
import sqlite3
from collections.abc import Iterator, Sequence

from mocks.shipstation.document import ImportedOrder, Warned

WARNINGS_KEPT = 1000
"""Warnings that a refresh lists; beyond them it only says how many there are."""

_TABLE = """
PRAGMA journal_mode = OFF;
CREATE TABLE received (
    place INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    document TEXT NOT NULL,
    warnings TEXT NOT NULL,
    times INTEGER NOT NULL DEFAULT 1
);
"""
_ADD = """
INSERT INTO received (number, status, document, warnings) VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET status = excluded.status, document = excluded.document,
    warnings = excluded.warnings, times = times + 1
"""


class Received:
    """The orders, each number once and where it came first, with what came last. Close it in the end.

    Its length is how many have come, repeated ones counted each time.
    """

    def __init__(self) -> None:
        self._count = 0
        self._opened: sqlite3.Connection | None = None

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[ImportedOrder]:
        query = "SELECT number, status, document, warnings FROM received ORDER BY place"
        for number, status, document, warnings in self._db.execute(query):
            yield ImportedOrder(number, status, document, tuple(json.loads(warnings)))

    def add(self, orders: Sequence[ImportedOrder]) -> None:
        """Keep the orders of one more page."""
        if not orders:
            return
        self._count += len(orders)
        rows = ((order.number, order.status, order.document, json.dumps(order.warnings)) for order in orders)
        self._db.execute("BEGIN")
        self._db.executemany(_ADD, rows)
        self._db.execute("COMMIT")

    def repeated(self) -> Iterator[tuple[str, int]]:
        """The numbers that have come more than once, and how often."""
        yield from self._db.execute("SELECT number, times FROM received WHERE times > 1 ORDER BY place")

    def statuses(self) -> Iterator[tuple[str, str]]:
        """The number of each order, and the status that it has come to."""
        yield from self._db.execute("SELECT number, status FROM received ORDER BY place")

    def close(self) -> None:
        """Let go of all of it."""
        if self._opened is not None:
            self._opened.close()

    @property
    def _db(self) -> sqlite3.Connection:
        # Opened when the first order comes, for most refreshes bring none. One without a name is temporary:
        # SQLite keeps what does not fit into its cache in a file that nobody sees.
        if self._opened is None:
            self._opened = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            self._opened.executescript(_TABLE)
        return self._opened


class Warnings:
    """What was odd in a pull: the first ones, and how many there are in all."""

    def __init__(self) -> None:
        self.first: list[Warned] = []
        self._count = 0

    def __bool__(self) -> bool:
        return bool(self.first)

    def add(self, *more: Warned) -> None:
        """Some more."""
        self._count += len(more)
        self.first += more[: WARNINGS_KEPT - len(self.first)]

    def shown(self) -> list[dict[str, str | None]]:
        """As the report of a refresh lists them."""
        left = self._count - len(self.first)
        rest = [Warned(None, f"and {left} more warnings")] if left else []
        return [warned.to_json() for warned in [*self.first, *rest]]
