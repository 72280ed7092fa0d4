import json

import httpx2
import jwt
import pytest

from tests.mocks.careportals.clinic import OWNER, PASSWORD, Clinic

HERE = {"organization": "clinic_x"}


def link(clinic: Clinic, email: str) -> str:
    return str(clinic.mails(email)[-1]["link"]).removeprefix("http://testserver")


def test_signing_in_gives_a_token_without_the_email(clinic: Clinic) -> None:
    token = clinic.owner["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["sub"] == clinic.user(OWNER)["_id"]
    assert claims["org"] == "clinic_x"
    assert claims["exp"] - claims["iat"] == 3600
    assert "@" not in json.dumps(claims)


def test_the_user_name_is_compared_without_regard_to_case(clinic: Clinic) -> None:
    clinic.sign_in(OWNER.upper())


@pytest.mark.parametrize(
    ("username", "password", "organization"),
    [
        (OWNER, "wrong", "clinic_x"),
        (OWNER, "", "clinic_x"),
        (OWNER, PASSWORD.upper(), "clinic_x"),
        ("nobody@clinic.example", PASSWORD, "clinic_x"),
        ("\0", "\0", "clinic_x"),
        (OWNER, PASSWORD, "unknown"),
        (OWNER, PASSWORD, "Clinic_X"),
        (OWNER, PASSWORD, "other_clinic"),
        ("invited@clinic.example", PASSWORD, "clinic_x"),
    ],
)
def test_every_wrong_sign_in_is_refused_alike(
    clinic: Clinic, username: str, password: str, organization: str
) -> None:
    clinic.invite("invited@clinic.example", "Pharmacy")
    Clinic(clinic.client, "other_clinic", "other@clinic.example")
    answer = clinic.client.post(
        "/auth",
        json={"username": username, "password": password},
        headers={"organization": organization},
    )
    assert (answer.status_code, answer.json()) == (401, {"message": "Invalid credentials"})
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b"\xff",
        b"{}",
        b'{"username":"a@b.example"}',
        b'{"username":"a@b.example","password":1}',
        b'{"username":null,"password":"x"}',
        b'{"username":"a@b.example","password":"\\ud800"}',
        b'{"username":"a@b.example","password":"x","extra":1}',
        b"[" * 100_000,
        b'{"username":1e999,"password":"x"}',
    ],
)
def test_a_malformed_sign_in_is_a_bad_request(clinic: Clinic, body: bytes) -> None:
    answer = clinic.client.post("/auth", content=body, headers=HERE)
    assert answer.status_code == 400
    assert answer.json()["message"]


@pytest.mark.parametrize("headers", [{}, {"organization": ""}])
def test_signing_in_needs_the_organization_header(clinic: Clinic, headers: dict[str, str]) -> None:
    answer = clinic.client.post("/auth", json={"username": OWNER, "password": PASSWORD}, headers=headers)
    assert (answer.status_code, answer.json()) == (400, {"message": "The header organization is missing"})


def test_an_invited_user_activates_by_the_link_in_the_mail(clinic: Clinic) -> None:
    clinic.invite("Rx@clinic.example", "Pharmacy")
    path = link(clinic, "rx@clinic.example")
    here = {"email": "Rx@clinic.example", "organization": "clinic_x"}
    assert clinic.client.get(path).json() == here
    answer = clinic.client.post(path, json={"password": PASSWORD, "firstName": "Rob", "lastName": None})
    assert (answer.status_code, answer.json()) == (200, here)
    clinic.sign_in("rx@clinic.example")
    user = clinic.user("Rx@clinic.example")
    assert (user["status"], user["firstName"], user["lastName"]) == ("active", "Rob", "")


def test_an_activation_link_works_once(clinic: Clinic) -> None:
    clinic.invite("rx@clinic.example", "Pharmacy")
    path = link(clinic, "rx@clinic.example")
    clinic.client.post(path, json={"password": PASSWORD})
    assert clinic.client.get(path).status_code == 409
    assert clinic.client.post(path, json={"password": "another password"}).status_code == 409
    clinic.sign_in("rx@clinic.example")


