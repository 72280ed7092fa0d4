"""The orders of an account as ShipStation shows them."""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mocks.shipstation.database import new_id
from mocks.shipstation.importer import with_move
from mocks.shipstation.mapping import TABS, Tab

_ALONE = "FROM orders"
_FROM = "FROM orders JOIN stores ON stores.id = orders.store"
_SEARCH = (
    r"(orders.number LIKE ? ESCAPE '\'"
    r" OR json_extract(orders.document, '$.customer.shipTo.name') LIKE ? ESCAPE '\')"
)
_COLUMNS = f"orders.*, stores.deleted AS removed {_FROM}"


@dataclass(frozen=True)
class Filter:
    """Which orders are meant; None leaves a condition out.

    search: beginning of the number, or part of the recipient's name; without regard to case.
    """

    tab: Tab | None = None
    number: str | None = None
    store: int | None = None
    search: str | None = None


_ANY = Filter()


@dataclass(frozen=True)
class Order:
    """An order with its shipments. `fields` is what the store said at the last import."""

    id: int
    account: str
    store: int
    number: str
    status: str
    tab: Tab
    imports: int
    fields: dict[str, Any]
    warnings: list[str]
    tab_history: list[dict[str, str]]
    shipments: list[dict[str, Any]]
    removed: bool

    def to_json(self) -> dict[str, Any]:
        """The order as the API shows it."""
        return {
            "id": self.id,
            "storeId": self.store,
            **self.fields,
            "tab": self.tab,
            "warnings": self.warnings,
            "imports": self.imports,
            "tabHistory": self.tab_history,
            "shipments": self.shipments,
            "removedFromStore": self.removed,
        }


class Orders:
    """All orders of the server."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def matching(
        self, account: str, wanted: Filter, after: int, limit: int
    ) -> tuple[list[Order], int, int | None]:
        """A page of orders by id, how many match in all, and the `after` of the next page."""
        where, values = _where(account, wanted)
        total: int = self._db.execute(f"SELECT count(*) {_FROM} WHERE {where}", values).fetchone()[0]
        query = f"SELECT {_COLUMNS} WHERE {where} AND orders.id > ? ORDER BY orders.id LIMIT ?"
        rows = self._db.execute(query, (*values, after, limit + 1)).fetchall()
        orders = self._orders(rows[:limit])
        return orders, total, orders[-1].id if len(rows) > limit else None

    def get(self, account: str, order: int) -> Order | None:
        """One order of the account."""
        query = f"SELECT {_COLUMNS} WHERE orders.id = ? AND orders.account = ?"
        found = self._orders(self._db.execute(query, (order, account)).fetchall())
        return found[0] if found else None

    def latest(self, account: str, wanted: Filter, offset: int, limit: int) -> list[Order]:
        """Orders by id, the one that came last first."""
        where, values = _where(account, wanted)
        # The inner query is answered from an index, so that what is skipped is not read.
        chosen = f"SELECT id {_ALONE} WHERE {where} ORDER BY id DESC LIMIT ? OFFSET ?"
        query = f"SELECT {_COLUMNS} WHERE orders.id IN ({chosen}) ORDER BY orders.id DESC"
        return self._orders(self._db.execute(query, (*values, limit, offset)).fetchall())

    def tabs(self, account: str, wanted: Filter = _ANY) -> dict[Tab, int]:
        """How many of the orders are in each tab."""
        where, values = _where(account, wanted)
        query = f"SELECT tab, count(*) {_ALONE} WHERE {where} GROUP BY tab"
        counted = dict(self._db.execute(query, values).fetchall())
        return {tab: counted.get(tab, 0) for tab in TABS}

    def add_shipment(self, order: Order, shipment: dict[str, Any], at: str, *, complete: bool) -> int:
        """Keep a shipment; with the last of the items the order moves to Shipped. Returns its id."""
        query = 'INSERT INTO shipments ("order", document) VALUES (?, ?)'
        number = new_id(self._db.execute(query, (order.id, json.dumps(shipment))))
        if complete:
            history = with_move(json.dumps(order.tab_history), at, "shipped", order.status)
            query = "UPDATE orders SET tab = 'shipped', tab_history = ? WHERE id = ?"
            self._db.execute(query, (history, order.id))
        return number

    def _orders(self, rows: Sequence[sqlite3.Row]) -> list[Order]:
        shipments = self._shipments([row["id"] for row in rows])
        return [
            Order(
                row["id"],
                row["account"],
                row["store"],
                row["number"],
                row["status"],
                row["tab"],
                row["imports"],
                json.loads(row["document"]),
                json.loads(row["warnings"]),
                json.loads(row["tab_history"]),
                shipments[row["id"]],
                bool(row["removed"]),
            )
            for row in rows
        ]

    def _shipments(self, orders: Sequence[int]) -> defaultdict[int, "list[dict[str, Any]]"]:
        found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
        query = 'SELECT * FROM shipments WHERE "order" IN (SELECT value FROM json_each(?)) ORDER BY id'
        for row in self._db.execute(query, (json.dumps(orders),)):
            found[row["order"]].append({"id": row["id"], **json.loads(row["document"])})
        return found


def _where(account: str, wanted: Filter) -> tuple[str, list[str | int]]:
    conditions: list[str] = ["orders.account = ?"]
    values: list[str | int] = [account]
    chosen: list[tuple[str, str | int | None]] = [
        ("tab", wanted.tab),
        ("number", wanted.number),
        ("store", wanted.store),
    ]
    given = [(column, value) for column, value in chosen if value is not None]
    conditions += [f"orders.{column} = ?" for column, _value in given]
    values += [value for _column, value in given]
    if wanted.search is not None:
        conditions.append(_SEARCH)
        values += [_likened(wanted.search) + "%", f"%{_likened(wanted.search)}%"]
    return " AND ".join(conditions), values


def _likened(text: str) -> str:
    r"""A text for LIKE that stands for itself, with \ as the escape character."""
    return re.sub(r"([%_\\])", r"\\\1", text)
