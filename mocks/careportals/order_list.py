"""The order list: filter, page, and the cursor that leads from page to page."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from mocks.careportals.order_count import OrderCount
from mocks.careportals.orders import LARGEST_ID, STATUSES
from mocks.careportals.settings import PAGE_DEFAULT, Settings
from mocks.careportals.store import Store, milliseconds
from mocks.control.clock import from_text
from mocks.control.payload import Refusal, whole_number

_FILTERS = {"updatedFrom", "updatedTo", "status", "id", "includeDeleted"}
_SIGNATURE = 16
_CURSOR = re.compile(r"(.{24})\+(.+)", re.DOTALL)
"""Signature and position, in base64 each."""


@dataclass(frozen=True)
class OrderFilter:
    """What a list is limited to; times in milliseconds since 1970, `updated_to` exclusive."""

    organization: str
    assigned_to: str | None = None
    updated_from: int | None = None
    updated_to: int | None = None
    statuses: tuple[str, ...] = ()
    number: int | None = None
    include_deleted: bool = False

    @property
    def by_time_alone(self) -> bool:
        """Whether nothing but times and deletion matters."""
        return self.assigned_to is None and self.number is None and not self.statuses

    def digest(self) -> str:
        """Short text that differs between different filters."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]

    def conditions(self, change: int) -> tuple[str, list[object]]:
        """The SQL condition for orders that pass and were not changed after `change`, and its values."""
        terms: list[tuple[str, object]] = [("organization = ?", self.organization), ("change <= ?", change)]
        if self.updated_from is not None:
            terms.append(("updated_at >= ?", self.updated_from))
        if self.updated_to is not None:
            terms.append(("updated_at < ?", self.updated_to))
        if self.number is not None:
            terms.append(("number = ?", self.number))
        if self.assigned_to is not None:
            terms.append(("assigned_to = ?", self.assigned_to))
        if not self.include_deleted:
            terms.append(("deleted = ?", 0))
        sql = " AND ".join(term for term, _ in terms)
        if self.statuses:
            sql += f" AND status IN ({', '.join('?' * len(self.statuses))})"
        return sql, [*(value for _, value in terms), *self.statuses]


class Position(NamedTuple):
    """Where a walk stands: after which order, over which state of the store, of how many orders."""

    updated_at: int
    order_id: str
    change: int
    total: int


class Page(NamedTuple):
    """Some orders as JSON texts; `total` is what the walk began with, `next` is None at its end."""

    documents: list[str]
    total: int
    next: Position | None


@dataclass(frozen=True)
class ListRequest:
    """One call: filter, page size, the cursor as sent; `shuffled`: equal times in no order of `_id`."""

    filter: OrderFilter
    limit: int
    cursor: str | None
    shuffled: bool = False


def read_list_request(
    pairs: Sequence[tuple[str, str]], organization: str, assigned_to: str | None, settings: Settings
) -> ListRequest:
    """Check the query parameters of a list call. Raises Refusal 400."""
    query = dict(pairs)
    if len(query) != len(pairs):
        raise Refusal(400, "A parameter was given more than once")
    unknown = sorted(set(query) - _FILTERS - {"cursor", "limit"})
    if unknown:
        raise Refusal(400, f"Unknown parameter: {', '.join(unknown)[:200]}")
    default = min(PAGE_DEFAULT, settings.page_maximum)
    return ListRequest(
        OrderFilter(
            organization,
            assigned_to,
            _time(query, "updatedFrom"),
            _time(query, "updatedTo"),
            _statuses(query["status"]) if "status" in query else (),
            whole_number(query["id"], "id", 0, LARGEST_ID) if "id" in query else None,
            _flag(query.get("includeDeleted", "false")),
        ),
        min(whole_number(query.get("limit", default), "limit", 1, settings.page_maximum), settings.page_rows),
        query.get("cursor"),
        settings.shuffle_equal_times,
    )


def _time(query: dict[str, str], name: str) -> int | None:
    if name not in query:
        return None
    try:
        at = from_text(query[name])
        # Orders are kept in whole milliseconds, so a bound between two of them is the later one.
        return milliseconds(at) + (at.microsecond % 1000 > 0)
    except (ValueError, OverflowError):
        raise Refusal(400, f'"{name}" must be a time such as 2024-07-25T10:00:00.000Z') from None