def test_a_weak_password_does_not_use_up_the_link(clinic: Clinic) -> None:
    clinic.invite("rx@clinic.example", "Pharmacy")
    path = link(clinic, "rx@clinic.example")
    assert clinic.client.post(path, json={"password": "short"}).status_code == 400
    assert clinic.client.post(path, json={"password": PASSWORD}).status_code == 200


def test_signing_up_by_oneself_uses_up_the_link(clinic: Clinic) -> None:
    clinic.invite("rx@clinic.example", "Pharmacy")
    clinic.client.post("/auth/register", json={"email": "RX@clinic.example", "password": PASSWORD})
    assert clinic.client.get(link(clinic, "rx@clinic.example")).status_code == 409


def test_the_link_of_a_removed_user_is_unknown(clinic: Clinic) -> None:
    user = clinic.invite("rx@clinic.example", "Pharmacy").json()
    clinic.client.delete(f"/users/{user['_id']}", headers=clinic.owner)
    assert clinic.client.get(link(clinic, "rx@clinic.example")).status_code == 404


@pytest.mark.parametrize("tampered", ["x", "%00", "..%2f..", "null", "%f0%28"])
def test_a_tampered_link_is_unknown(clinic: Clinic, tampered: str) -> None:
    clinic.invite("rx@clinic.example", "Pharmacy")
    path = link(clinic, "rx@clinic.example")
    assert clinic.client.get(path + tampered).status_code == 404
    assert clinic.client.post(path[:-1], json={"password": PASSWORD}).status_code == 404


def test_registering_links_the_organizations_that_have_invited(clinic: Clinic) -> None:
    other = Clinic(clinic.client, "other_clinic", "other@clinic.example")
    for place in (clinic, other):
        place.invite("rx@clinic.example", "Pharmacy")
    body = {"email": "rx@clinic.example", "password": PASSWORD, "firstName": "R", "lastName": "X"}
    answer = clinic.client.post("/auth/register", json=body)
    linked = {"email": "rx@clinic.example", "organizations": ["clinic_x", "other_clinic"]}
    assert (answer.status_code, answer.json()) == (201, linked)
    other.sign_in("rx@clinic.example")


def test_registering_first_and_being_added_later_links_as_well(clinic: Clinic) -> None:
    answer = clinic.client.post("/auth/register", json={"email": "rx@clinic.example", "password": PASSWORD})
    assert answer.json()["organizations"] == []
    assert clinic.invite("RX@clinic.example", "Pharmacy").json()["status"] == "active"
    clinic.sign_in("rx@clinic.example")


def test_nobody_registers_twice(clinic: Clinic) -> None:
    answer = clinic.client.post("/auth/register", json={"email": OWNER.lower(), "password": "other password"})
    assert (answer.status_code, answer.json()) == (409, {"message": "Account Exists Already"})
    clinic.sign_in(OWNER)


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "no address"},
        {"email": None},
        {"password": ""},
        {"password": "        "},
        {"password": "1234567"},
        {"password": "x" * 129},
        {"password": 12345678},
        {"password": None},
        {"firstName": 1},
        {"lastName": "x" * 101},
        {"role": "Owner"},
    ],
)
def test_a_bad_registration_is_refused(client: httpx2.Client, wrong: dict[str, object]) -> None:
    answer = client.post("/auth/register", json={"email": "a@b.example", "password": PASSWORD, **wrong})
    assert answer.status_code == 400
    assert PASSWORD not in answer.text


def test_a_body_in_utf_16_is_a_bad_request(client: httpx2.Client) -> None:
    body = r'{"username":"\ud800","password":"x"}'.encode("utf-16")
    assert client.post("/auth", content=body, headers=HERE).status_code == 400
