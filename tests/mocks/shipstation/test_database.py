"""The SQLite file."""

import sqlite3
from pathlib import Path

import pytest

from mocks.shipstation.accounts import Accounts
from mocks.shipstation.database import NotOurFile, connect, transaction


def test_a_file_keeps_what_was_written(tmp_path: Path) -> None:
    first = connect(tmp_path / "db")
    Accounts(first).create("pharmacy", "a@clinic.example", "pw")
    first.close()
    assert Accounts(connect(tmp_path / "db")).exists("pharmacy")


def test_a_file_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database" * 100)
    with pytest.raises(NotOurFile):
        connect(tmp_path / "text")
    other = sqlite3.connect(tmp_path / "other")
    other.execute("CREATE TABLE mine (a)")
    other.close()
    with pytest.raises(NotOurFile, match="was not written by this version"):
        connect(tmp_path / "other")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotOurFile, match="unable to open"):
        connect(tmp_path / "no" / "db")


def test_a_transaction_is_undone_by_an_error() -> None:
    db = connect()
    with pytest.raises(sqlite3.IntegrityError), transaction(db):
        db.executemany("INSERT INTO accounts VALUES (?)", [("x",), ("x",)])
    assert not Accounts(db).exists("x")
