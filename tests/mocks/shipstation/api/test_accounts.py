"""Accounts, sign-in and users over HTTP."""

import pytest

from tests.mocks.shipstation.desk import Desk

ADMIN = {"account": "pharmacy", "email": "admin@clinic.example", "password": "secret-1"}


def test_who_opens_an_account_is_its_admin(desk: Desk) -> None:
    answer = desk.client.post("/accounts", json=ADMIN | {"account": "new"})
    assert answer.status_code == 201
    assert answer.json()["role"] == "admin"
    headers = {"Authorization": f"Bearer {answer.json()['token']}"}
    assert len(desk.client.get("/users", headers=headers).json()) == 1


def test_an_account_is_opened_once(desk: Desk) -> None:
    assert desk.client.post("/accounts", json=ADMIN).status_code == 409


@pytest.mark.parametrize(
    "wrong", [{"account": "A B"}, {"email": "x"}, {"password": ""}, {"account": None}, {"email": 1}]
)
def test_an_account_needs_a_key_an_address_and_a_password(desk: Desk, wrong: dict[str, object]) -> None:
    assert desk.client.post("/accounts", json=ADMIN | {"account": "new"} | wrong).status_code == 400


def test_signing_in_gives_a_token_that_works(desk: Desk) -> None:
    answer = desk.client.post("/sign-in", json=ADMIN)
    assert answer.json()["role"] == "admin"
    headers = {"Authorization": f"Bearer {answer.json()['token']}"}
    assert desk.client.get("/tabs", headers=headers).status_code == 200


@pytest.mark.parametrize("wrong", [{"account": "no"}, {"email": "b@clinic.example"}, {"password": "no"}])
def test_whatever_is_wrong_the_answer_is_the_same(desk: Desk, wrong: dict[str, str]) -> None:
    answer = desk.client.post("/sign-in", json=ADMIN | wrong)
    assert answer.status_code == 401
    assert answer.json() == {"message": "Account, e-mail address or password is wrong"}


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer \u00e9"])
def test_without_a_good_token_nothing_is_shown(desk: Desk, header: str) -> None:
    answer = desk.client.get("/orders", headers={b"Authorization": header.encode("latin-1")})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_an_admin_adds_users(desk: Desk) -> None:
    body = {"email": "rx@clinic.example", "password": "pw", "role": "user"}
    assert desk.client.post("/users", json=body).status_code == 201
    assert desk.client.post("/users", json=body).status_code == 409
    assert desk.client.get("/users").json() == [
        {"email": "admin@clinic.example", "role": "admin"},
        {"email": "rx@clinic.example", "role": "user"},
    ]


@pytest.mark.parametrize("wrong", [{"role": "owner"}, {"email": "x"}])
def test_a_user_needs_a_known_role_and_an_address(desk: Desk, wrong: dict[str, str]) -> None:
    body = {"email": "rx@clinic.example", "password": "pw", "role": "admin"} | wrong
    assert desk.client.post("/users", json=body).status_code == 400
