"""Shipment notices: what is told to the store, and told again until it has understood."""

import asyncio
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args
from weakref import WeakValueDictionary

from mocks.control.clock import Clocks, from_text, to_text
from mocks.shipstation import protocol
from mocks.shipstation.database import new_id
from mocks.shipstation.exchange import Caller, Endpoint, Reply, Session
from mocks.shipstation.failure import Failure
from mocks.shipstation.faults import struck
from mocks.shipstation.settings import StoreSettings
from mocks.shipstation.stores import Stores

State = Literal["delivered", "failed"]
STATES: tuple[State, ...] = get_args(State)

ATTEMPTS_KEPT = 100
"""Attempts remembered per notice; a store that never answers is asked for ever."""

_REJECTED = "FROM notices WHERE state = 'failed' AND attempts <> '[]'"
_COLUMNS = 'notices.*, orders.number, orders.store FROM notices JOIN orders ON orders.id = notices."order"'


class DeliveredAlready(Exception):
    """A delivered notice is not sent again."""


@dataclass(frozen=True)
class Notice:
    """One shipment's notice. `query` is without credentials; `body` is the XML."""

    id: int
    account: str
    order: int
    order_number: str
    store: int
    state: State
    attempts: list[dict[str, Any]]
    next_attempt_at: datetime | None
    query: str
    body: str

    def to_json(self) -> dict[str, Any]:
        """The notice as the API shows it."""
        return {
            "id": self.id,
            "orderId": self.order,
            "orderNumber": self.order_number,
            "state": self.state,
            "attempts": self.attempts,
            "nextAttemptAt": to_text(self.next_attempt_at) if self.next_attempt_at else None,
            "query": self.query,
            "body": self.body,
        }


