"""The store form."""

from typing import Any

import pytest

from mocks.shipstation.form import FormErrors, changed, read_form, url_error
from tests.mocks.shipstation.shop import form


def fields_refused(**wrong: Any) -> dict[str, str]:
    with pytest.raises(FormErrors) as refused:
        read_form(form(**wrong))
    return refused.value.fields


def test_the_form_of_the_guide_is_taken() -> None:
    assert read_form(form()).name == "Custom Store"


@pytest.mark.parametrize(
    "url",
    [
        "https://middleware.example.com/shipstation/clinic_x",
        "http://127.0.0.1:7802/shipstation/clinic_x",
        "http://[::1]:7802/x",
        "https://shop.example.com/index.php?route=x&y=%20",
        "https://müller.example/x",
        "HTTP://shop.example.com",
    ],
)
def test_an_address_that_can_be_asked_is_taken(url: str) -> None:
    assert url_error(url) is None


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://m.example/shipstation/<org>", "placeholder"),
        ("https://m.example/shipstation/<ORG>", "placeholder"),
        ("https://m.example/shipstation/%3Corg%3E", "placeholder"),
        ("https://m.example/shipstation/{org}", "placeholder"),
        ("https://m.example/shipstation/&lt;org&gt;", "placeholder"),
        ("https://m.example/a b", "blank"),
        (" https://m.example/", "blank"),
        ("ftp://m.example/", "http"),
        ("m.example/x", "http"),
        ("http:///x", "host"),
        ("http://u:p@m.example/x", "user name"),
        ("http://m.example/#x", "fragment"),
        ("http://m.example:99999/", "valid"),
        ("http://m.example:0/", "valid"),
        ("http://[::1/", "valid"),
        ("http://m.example/<clinic>", "valid"),
        ("http://m.example/\\x", "valid"),
    ],
)
def test_an_address_that_cannot_is_refused_in_words(url: str, says: str) -> None:
    assert says in (url_error(url) or "")


@pytest.mark.parametrize("name", ["urlToCustomXmlPage", "username", "password"])
@pytest.mark.parametrize("value", ["", "  ", None, 7, "x" * 2001, "a\x00b"])
def test_url_and_credentials_have_to_be_text(name: str, value: object) -> None:
    assert name in fields_refused(**{name: value})


def test_a_user_name_cannot_hold_a_colon_but_a_password_can() -> None:
    assert set(fields_refused(username="a:b")) == {"username"}
    assert read_form(form(password="a:b")).password == "a:b"


def test_other_store_types_are_refused() -> None:
    assert "not available" in fields_refused(storeType="Shopify")["storeType"]
    assert "no known" in fields_refused(storeType=["Custom Store"])["storeType"]
    assert "no known" in fields_refused(storeType=None)["storeType"]


def test_everything_wrong_is_told_at_once() -> None:
    wrong = fields_refused(username="", statuses=[], settings="x", colour="blue", name=1)
    assert set(wrong) == {"username", "statuses", "settings", "colour", "name"}


def test_settings_are_named_with_their_path() -> None:
    assert set(fields_refused(settings={"auth": "x"})) == {"settings.auth"}


def test_a_change_merges_boxes_and_settings() -> None:
    first = read_form(form(settings={"strict": True}))
    second = changed(first, {"statuses": {"onHold": "held"}, "settings": {"auth": "basic"}, "name": "B"})
    assert second.statuses["shipped"] == "shipped,completed"
    assert second.statuses["onHold"] == "held"
    assert second.settings == {"strict": True, "auth": "basic"}
    assert second.password == first.password


def test_a_change_is_checked_like_a_new_form() -> None:
    with pytest.raises(FormErrors):
        changed(read_form(form()), {"statuses": None})
