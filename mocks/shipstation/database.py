"""Where a mock ShipStation keeps its things: SQLite, in memory unless a file is named."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_VERSION = 1

_TABLES = """
CREATE TABLE accounts (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
    email TEXT NOT NULL, folded_email TEXT NOT NULL, password_hash BLOB NOT NULL, role TEXT NOT NULL,
    UNIQUE (account, folded_email)
);
CREATE TABLE tokens (
    hash BLOB PRIMARY KEY, user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX tokens_of_user ON tokens (user);
CREATE TABLE stores (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
    form TEXT NOT NULL, settings TEXT NOT NULL, created_at TEXT NOT NULL,
    window_end TEXT, last_attempt_at TEXT, deleted INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX stores_of_account ON stores (account);
CREATE TABLE refreshes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    store INTEGER NOT NULL REFERENCES stores ON DELETE CASCADE, document TEXT NOT NULL
);
CREATE INDEX refreshes_of_store ON refreshes (store, id);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
    store INTEGER NOT NULL REFERENCES stores ON DELETE CASCADE,
    number TEXT NOT NULL, status TEXT NOT NULL, tab TEXT NOT NULL, imports INTEGER NOT NULL,
    document TEXT NOT NULL, warnings TEXT NOT NULL, tab_history TEXT NOT NULL,
    UNIQUE (store, number)
);
CREATE INDEX orders_by_tab ON orders (account, tab, id);
CREATE INDEX orders_by_number ON orders (account, number, id);
CREATE TABLE shipments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    "order" INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE, document TEXT NOT NULL
);
CREATE INDEX shipments_of_order ON shipments ("order", id);
CREATE TABLE notices (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
    "order" INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE,
    state TEXT NOT NULL, attempts TEXT NOT NULL, next_attempt_at TEXT, query TEXT NOT NULL, body TEXT NOT NULL
);
CREATE INDEX notices_of_account ON notices (account, id);
CREATE INDEX notices_of_order ON notices ("order", id);
CREATE INDEX notices_failed ON notices (state) WHERE state = 'failed';
"""


class NotOurFile(Exception):
    """The file named with --db cannot be used; the message says why."""


def connect(file: Path | None = None) -> sqlite3.Connection:
    """A connection with the tables in place; rows are read by name. Raises NotOurFile.

    All work runs on one event loop, and no transaction spans an await: that keeps one connection safe.
    """
    try:
        db = sqlite3.connect(file or ":memory:", isolation_level=None, check_same_thread=False)
        db.row_factory = sqlite3.Row
        db.executescript("PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0 and not db.execute("SELECT 1 FROM sqlite_master").fetchone():
            db.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_VERSION}; COMMIT;")
            version = _VERSION
    except sqlite3.Error as error:
        raise NotOurFile(f"Cannot use {file}: {error}") from None
    if version != _VERSION or not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'notices'").fetchone():
        db.close()
        raise NotOurFile(f"Cannot use {file}: it was not written by this version of the mock ShipStation")
    return db


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. Never await inside."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def new_id(cursor: sqlite3.Cursor) -> int:
    """The id of the row that was just inserted."""
    if cursor.lastrowid is None:  # pragma: no cover - only after a statement that is no INSERT
        raise TypeError("no row was inserted")
    return cursor.lastrowid
