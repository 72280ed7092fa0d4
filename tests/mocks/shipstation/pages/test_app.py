"""The pages as a whole: lazy, apart from the API and its journal, harmless whatever the data holds."""

import subprocess
import sys

import pytest

from mocks.shipstation.pages.app import ROUTES
from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.pages.browser import Browser
from tests.mocks.shipstation.shop import ITEM, customer, order

HOSTILE = "<script>alert(1)</script>\"'&"
ESCAPED = HOSTILE.replace("&", "&amp;").replace("<", "&lt;")


def test_a_browser_is_led_to_the_pages_and_a_program_to_the_overview(desk: Desk) -> None:
    assert desk.client.get("/", headers={"Accept": "text/html,*/*"}).headers["location"] == "/app"
    assert "Pages for people: /app" in desk.client.get("/").text


def test_the_pages_begin_with_the_orders(browser: Browser) -> None:
    assert browser.client.get("/app").headers["location"] == "/app/orders"


def test_nothing_of_the_pages_is_imported_before_one_is_asked_for() -> None:
    code = "import sys, mocks.shipstation.app; print('jinja2' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert ran.stdout.strip() == "False"


def test_pages_are_not_written_into_the_journal(browser: Browser) -> None:
    browser.get("/app/orders")
    journal = browser.client.get("/_control/journal").json()
    assert [entry["url"] for entry in journal["entries"]] == []


def test_what_a_page_lets_the_mock_ask_a_store_is_in_the_journal(browser: Browser) -> None:
    store = browser.desk.connect()
    browser.post(f"/app/stores/{store}/test-connection")
    assert browser.client.get("/_control/journal").json()["entries"][-1]["direction"] == "out"


def test_another_site_cannot_send_a_form(browser: Browser) -> None:
    answer = browser.client.post("/app/stores/refresh", headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/app/orders", "/app/orders/1", "/app/orders/1/label"])
def test_markup_in_an_order_stays_text(browser: Browser, path: str) -> None:
    items = ITEM.replace("Semaglutide", ESCAPED).replace("SEMA-1", ESCAPED)
    notes = {"CustomerNotes": ESCAPED, "InternalNotes": ESCAPED, "GiftMessage": ESCAPED, "Source": ESCAPED}
    browser.desk.imported(items=items, Customer=customer(Name=ESCAPED, City=ESCAPED, State=ESCAPED), **notes)
    text = browser.get(path)
    assert "<script>alert" not in browser.answer.text
    assert HOSTILE in text


def test_markup_in_a_reply_and_in_a_search_stays_text(browser: Browser) -> None:
    number = browser.desk.connect()
    browser.desk.shop.status, browser.desk.shop.pages = 500, [HOSTILE]
    browser.desk.refresh(number)
    for path in (f"/app/stores/{number}", f"/app/orders?search={HOSTILE}".replace("&", "%26")):
        browser.get(path)
        assert "<script>alert" not in browser.answer.text


def test_each_page_refuses_what_belongs_to_another_account(browser: Browser) -> None:
    browser.desk.pull(order())
    order_id = browser.desk.order()["id"]
    browser.desk.label(order_id)
    browser.desk.shipstation.accounts.create("other", "a@clinic.example", "pw")
    browser.post("/app/sign-out")
    browser.post("/app/sign-in", account="other", email="a@clinic.example", password="pw")
    for route in ROUTES:
        if "{id:int}" in route.path:
            path = route.path.replace("{id:int}", "1")
            for answer in (browser.client.get(path), browser.client.post(path, data={"": ""})):
                assert answer.status_code in (404, 405), route.path


@pytest.mark.parametrize(
    "path", ["/app/nothing", "/app/orders/7", f"/app/orders/{10**30}", "/app/stores/7", "/app/notices/7"]
)
def test_what_is_not_there_is_a_page_too(browser: Browser, path: str) -> None:
    assert "Not Found" in browser.get(path)
    assert browser.answer.status_code == 404
    assert browser.page.xpath("//nav[@class='side']")
    browser.post("/app/sign-out")
    assert "Log Out" not in browser.get("/app/nothing")


@pytest.mark.parametrize("content", [b"\xff", b"%ff=1", b"a=1&" * 2000, b'{"a": 1}'])
def test_odd_bodies_make_no_crash(browser: Browser, content: bytes) -> None:
    browser.desk.imported()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for route in ROUTES:
        path = route.path.replace("{id:int}", "1")
        answer = browser.client.post(path, content=content, headers=headers)
        assert answer.status_code < 500, path
