"""How many orders have changed in a span of time, by adding up the counts that the database keeps.

A window over a million orders is counted with some hundred rows, however many orders lie in it.
"""

from mocks.careportals.store import Store

_EVER = 1 << 62
"""Milliseconds before and after 1970 that no time of an order reaches."""


class OrderCount:
    """Counts by organization; deleted orders are counted apart."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sizes = [row[0] for row in store.connection.execute("SELECT size FROM span ORDER BY size")]

    def between(self, organization: str, start: int | None, end: int | None, *, include_deleted: bool) -> int:
        """Orders from `start` on and before `end`, in milliseconds since 1970; None for no bound."""
        low, high = -_EVER if start is None else start, _EVER if end is None else end
        where = (organization, int(include_deleted))
        total, size = 0, 1
        for larger in self._sizes:
            # The ragged ends are counted finely, what lies between them coarsely.
            first, last = -(-low // larger) * larger, high // larger * larger
            if first >= last:
                break
            total += self._sum(where, size, low, first) + self._sum(where, size, last, high)
            low, high, size = first, last, larger
        return total + self._sum(where, size, low, high)

    def _sum(self, where: tuple[str, int], size: int, low: int, high: int) -> int:
        """Orders from `low` on and before `high`, both multiples of a span's size; 1: of the orders alone."""
        if low >= high:
            return 0
        if size == 1:
            sql = (
                "SELECT count(*) FROM orders WHERE organization = ?1 AND deleted IN (0, ?2)"
                " AND ?3 AND updated_at >= ?4 AND updated_at < ?5"
            )
        else:
            sql = (
                "SELECT total(orders) FROM order_count WHERE organization = ?1 AND deleted IN (0, ?2)"
                " AND size = ?3 AND start >= ?4 AND start < ?5"
            )
        return int(self._store.connection.execute(sql, (*where, size, low, high)).fetchone()[0])
