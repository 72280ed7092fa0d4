import sqlite3
from pathlib import Path

import pytest

from mocks.careportals.store import Store


def test_a_failed_transaction_leaves_nothing() -> None:
    store = Store()

    def fail() -> None:
        with store.transaction() as db:
            db.execute("INSERT INTO organization VALUES ('a', 'A')")
            with store.transaction() as inner:
                inner.execute("INSERT INTO organization VALUES ('b', 'B')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert store.connection.execute("SELECT count(*) FROM organization").fetchone()[0] == 0


def test_a_secret_is_drawn_once_and_kept(tmp_path: Path) -> None:
    store = Store(tmp_path / "a")
    first = store.secret("token")
    assert len(first) == 32
    assert store.secret("cursor") != first
    store.close()
    store = Store(tmp_path / "a")
    assert store.secret("token") == first
    store.close()


def test_a_file_is_used_by_one_mock_at_a_time(tmp_path: Path) -> None:
    store = Store(tmp_path / "a")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        Store(tmp_path / "a")
    store.close()


def test_the_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a"
    foreign = sqlite3.connect(file)
    foreign.execute("CREATE TABLE precious (x)")
    foreign.close()
    before = file.read_bytes()
    with pytest.raises(sqlite3.DatabaseError, match="something else"):
        Store(file)
    assert file.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("no database at all, but long enough to be looked at" * 20)
    with pytest.raises(sqlite3.DatabaseError):
        Store(file)
