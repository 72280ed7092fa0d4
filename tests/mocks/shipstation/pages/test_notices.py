"""Notices on pages."""

import pytest
from starlette.responses import Response

from tests.mocks.shipstation.pages.browser import Browser
from tests.mocks.shipstation.shop import order


def failed(browser: Browser) -> None:
    """One order whose store could not be told."""
    order_id = browser.desk.imported()
    browser.desk.shop.notice_status = 500
    browser.desk.label(order_id)


def test_without_a_shipment_there_is_no_notice(browser: Browser) -> None:
    assert "No notice is here." in browser.get("/app/notices")


def test_notices_are_listed_with_their_states(browser: Browser) -> None:
    browser.desk.pull(order("1"), order("2"))
    browser.desk.label(browser.desk.order("1")["id"])
    browser.desk.shop.notice_status = 500
    browser.desk.label(browser.desk.order("2")["id"])
    text = browser.get("/app/notices")
    assert "All 2 Error updating 1 Delivered 1" in text
    assert browser.buttons() == ["Retry the notice of order 2"]
    assert "(500) Internal Server Error" in browser.get("/app/notices?state=failed")
    assert browser.links("1") == []
    browser.get("/app/notices?state=delivered")
    assert browser.links("1") == ["/app/orders/1"]


def test_an_odd_state_is_refused(browser: Browser) -> None:
    browser.get("/app/notices?state=lost")
    assert browser.answer.status_code == 400


def test_a_notice_shows_what_is_sent_and_each_attempt(browser: Browser) -> None:
    failed(browser)
    text = browser.get("/app/notices/1")
    assert "POST …?action=shipnotify&order_number=1392" in text
    assert "<TrackingNumber>1Z1</TrackingNumber>" in text
    assert (
        "500 The remote server returned an error: (500) Internal Server Error. <p>said the shop</p>" in text
    )
    assert "again 13 Mar 2026, 18:34:40 UTC" in text


def test_a_notice_that_is_being_sent_says_so(browser: Browser) -> None:
    order_id = browser.desk.imported()
    browser.desk.shipstation.notices.add("pharmacy", order_id, "q=1", "<ShipNotice/>")
    assert "Sending" in browser.get("/app/notices/1")
    assert "Not sent yet." in browser.text


def test_a_retry_that_succeeds_clears_the_mark(browser: Browser) -> None:
    failed(browser)
    browser.desk.shop.notice_status = 200
    text = browser.post("/app/notices/1/retry", next="/app/orders/1")
    assert browser.answer.headers["location"] == "/app/orders/1"
    assert "The store was told of order 1392." in text
    assert "Error updating" not in text


def test_a_retry_that_fails_says_why(browser: Browser) -> None:
    failed(browser)
    text = browser.post("/app/notices/1/retry", next="/app/notices/1")
    assert "Error updating order 1392: The remote server returned an error: (500)" in text


def test_a_delivered_notice_is_not_sent_again(browser: Browser) -> None:
    browser.desk.label(browser.desk.imported())
    assert "has been delivered already" in browser.post("/app/notices/1/retry")
    assert browser.answer.headers["location"] == "/app/notices"


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/"])
def test_a_retry_leads_to_no_other_site(browser: Browser, back: str) -> None:
    failed(browser)
    browser.client.post("/app/notices/1/retry", data={"next": back})
    answer = browser.client.post("/app/notices/1/retry", data={"next": back})
    assert answer.headers["location"] == "/"


def test_a_notice_whose_account_is_reset_meanwhile_is_gone(browser: Browser) -> None:
    failed(browser)

    def answer(_request: object) -> Response:
        browser.desk.shipstation.forget("pharmacy")
        return Response()

    browser.desk.shop.answer = answer
    browser.post("/app/notices/1/retry")
    assert browser.answer.status_code == 404
