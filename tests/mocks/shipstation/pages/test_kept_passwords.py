"""Passwords that wait between two showings of a form."""

import pytest

from mocks.shipstation.pages import kept_passwords
from mocks.shipstation.pages.kept_passwords import KeptPasswords


def test_a_password_is_found_again_by_its_user_alone() -> None:
    kept = KeptPasswords()
    name = kept.keep(1, "secret")
    assert kept.get(1, name) == "secret"
    assert kept.get(2, name) == kept.get(1, "other") == ""


def test_the_oldest_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_passwords, "CAPACITY", 2)
    kept = KeptPasswords()
    names = [kept.keep(1, word) for word in "abc"]
    assert [kept.get(1, name) for name in names] == ["", "b", "c"]
