import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mocks.careportals.order_count import OrderCount
from mocks.careportals.orders import StoredOrder
from mocks.careportals.store import Store

TIMES = st.one_of(st.integers(-20_000, 20_000), st.integers(-(2**40), 2**42))
BOUNDS = st.one_of(st.none(), TIMES)


def put(store: Store, number: int, updated_at: int, *, deleted: bool = False) -> None:
    order = StoredOrder(f"{number:024x}", number, "shipped", updated_at, deleted, None, "{}")
    store.connection.execute(
        "INSERT INTO orders (organization, change, id, number, status, updated_at, deleted, assigned_to,"
        " document) VALUES ('a', 1, ?, ?, ?, ?, ?, ?, ?)",
        order,
    )


@given(
    orders=st.lists(st.tuples(TIMES, TIMES, st.booleans(), st.booleans()), max_size=12),
    start=BOUNDS,
    end=BOUNDS,
    removed=st.integers(0, 3),
)
def test_sums_are_what_counting_would_give(
    orders: list[tuple[int, int, bool, bool]], start: int | None, end: int | None, removed: int
) -> None:
    store = Store()
    for number, (at, _later, _deleted, _moved) in enumerate(orders):
        put(store, number, at)
    now = []
    for number, (at, later, deleted, moved) in enumerate(orders):
        if moved:
            change = "UPDATE orders SET updated_at = ?, deleted = ? WHERE number = ?"
            store.connection.execute(change, (later, deleted, number))
        now.append((later, deleted) if moved else (at, False))
    store.connection.execute("DELETE FROM orders WHERE number < ?", (removed,))
    inside = [
        deleted
        for at, deleted in now[removed:]
        if (start is None or at >= start) and (end is None or at < end)
    ]
    counts = OrderCount(store)
    assert counts.between("a", start, end, include_deleted=True) == len(inside)
    assert counts.between("a", start, end, include_deleted=False) == inside.count(False)
    assert counts.between("b", start, end, include_deleted=True) == 0


def test_the_orders_of_an_older_file_are_counted_when_it_is_opened(tmp_path: Path) -> None:
    store = Store(tmp_path / "a")
    put(store, 1, 1_700_000_000_000)
    for name in ("order_added", "order_removed", "order_changed"):
        store.connection.execute(f"DROP TRIGGER {name}")
    store.connection.execute("DROP TABLE order_count")
    store.connection.execute("DROP TABLE span")
    store.close()
    store = Store(tmp_path / "a")
    assert OrderCount(store).between("a", None, None, include_deleted=True) == 1
    store.close()
    assert OrderCount(Store(tmp_path / "a")).between("a", 0, None, include_deleted=True) == 1


@pytest.mark.parametrize("deleted", [True, False])
def test_a_wide_window_reads_few_rows(deleted: bool) -> None:
    store = Store()
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    with store.transaction():
        for number in range(5000):
            put(store, number, number * 10_000)
    store.connection.set_progress_handler(step, 100)
    assert OrderCount(store).between("a", 1, 50_000_000, include_deleted=deleted) == 4999
    assert steps < 50


def test_an_order_that_is_refused_is_not_counted() -> None:
    store = Store()
    put(store, 1, 5)
    with pytest.raises(sqlite3.IntegrityError):
        put(store, 1, 5)
    assert OrderCount(store).between("a", None, None, include_deleted=True) == 1
