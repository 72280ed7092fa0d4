import pytest

from mocks.careportals.passwords import generated, hashed, matches, new_password
from mocks.careportals.settings import Settings
from mocks.control.payload import Refusal


@pytest.mark.parametrize("password", ["a:b:c", "pässwörd \U0001f600", "x" * 128, " with blanks "])
def test_a_password_matches_its_hash_and_no_other(password: str) -> None:
    kept = hashed(password)
    assert matches(password, kept)
    assert not matches(password + "x", kept)
    assert password.encode() not in kept


def test_the_same_password_is_kept_differently_each_time() -> None:
    assert hashed("same") != hashed("same")


def test_nothing_matches_where_nothing_is_kept() -> None:
    assert not matches("", None)


def test_a_generated_password_meets_the_rule() -> None:
    for minimum in (1, 8, 64):
        settings = Settings(password_minimum=minimum)
        assert new_password(generated(settings), settings)


@pytest.mark.parametrize("length", [7, 129])
def test_a_password_has_a_length(length: int) -> None:
    with pytest.raises(Refusal, match="8 to 128"):
        new_password("x" * length, Settings())
