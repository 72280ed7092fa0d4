"""The Orders list as the EMR shows it: latest change first, by status and customer, a page at a time."""

import json
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import NamedTuple

from mocks.careportals.order_list import OrderFilter, OrderList
from mocks.careportals.orders import LARGEST_ID, Document
from mocks.careportals.pages.reading import mapping
from mocks.careportals.store import Store

PAGE = 25

LOOKED_AT = 2000
"""Orders that one search for a customer looks at; the next page goes on from there."""


class Place(NamedTuple):
    """Where a page ended: older orders come after it."""

    updated_at: int
    order_id: str


class Found(NamedTuple):
    """A page of orders; `older` is where the next one begins, None at the end of the list.

    total: how many there are in all; None while a customer is searched for, for they are not counted.
    """

    orders: list[Document]
    older: Place | None
    total: int | None


@dataclass(frozen=True)
class Search:
    """Orders that pass `filter`, of customers whose name, e-mail or phone has each word of `text`.

    A number such as `#1042` finds the order that has it.
    """

    filter: OrderFilter
    text: str = ""
    after: Place | None = None

    @property
    def number(self) -> int | None:
        """The order number that is looked for; None if it is none."""
        digits = self.text.strip().removeprefix("#")
        number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 17 else -1
        return number if 0 <= number <= LARGEST_ID else None


def matches(document: Document, words: list[str]) -> bool:
    """Whether each word, in lower case, is in what is known of the order's customer."""
    customer = mapping(document.get("customer"))
    known = [customer.get(name) for name in ("firstName", "lastName", "email", "phone")]
    text = " ".join(value for value in known if isinstance(value, str)).casefold()
    return all(word in text for word in words)


class OrderSearch:
    """Searches the orders of a store."""

    def __init__(self, store: Store, order_list: OrderList) -> None:
        self._store = store
        self._order_list = order_list

    def page(self, search: Search) -> Found:
        """Up to PAGE orders after `search.after`."""
        if search.number is not None and search.after is None:
            found = self._walk(replace(search, filter=replace(search.filter, number=search.number), text=""))
            if found.orders:
                return found
        return self._walk(search)

    def _walk(self, search: Search) -> Found:
        words = search.text.casefold().split()
        found: list[Document] = []
        place = None
        with closing(self.latest(search.filter, search.after)) as orders:
            for seen, (here, document) in enumerate(orders):
                if len(found) == PAGE or seen == LOOKED_AT:
                    return Found(found, place, self._total(search))
                place = here
                if not words or matches(document, words):
                    found.append(document)
        return Found(found, None, self._total(search))

    def _total(self, search: Search) -> int | None:
        change = self._store.last_change()
        return None if search.text.strip() else self._order_list.count(search.filter, change)

    def latest(
        self, filter_: OrderFilter, after: Place | None = None
    ) -> Generator[tuple[Place, Document], None, None]:
        """The orders that pass a filter, latest change first, read one by one."""
        condition, values = filter_.conditions(self._store.last_change())
        if after is not None:
            condition += " AND (updated_at, id) < (?, ?)"
            values += after
        parts = (
            "SELECT updated_at, id, document FROM orders WHERE",
            condition,
            "ORDER BY updated_at DESC, id DESC",
        )
        with closing(self._store.connection.execute(" ".join(parts), values)) as rows:
            for row in rows:
                yield Place(row["updated_at"], row["id"]), json.loads(row["document"])
