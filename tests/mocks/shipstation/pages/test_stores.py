"""Stores and their refreshes on pages."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from tests.mocks.shipstation.pages.browser import Browser
from tests.mocks.shipstation.shop import order, orders


def until(browser: Browser, path: str, words: str) -> str:
    """Open a page of a refresh under way until the words are there."""
    for _ in range(100):
        if words in (text := browser.get(path)):
            return text
    raise AssertionError(browser.text)


def finished(browser: Browser, path: str) -> str:
    """Open a page until no refresh is under way."""
    for _ in range(100):
        text = browser.get(path)
        if "data-running" not in browser.answer.text:
            return text
    raise AssertionError(browser.text)


def test_without_a_store_there_is_a_way_to_connect_one(browser: Browser) -> None:
    assert "No store is connected." in browser.get("/app/stores")
    assert browser.links("Connect a store") == ["/app/settings/store-setup"]


def test_a_refresh_shows_how_far_it_is_and_then_what_came(browser: Browser) -> None:
    store = browser.desk.connect()
    gate = asyncio.Event()
    pages = [orders(order(str(number)), attributes='pages="2"') for number in range(2)]

    async def answer(request: Request) -> Response:
        if request.query_params["page"] == "2":
            await gate.wait()
        return Response(pages[int(request.query_params["page"]) - 1], media_type="text/xml")

    browser.desk.shop.answer = answer
    assert "Refreshing" in browser.post(f"/app/stores/{store}/refresh")
    page = f"/app/stores/{store}"
    until(browser, page, "Refreshing: page 1 of 2, 1 orders received")
    assert browser.page.xpath("//noscript/meta[@http-equiv='refresh']")
    assert "Refresh" not in browser.buttons()
    assert "Refreshing: page 1 of 2" in browser.get("/app/stores")
    gate.set()
    assert "2 received: 2 new, 0 updated, 0 unchanged" in finished(browser, page)
    assert "Refresh" in browser.buttons()
    assert not browser.page.xpath("//noscript")


def test_a_failed_refresh_tells_why_and_what_was_received(browser: Browser) -> None:
    store = browser.desk.connect()
    browser.desk.shop.status, browser.desk.shop.pages = 503, ["CRM is down"]
    browser.post(f"/app/stores/{store}/refresh")
    text = finished(browser, f"/app/stores/{store}")
    assert "The remote server returned an error: (503) Server Unavailable." in text
    assert "We received CRM is down" in text
    assert "nothing was pulled yet" in text


def test_warnings_are_listed_with_links_to_their_orders(browser: Browser) -> None:
    browser.desk.pull(*(order(str(number), status="Odd") for number in range(12)))
    text = browser.get("/app/stores/1")
    assert "Warnings (12)" in text
    assert "2 more" in text
    assert browser.links("Order 0") == ["/app/orders?tab=all&search=0"]


def test_a_warning_about_the_whole_reply_names_no_order(browser: Browser) -> None:
    browser.desk.shop.content_type = "text/html"
    browser.desk.pull(order())
    assert "The Content-Type is 'text/html', not XML" in browser.get("/app/stores/1")


def test_a_store_tells_its_schedule(browser: Browser) -> None:
    browser.desk.connect(settings={"autoRefreshMinutes": 15})
    assert "every 15 minutes, next 13 Mar 2026, 17:49:40 UTC" in browser.get("/app/stores/1")
    assert "Next automatic refresh 13 Mar 2026, 17:49:40 UTC" in browser.get("/app/stores")


def test_all_stores_are_refreshed_at_once(browser: Browser) -> None:
    browser.desk.connect()
    browser.post("/app/stores/refresh")
    assert browser.answer.headers["location"] == "/app/stores/1"
    browser.desk.connect()
    browser.post("/app/stores/refresh")
    assert browser.answer.headers["location"] == "/app/stores"
    for page in ("/app/stores/1", "/app/stores/2"):
        assert "0 received" in finished(browser, page)


def test_a_connection_is_tested_on_the_page_of_its_store(browser: Browser) -> None:
    page = f"/app/stores/{browser.desk.connect()}"
    assert "Connection successful" in browser.post(f"{page}/test-connection")
    browser.desk.shop.status = 401
    assert "The connection failed: The remote server" in browser.post(f"{page}/test-connection")
