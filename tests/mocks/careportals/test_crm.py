import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mocks.careportals.crm import Crm
from mocks.careportals.settings import Settings
from mocks.control.payload import Refusal


@pytest.fixture
def crm() -> Crm:
    """Two organizations, each with a clock and a journal entry of its own, and an account."""
    crm = Crm()
    for key in ("a", "b"):
        crm.organizations.create(key, key)
        crm.clocks.own(key).set(datetime(2026, 1, 1, tzinfo=UTC), frozen=True)
        crm.journal.record(key, "in", "GET", "/orders", 200, 1.0)
    crm.accounts.create("rob@clinic.example", "a good password")
    return crm


def entries(crm: Crm, key: str) -> int:
    found = crm.journal.read(key, 0)["entries"]
    assert isinstance(found, list)
    return len(found)


def kept(crm: Crm) -> dict[str, tuple[bool, bool, int]]:
    """Of each organization whether it exists, whether its clock stands, and its journal's length."""
    return {
        key: (crm.organizations.exists(key), crm.clocks.of(key).frozen, entries(crm, key))
        for key in ("a", "b")
    }


def test_resetting_one_organization_leaves_all_else_alone(crm: Crm) -> None:
    crm.change_settings({"pageMaximum": 20})
    crm.reset("a")
    assert kept(crm) == {"a": (False, False, 0), "b": (True, True, 1)}
    assert crm.accounts.exists("rob@clinic.example")
    assert crm.settings.page_maximum == 20


def test_resetting_everything_leaves_nothing(crm: Crm) -> None:
    crm.change_settings({"pageMaximum": 20})
    crm.reset(None)
    assert kept(crm) == {"a": (False, False, 0), "b": (False, False, 0)}
    assert not crm.accounts.exists("rob@clinic.example")
    assert crm.settings == Settings()


def test_resetting_an_unknown_organization_changes_nothing(crm: Crm) -> None:
    before = kept(crm)
    crm.reset("unknown")
    assert kept(crm) == before


def test_settings_are_kept_with_the_data(tmp_path: Path) -> None:
    crm = Crm(tmp_path / "crm.sqlite")
    crm.change_settings({"tokenSeconds": 5})
    with pytest.raises(Refusal):
        crm.change_settings({"tokenSeconds": 6, "pageMaximum": 0})
    crm.close()
    crm = Crm(tmp_path / "crm.sqlite")
    assert crm.settings == Settings(token_seconds=5)
    crm.reset(None)
    crm.close()
    crm = Crm(tmp_path / "crm.sqlite")
    assert crm.settings == Settings()
    crm.close()


def test_changed_settings_hold_for_what_uses_them(crm: Crm) -> None:
    crm.change_settings({"tokenSeconds": 1})
    token = crm.tokens.issue("a", "5" * 24)
    crm.clocks.of("a").set(datetime(2026, 1, 1, 0, 0, 1, tzinfo=UTC), frozen=True)
    assert crm.tokens.membership_id(token, "a") is None


def test_a_closed_crm_is_of_no_use(crm: Crm) -> None:
    crm.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        crm.organizations.read()
