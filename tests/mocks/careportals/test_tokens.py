import base64
import json
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import jwt
import pytest

from mocks.careportals.settings import Settings
from mocks.careportals.store import Store
from mocks.careportals.tokens import Tokens
from mocks.control.clock import Clock, Clocks

NOW = datetime(2024, 1, 1, tzinfo=UTC)
ID = "5" * 24


class Gate(NamedTuple):
    """Tokens, by the clock of the organization a, which stands still, and the settings they obey."""

    tokens: Tokens
    clock: Clock
    settings: Settings


@pytest.fixture
def gate() -> Gate:
    clocks, settings = Clocks(), Settings()
    clocks.own("a").set(NOW, frozen=True)
    return Gate(Tokens(Store(), clocks, settings), clocks.of("a"), settings)


def claims(token: str) -> dict[str, object]:
    found: dict[str, object] = jwt.decode(token, options={"verify_signature": False})
    return found


def test_a_token_names_the_membership_and_nothing_else(gate: Gate) -> None:
    at = int(NOW.timestamp())
    assert claims(gate.tokens.issue("a", ID)) == {"sub": ID, "org": "a", "iat": at, "exp": at + 3600}


def test_a_token_is_good_in_its_own_organization_only(gate: Gate) -> None:
    token = gate.tokens.issue("a", ID)
    assert gate.tokens.membership_id(token, "a") == ID
    assert gate.tokens.membership_id(token, "b") is None


def test_a_token_expires_by_the_organizations_clock(gate: Gate) -> None:
    token = gate.tokens.issue("a", ID)
    gate.clock.advance(timedelta(seconds=3600) - timedelta(milliseconds=1))
    assert gate.tokens.membership_id(token, "a") == ID
    gate.clock.advance(timedelta(milliseconds=1))
    assert gate.tokens.membership_id(token, "a") is None


def test_a_token_of_the_clocks_future_is_good(gate: Gate) -> None:
    token = gate.tokens.issue("a", ID)
    gate.clock.set(NOW - timedelta(days=1), frozen=True)
    assert gate.tokens.membership_id(token, "a") == ID


def test_how_long_a_token_lives_is_a_setting(gate: Gate) -> None:
    old = gate.tokens.issue("a", ID)
    gate.settings.token_seconds = 5
    new = gate.tokens.issue("a", ID)
    gate.clock.advance(timedelta(seconds=5))
    assert [gate.tokens.membership_id(token, "a") for token in (old, new)] == [ID, None]


GOOD = {"sub": ID, "org": "a", "exp": 9_999_999_999}


@pytest.mark.parametrize(
    "token",
    [
        "",
        "..",
        "x.y.z",
        "\xff",
        "W1tb" * 10_000 + ".e30.x",
        jwt.encode(GOOD, "", algorithm="none"),
        jwt.encode(GOOD, "k" * 32, algorithm="HS256"),
        jwt.encode(GOOD, "k" * 64, algorithm="HS512"),
    ],
)
def test_a_forged_token_is_nobodys(gate: Gate, token: str) -> None:
    assert gate.tokens.membership_id(token, "a") is None


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_tampered_token_is_nobodys(gate: Gate, part: int) -> None:
    parts = gate.tokens.issue("a", ID).split(".")
    parts[part] = parts[part].swapcase()
    assert gate.tokens.membership_id(".".join(parts), "a") is None


def test_other_claims_under_a_good_signature_are_nobodys(gate: Gate) -> None:
    head, _, signature = gate.tokens.issue("a", ID).split(".")
    payload = base64.urlsafe_b64encode(json.dumps(GOOD).encode()).decode().rstrip("=")
    assert gate.tokens.membership_id(f"{head}.{payload}.{signature}", "a") is None


def test_a_token_of_another_mock_is_nobodys(gate: Gate) -> None:
    stranger = Tokens(Store(), Clocks(), Settings())
    assert gate.tokens.membership_id(stranger.issue("a", ID), "a") is None