class Notices:
    """All notices of the server."""

    def __init__(self, db: sqlite3.Connection, stores: Stores, caller: Caller, clocks: Clocks) -> None:
        self._db = db
        self._stores = stores
        self._caller = caller
        self._clocks = clocks
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def add(self, account: str, order: int, query: str, body: str) -> int:
        """Keep a notice that is due at once; returns its id. Send it next."""
        cursor = self._db.execute(
            'INSERT INTO notices (account, "order", state, attempts, next_attempt_at, query, body)'
            " VALUES (?, ?, 'failed', '[]', ?, ?, ?)",
            (account, order, to_text(self._clocks.of(account).now()), query, body),
        )
        return new_id(cursor)

    def get(self, notice: int) -> Notice | None:
        """One notice."""
        row = self._db.execute(f"SELECT {_COLUMNS} WHERE notices.id = ?", (notice,)).fetchone()
        return _notice(row) if row else None

    def matching(self, account: str, order: int | None, state: str | None) -> list[Notice]:
        """The notices of an account, oldest first."""
        where = 'notices.account = ?1 AND (?2 IS NULL OR notices."order" = ?2) AND (?3 IS NULL OR state = ?3)'
        query = f"SELECT {_COLUMNS} WHERE {where} ORDER BY notices.id"
        return [_notice(row) for row in self._db.execute(query, (account, order, state))]

    def latest(self, account: str, state: State | None, offset: int, limit: int) -> list[Notice]:
        """A page of the notices of an account, newest first."""
        where = "notices.account = ?1 AND (?2 IS NULL OR state = ?2)"
        query = f"SELECT {_COLUMNS} WHERE {where} ORDER BY notices.id DESC LIMIT ?3 OFFSET ?4"
        return [_notice(row) for row in self._db.execute(query, (account, state, limit, offset))]

    def counts(self, account: str) -> dict[State, int]:
        """How many notices are in each state."""
        query = "SELECT state, count(*) FROM notices WHERE account = ? GROUP BY state"
        counted = dict(self._db.execute(query, (account,)).fetchall())
        return {state: counted.get(state, 0) for state in STATES}

    def rejected(self, account: str) -> int:
        """How many notices of an account were tried in vain so far."""
        # Through the index of what has failed, which holds little.
        query = f"SELECT count(*) {_REJECTED} AND account = ?"
        count: int = self._db.execute(query, (account,)).fetchone()[0]
        return count

    def rejected_of(self, orders: Sequence[int]) -> set[int]:
        """Those of the orders that have a notice which was tried in vain so far."""
        chosen = "(SELECT value FROM json_each(?))"
        query = f'SELECT DISTINCT "order" {_REJECTED} AND "order" IN {chosen}'
        return {row["order"] for row in self._db.execute(query, (json.dumps(orders),))}

    def failed(self, account: str | None) -> list[Notice]:
        """The notices, of one account or of all, that are still to be delivered."""
        where = "state = 'failed' AND (?1 IS NULL OR notices.account = ?1)"
        query = f"SELECT {_COLUMNS} WHERE {where} ORDER BY notices.id"
        return [_notice(row) for row in self._db.execute(query, (account,))]

    def due(self, notice: Notice) -> bool:
        """Whether a notice has to be sent now."""
        at = notice.next_attempt_at
        return at is not None and at <= self._clocks.of(notice.account).now()

    async def send(self, notice_id: int) -> Notice | None:
        """Send a notice; None when it is gone meanwhile. Raises DeliveredAlready."""
        async with self._lock_of(notice_id):
            notice = self.get(notice_id)
            if notice and notice.state == "delivered":
                raise DeliveredAlready
            return await self._attempt(notice) if notice else None

    async def send_if_due(self, notice_id: int) -> bool:
        """Send a notice whose time has come; whether it was so."""
        async with self._lock_of(notice_id):
            notice = self.get(notice_id)
            return notice is not None and self.due(notice) and await self._attempt(notice) is not None

    def _lock_of(self, notice_id: int) -> asyncio.Lock:
        return self._locks.setdefault(notice_id, asyncio.Lock())

    async def _attempt(self, notice: Notice) -> Notice | None:
        """Send the same query and body as ever, with the credentials of today."""
        store = self._stores.get(notice.store)
        if store is None:
            self._record(notice, Failure("The store is no longer connected"), None)
            return self.get(notice.id)
        fault = struck(self._caller.faults, store.account, "notice", "shipnotify")
        async with self._caller.open(Endpoint(store.account, store.form, store.settings)) as session:
            session.fault = fault
            if fault is not None and fault.kind == "hold_notice":
                self._hold(notice, session, fault["minutes"])
                return self.get(notice.id)
            outcome = await _sent(session, notice, store.settings)
            if fault is not None and not isinstance(outcome, Failure):
                for _ in range(fault["times"]):
                    await _sent(session, notice, store.settings)
        self._record(notice, outcome, timedelta(minutes=store.settings.retry_minutes))
        return self.get(notice.id)

    def _hold(self, notice: Notice, session: Session, minutes: int) -> None:
        reason = f"Not sent: held back for {minutes} minutes"
        session.skip("POST", notice.query, reason)
        self._record(notice, Failure(reason), timedelta(minutes=minutes))

    def _record(self, notice: Notice, outcome: Reply | Failure, retry: timedelta | None) -> None:
        now = self._clocks.of(notice.account).now()
        attempt: dict[str, Any] = {"at": to_text(now), "status": outcome.status, "message": "Delivered"}
        state, next_attempt = "delivered", None
        if isinstance(outcome, Failure):
            attempt |= {"message": outcome.message, "received": outcome.received}
            state, next_attempt = "failed", to_text(now + retry) if retry else None
        attempts = json.dumps([*notice.attempts, attempt][-ATTEMPTS_KEPT:])
        query = "UPDATE notices SET state = ?, attempts = ?, next_attempt_at = ? WHERE id = ?"
        self._db.execute(query, (state, attempts, next_attempt, notice.id))


async def _sent(session: Session, notice: Notice, settings: StoreSettings) -> Reply | Failure:
    try:
        return await session.call("POST", notice.query, protocol.notice_bytes(notice.body, settings))
    except Failure as failure:
        return failure


def _notice(row: sqlite3.Row) -> Notice:
    return Notice(
        row["id"],
        row["account"],
        row["order"],
        row["number"],
        row["store"],
        row["state"],
        json.loads(row["attempts"]),
        from_text(row["next_attempt_at"]) if row["next_attempt_at"] else None,
        row["query"],
        row["body"],
    )
