"""Log in and out."""

import pytest

from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.pages.browser import Browser

RIGHT = {"account": "pharmacy", "email": "admin@clinic.example", "password": "secret-1"}


def test_signing_in_leads_to_where_one_wanted_to_go(desk: Desk) -> None:
    browser = Browser(desk, signed_in=False)
    browser.get("/app/orders?tab=all&page=1")
    browser.get(browser.answer.headers["location"])
    browser.post("/app/sign-in", **RIGHT, next=browser.value("next"))
    assert browser.answer.headers["location"] == "/app/orders?tab=all&page=1"


@pytest.mark.parametrize(
    "wanted", ["", "//evil.example", "https://evil.example", "/\\evil", "/stores", "/app"]
)
def test_signing_in_leads_to_no_other_place(desk: Desk, wanted: str) -> None:
    browser = Browser(desk, signed_in=False)
    browser.post("/app/sign-in", **RIGHT, next=wanted)
    assert browser.answer.headers["location"] == "/app/orders"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(desk: Desk) -> None:
    browser = Browser(desk)
    cookie = browser.answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize("wrong", ["account", "email", "password"])
def test_whatever_is_wrong_the_answer_is_the_same_and_keeps_what_was_typed(desk: Desk, wrong: str) -> None:
    browser = Browser(desk, signed_in=False)
    text = browser.post("/app/sign-in", **{**RIGHT, wrong: "other"})
    assert browser.answer.status_code == 401
    assert "Account, e-mail address or password is wrong" in text
    assert browser.value("account") == ("other" if wrong == "account" else "pharmacy")
    assert "secret-1" not in browser.answer.text


def test_an_empty_form_signs_nobody_in(desk: Desk) -> None:
    browser = Browser(desk, signed_in=False)
    browser.post("/app/sign-in")
    assert browser.answer.status_code == 401


def test_logging_out_ends_the_session_for_good(browser: Browser) -> None:
    kept = dict(browser.client.cookies)
    assert "You are logged out." in browser.post("/app/sign-out")
    browser.client.cookies.update(kept)
    browser.get("/app/orders")
    assert browser.answer.status_code == 303
