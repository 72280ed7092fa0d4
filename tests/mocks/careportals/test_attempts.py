from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from mocks.careportals import attempts
from mocks.careportals.attempts import Attempts
from mocks.careportals.settings import Settings
from mocks.control.clock import Clocks
from tests.mocks.careportals.clinic import OWNER, PASSWORD, Clinic

NOW = datetime(2026, 3, 13, 17, 34, tzinfo=UTC)


def guessed(times: int, allowed: int = 3) -> tuple[Attempts, Clocks]:
    clocks = Clocks()
    clocks.own("clinic_x").set(NOW, frozen=True)
    tried = Attempts(clocks, Settings(sign_in_failures=allowed))
    for _ in range(times):
        tried.failed("clinic_x", OWNER)
    return tried, clocks


def sign_in(clinic: Clinic, password: str, user: str = OWNER) -> httpx2.Response:
    body = {"username": user, "password": password}
    return clinic.client.post("/auth", json=body, headers={"organization": "clinic_x"})


@pytest.mark.parametrize(("times", "seconds"), [(0, 0), (2, 0), (3, 60), (9, 60)])
def test_after_some_failures_the_next_has_to_wait(times: int, seconds: int) -> None:
    assert guessed(times)[0].wait("clinic_x", OWNER.upper()) == seconds


def test_others_need_not_wait() -> None:
    tried, _clocks = guessed(9)
    assert tried.wait("clinic_x", "other@clinic.example") == 0
    assert tried.wait("clinic_y", OWNER) == 0


@pytest.mark.parametrize(("step", "seconds"), [(59.5, 1), (60, 0), (-1, 0)])
def test_a_minute_of_the_organizations_clock_is_enough(step: float, seconds: int) -> None:
    tried, clocks = guessed(3)
    clocks.own("clinic_x").set(NOW + timedelta(seconds=step), frozen=True)
    assert tried.wait("clinic_x", OWNER) == seconds


def test_without_a_limit_nobody_waits() -> None:
    assert guessed(999, allowed=0)[0].wait("clinic_x", OWNER) == 0


@pytest.mark.parametrize(("organization", "seconds"), [("clinic_x", 0), ("clinic_y", 60), (None, 0)])
def test_failures_can_be_forgotten(organization: str | None, seconds: int) -> None:
    tried, _clocks = guessed(3)
    tried.forget(organization)
    assert tried.wait("clinic_x", OWNER) == seconds


def test_only_so_many_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "CAPACITY", 5)
    tried, _clocks = guessed(3)
    for number in range(5):
        tried.failed("clinic_x", f"{number}@clinic.example")
    assert tried.wait("clinic_x", OWNER) == 0


def test_who_guesses_is_told_to_wait_and_the_right_password_helps_no_sooner(clinic: Clinic) -> None:
    clinic.client.put("/_control/settings", json={"signInFailures": 3})
    assert [sign_in(clinic, "wrong").status_code for _ in range(4)] == [401, 401, 401, 429]
    answer = sign_in(clinic, PASSWORD)
    assert (answer.status_code, answer.json()) == (
        429,
        {"message": "Too many failed sign-ins; try again later"},
    )
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    clinic.advance(60)
    assert sign_in(clinic, PASSWORD).status_code == 200


def test_a_user_that_there_is_not_is_slowed_down_alike(clinic: Clinic) -> None:
    clinic.client.put("/_control/settings", json={"signInFailures": 3})
    found = [sign_in(clinic, "wrong", "nobody@clinic.example").status_code for _ in range(4)]
    assert found == [401, 401, 401, 429]


def test_a_reset_lets_everybody_try_again(clinic: Clinic) -> None:
    clinic.client.put("/_control/settings", json={"signInFailures": 1})
    assert [sign_in(clinic, "wrong").status_code for _ in range(2)] == [401, 429]
    clinic.client.post("/_control/reset", json={"organization": "clinic_x"})
    assert sign_in(clinic, "wrong").status_code == 401