def _statuses(value: str) -> tuple[str, ...]:
    statuses = set(value.split(","))
    if not statuses <= set(STATUSES):
        raise Refusal(400, f'"status" must be one or more of {", ".join(STATUSES)}, separated by commas')
    return tuple(sorted(statuses))


def _flag(value: str) -> bool:
    if value not in ("true", "false"):
        raise Refusal(400, '"includeDeleted" must be true or false')
    return value == "true"


class OrderList:
    """Pages of orders by last change, oldest first; equal times by `_id`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._secret = store.secret("cursor")
        self._counts = OrderCount(store)

    def page(self, request: ListRequest) -> Page:
        """The page after the request's cursor, or the first one. Raises Refusal 400 for a bad cursor."""
        if request.cursor is None:
            change = self._store.last_change()
            total, after = self.count(request.filter, change), None
        else:
            after = self._position(request.cursor, request.filter)
            total, change = after.total, after.change
        return self.read(request.filter, request.limit, after, change, total, shuffled=request.shuffled)

    def count(self, filter_: OrderFilter, change: int) -> int:
        """How many orders pass the filter and were not changed after `change`."""
        if filter_.by_time_alone and change >= self._store.last_change():
            start, end = filter_.updated_from, filter_.updated_to
            return self._counts.between(
                filter_.organization, start, end, include_deleted=filter_.include_deleted
            )
        condition, values = filter_.conditions(change)
        sql = " ".join(("SELECT count(*) FROM orders WHERE", condition))
        return int(self._store.connection.execute(sql, values).fetchone()[0])

    def read(
        self,
        filter_: OrderFilter,
        limit: int,
        after: Position | None,
        change: int,
        total: int,
        *,
        shuffled: bool = False,
    ) -> Page:
        """Up to `limit` orders after a position; one more is read to know whether there is another page."""
        sql, values = page_query(filter_, limit + 1, after, change)
        rows = self._store.connection.execute(sql, values).fetchall()
        page = rows[:limit]
        if shuffled:
            # Backwards an `_id` gives an order that is the same each time and that nobody can mean.
            page.sort(key=lambda row: (row["updated_at"], row["id"][::-1]))
        documents = [row["document"] for row in page]
        if len(rows) <= limit:
            return Page(documents, total, None)
        last = rows[limit - 1]
        return Page(documents, total, Position(last["updated_at"], last["id"], change, total))

    def cursor(self, position: Position, filter_: OrderFilter) -> str:
        """A position as opaque, signed text that fits this filter only.

        It holds `+` and `=`, as such texts may: who puts it into a URL has to encode it [assumed].
        """
        payload = json.dumps([*position, filter_.digest()], separators=(",", ":")).encode()
        return b"+".join(map(base64.b64encode, (self._sign(payload), payload))).decode()

    def _position(self, cursor: str, filter_: OrderFilter) -> Position:
        signature, payload = _words(cursor)
        if not hmac.compare_digest(signature, self._sign(payload)):
            raise Refusal(400, '"cursor" is not one of this list')
        *position, digest = json.loads(payload)
        if digest != filter_.digest():
            raise Refusal(400, '"cursor" belongs to a list with another filter; repeat that filter with it')
        return Position(*position)

    def _sign(self, payload: bytes) -> bytes:
        return hmac.digest(self._secret, payload, "sha256")[:_SIGNATURE]


def _words(cursor: str) -> tuple[bytes, bytes]:
    """Signature and position in a cursor; of a text that is none, both are empty."""
    words = _CURSOR.fullmatch(cursor)
    try:
        if words:
            return base64.b64decode(words[1], validate=True), base64.b64decode(words[2], validate=True)
    except ValueError:  # not base64
        pass
    return b"", b""


def page_query(
    filter_: OrderFilter, rows: int, after: Position | None, change: int
) -> tuple[str, list[object]]:
    """The SQL for a page, and its values: a range of the index, whatever came before it."""
    if after is not None:
        # With two lower bounds SQLite may begin at the farther one, and read all that was given before.
        filter_ = replace(filter_, updated_from=None)
    condition, values = filter_.conditions(change)
    if after is not None:
        condition += " AND (updated_at, id) > (?, ?)"
        values += [after.updated_at, after.order_id]
    sql = ("SELECT updated_at, id, document FROM orders WHERE", condition, "ORDER BY updated_at, id LIMIT ?")
    return " ".join(sql), [*values, rows]
