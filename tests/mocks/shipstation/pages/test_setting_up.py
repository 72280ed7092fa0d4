"""Test Connection, Connect, Edit, Disconnect."""

import pytest

from tests.mocks.shipstation.pages.browser import Browser, typed

FORM = "/app/settings/store-setup/custom-store"
SUCCESS = "Connection successful: the store answered with an Orders document."


def stores(browser: Browser) -> list[str]:
    return [store.form.name for store in browser.desk.shipstation.stores.of("pharmacy")]


def test_a_connection_that_works_is_told_and_keeps_nothing(browser: Browser) -> None:
    assert SUCCESS in browser.post(FORM, **typed(), action="test")
    assert browser.answer.status_code == 200
    assert stores(browser) == []


def test_a_connection_that_fails_is_told_in_shipstations_words(browser: Browser) -> None:
    browser.desk.shop.status, browser.desk.shop.pages = 401, ["who are you?"]
    text = browser.post(FORM, **typed(), action="test")
    assert browser.answer.status_code == 502
    assert "The remote server returned an error: (401) Unauthorized." in text
    assert "We received who are you?" in text


def test_connect_after_a_test_needs_no_password_again(browser: Browser) -> None:
    browser.post(FORM, **typed(), action="test")
    assert "päss:word" not in browser.answer.text
    kept = browser.value("kept")
    browser.post(FORM, **typed(password=""), kept=kept, action="connect")
    assert browser.answer.headers["location"] == "/app/stores/1"
    assert browser.desk.shipstation.stores.of("pharmacy")[0].form.password == "päss:word +1"


def test_a_password_typed_last_replaces_the_one_before(browser: Browser) -> None:
    browser.post(FORM, **typed(password="first"), action="test")
    browser.post(FORM, **typed(password="second"), kept=browser.value("kept"), action="test")
    browser.post(FORM, **typed(password=""), kept=browser.value("kept"), action="connect")
    assert browser.desk.shipstation.stores.of("pharmacy")[0].form.password == "second"


def test_connect_keeps_a_store_that_works(browser: Browser) -> None:
    text = browser.post(FORM, **typed(name="Clinic X"), action="connect")
    assert "Clinic X is connected." in text
    assert stores(browser) == ["Clinic X"]


def test_connect_keeps_no_store_that_fails(browser: Browser) -> None:
    browser.desk.shop.status = 404
    assert "(404) Not Found" in browser.post(FORM, **typed(), action="connect")
    assert browser.answer.status_code == 502
    assert stores(browser) == []


@pytest.mark.parametrize("action", ["test", "connect"])
def test_a_wrong_field_asks_no_store_and_keeps_what_was_typed(browser: Browser, action: str) -> None:
    text = browser.post(FORM, **typed(urlToCustomXmlPage="ftp://x", username="rx"), action=action)
    assert browser.answer.status_code == 400
    assert "URL to Custom XML Page must begin with http:// or https://" in text
    assert (browser.value("urlToCustomXmlPage"), browser.value("username")) == ("ftp://x", "rx")
    assert browser.desk.shop.asked == []


def test_a_form_without_any_field_says_what_is_missing(browser: Browser) -> None:
    text = browser.post(FORM, action="connect")
    for label in ("URL to Custom XML Page", "Username", "Password"):
        assert f"{label} is required" in text
    assert browser.page.xpath("//*[@autofocus][1]/@name")[0] == "urlToCustomXmlPage"


def test_a_connected_store_is_edited_without_its_password(browser: Browser) -> None:
    page = f"/app/settings/stores/{browser.desk.connect()}"
    browser.get(page)
    assert browser.value("username") == "rx@clinic.example"
    assert "päss" not in browser.answer.text
    text = browser.post(page, **typed(password="", name="Renamed"), action="save")
    assert "Renamed is saved." in text
    form = browser.desk.shipstation.stores.of("pharmacy")[0].form
    assert (form.name, form.password) == ("Renamed", "päss:word +1")


def test_edited_settings_are_tested_before_they_are_saved(browser: Browser) -> None:
    page = f"/app/settings/stores/{browser.desk.connect()}"
    assert SUCCESS in browser.post(page, **typed(password="", username="other"), action="test")
    assert browser.desk.shipstation.stores.of("pharmacy")[0].form.username == "rx@clinic.example"
    browser.desk.shop.status = 403
    assert "(403) Forbidden" in browser.post(page, **typed(password=""), action="test")


def test_a_wrong_field_is_not_saved(browser: Browser) -> None:
    page = f"/app/settings/stores/{browser.desk.connect()}"
    assert "Username is required" in browser.post(page, **typed(username=""), action="save")
    assert browser.answer.status_code == 400


def test_a_store_is_disconnected_after_a_question(browser: Browser) -> None:
    browser.desk.imported()
    page = "/app/settings/stores/1/disconnect"
    assert "Disconnect Custom Store?" in browser.get(page)
    assert "Its orders stay." in browser.post(page)
    assert stores(browser) == []
    assert "Store disconnected" in browser.get("/app/orders?tab=all")
