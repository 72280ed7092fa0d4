"""The SQLite database: schema, connection, transactions."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from mocks.control.clock import MILLISECOND

_APPLICATION = 0x63617265  # "care"; tells our files from other people's

_SCHEMA = """
CREATE TABLE value (
    name TEXT PRIMARY KEY,
    value NOT NULL
) WITHOUT ROWID;

CREATE TABLE organization (
    org_key TEXT PRIMARY KEY,
    name TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE account (
    email_key TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    password BLOB NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL
) WITHOUT ROWID;

-- A membership is active when an account with its e-mail exists: there is no column for it.
CREATE TABLE membership (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    organization TEXT NOT NULL,
    email_key TEXT NOT NULL,
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    first_name TEXT,
    last_name TEXT,
    phone TEXT NOT NULL DEFAULT '',
    team TEXT NOT NULL DEFAULT '',
    link_token TEXT UNIQUE,
    UNIQUE (organization, email_key)
);
CREATE INDEX membership_by_email ON membership (email_key);

CREATE TABLE mail (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    organization TEXT NOT NULL,
    recipient TEXT NOT NULL,
    recipient_key TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    link_token TEXT
);
CREATE INDEX mail_by_organization ON mail (organization, number);

CREATE TABLE orders (
    organization TEXT NOT NULL,
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    status TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    change INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    assigned_to TEXT,
    document TEXT NOT NULL,
    UNIQUE (organization, id),
    UNIQUE (organization, number)
);
-- Position first, then all that a list filters by: counting never reads a document.
CREATE INDEX orders_by_update
    ON orders (organization, updated_at, id, change, deleted, status, assigned_to);

CREATE TABLE shipment_key (
    organization TEXT NOT NULL,
    order_id TEXT NOT NULL,
    key TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (organization, order_id, key)
) WITHOUT ROWID;
"""


# Kept by the database itself, so that no change of an order is left out. The spans are of 8 seconds,
# 17 minutes and 37 hours, in milliseconds; each begins at a multiple of its size.
_COUNTS = """
CREATE TABLE span (size INTEGER PRIMARY KEY);
INSERT INTO span VALUES (1 << 13), (1 << 20), (1 << 27);

CREATE TABLE order_count (
    organization TEXT NOT NULL,
    size INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    start INTEGER NOT NULL,
    orders INTEGER NOT NULL,
    PRIMARY KEY (organization, size, deleted, start)
) WITHOUT ROWID;

INSERT INTO order_count
    SELECT organization, size, deleted, updated_at - (updated_at % size + size) % size, count(*)
    FROM span, orders GROUP BY 1, 2, 3, 4;

CREATE TRIGGER order_added AFTER INSERT ON orders BEGIN
    INSERT INTO order_count
        SELECT NEW.organization, size, NEW.deleted, NEW.updated_at - (NEW.updated_at % size + size) % size, 1
        FROM span WHERE true
        ON CONFLICT DO UPDATE SET orders = orders + 1;
END;

CREATE TRIGGER order_removed AFTER DELETE ON orders BEGIN
    UPDATE order_count SET orders = orders - 1 FROM span
        WHERE organization = OLD.organization AND order_count.size = span.size AND deleted = OLD.deleted
        AND start = OLD.updated_at - (OLD.updated_at % span.size + span.size) % span.size;
END;

CREATE TRIGGER order_changed AFTER UPDATE OF updated_at, deleted ON orders BEGIN
    UPDATE order_count SET orders = orders - 1 FROM span
        WHERE organization = OLD.organization AND order_count.size = span.size AND deleted = OLD.deleted
        AND start = OLD.updated_at - (OLD.updated_at % span.size + span.size) % span.size;
    INSERT INTO order_count
        SELECT NEW.organization, size, NEW.deleted, NEW.updated_at - (NEW.updated_at % size + size) % size, 1
        FROM span WHERE true
        ON CONFLICT DO UPDATE SET orders = orders + 1;
END;
"""


class Store:
    """One connection, in memory or on a file; it is shared by all requests, which run one after another.

    Raises sqlite3.DatabaseError when the file is not a database of this mock or is in use by another one.
    """

    def __init__(self, file: Path | None = None) -> None:
        # Made in one thread and used in another by test clients; never in two at the same time.
        self.connection = sqlite3.connect(
            file or ":memory:", timeout=0.5, isolation_level=None, check_same_thread=False
        )
        self.connection.row_factory = sqlite3.Row
        try:
            self._prepare()
        except BaseException:
            self.connection.close()
            raise

    def _prepare(self) -> None:
        # Held until the end, so that a second process is refused at its start. The data outlives this
        # process without waiting for the disk at each change; only a crash of the machine could lose it.
        self.connection.executescript("PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF")
        self.connection.execute("BEGIN EXCLUSIVE")
        application = self.connection.execute("PRAGMA application_id").fetchone()[0]
        if application == 0 and not self.connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            self.connection.executescript(_SCHEMA + _COUNTS)  # commits
            self.connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        elif application != _APPLICATION:
            raise sqlite3.DatabaseError("it is a database of something else")
        elif self.connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'order_count'").fetchone():
            self.connection.execute("COMMIT")
        else:
            # A file of a time when nothing was counted.
            self.connection.executescript(f"BEGIN EXCLUSIVE; {_COUNTS} COMMIT")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All changes inside are kept, or none if an exception leaves; may be nested (the outermost rules).

        Never await inside: other requests use the same connection.
        """
        if self.connection.in_transaction:
            yield self.connection
            return
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def secret(self, name: str) -> bytes:
        """32 random bytes that are drawn once and kept with the data."""
        with self.transaction() as db:
            db.execute("INSERT OR IGNORE INTO value VALUES (?, ?)", (name, secrets.token_bytes(32)))
            found: bytes = db.execute("SELECT value FROM value WHERE name = ?", (name,)).fetchone()[0]
        return found

    def last_change(self) -> int:
        """The number of the latest change to any order; 0 before the first."""
        row = self.connection.execute("SELECT value FROM value WHERE name = 'change'").fetchone()
        return int(row[0]) if row else 0

    def next_change(self) -> int:
        """Take the next change number. It never goes back, not even when data is forgotten."""
        with self.transaction() as db:
            number = self.last_change() + 1
            db.execute("INSERT OR REPLACE INTO value VALUES ('change', ?)", (number,))
        return number

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def milliseconds(at: datetime) -> int:
    """Whole milliseconds since 1970, rounded down: how the store keeps a time."""
    return (at - _EPOCH) // MILLISECOND


def instant(value: int) -> datetime:
    """The time that `milliseconds` was made of."""
    return _EPOCH + value * MILLISECOND
