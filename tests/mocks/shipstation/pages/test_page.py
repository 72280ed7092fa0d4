"""The frame around each page."""

from datetime import timedelta

import pytest

from mocks.shipstation.pages.app import ROUTES
from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.pages.browser import Browser

PATHS = [route.path.replace("{id:int}", "1") for route in ROUTES]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_sees_a_page_without_signing_in(desk: Desk, method: str) -> None:
    browser = Browser(desk, signed_in=False)
    for path in set(PATHS) - {"/app", "/app/sign-in"}:
        answer = browser.client.request(method, path)
        assert answer.status_code in (303, 405), path
        assert answer.headers.get("location", "/app/sign-in").startswith("/app/sign-in"), path


def test_a_page_says_that_it_is_a_mock_and_whose_it_is(browser: Browser) -> None:
    text = browser.get("/app/orders")
    assert "Mock – not the real product" in text
    assert "admin@clinic.example pharmacy" in text
    assert browser.page.xpath("//button[@aria-label='Settings']")


def test_a_page_shows_the_time_of_the_account(browser: Browser) -> None:
    text = browser.get("/app/orders")
    assert "13 Mar 2026, 17:34:40 UTC" in text
    assert "Clock stopped" in text
    browser.desk.shipstation.clocks.forget("pharmacy")
    assert "Clock stopped" not in browser.get("/app/orders")


def test_the_menu_counts_the_notices_in_vain(browser: Browser) -> None:
    assert "failed:" not in browser.get("/app/orders")
    order_id = browser.desk.imported()
    browser.desk.shop.notice_status = 500
    browser.desk.label(order_id)
    assert "Notices failed: 1" in browser.get("/app/orders")


@pytest.mark.parametrize("path", ["/app/settings/store-setup", "/app/settings/account"])
def test_who_is_no_admin_sets_up_nothing(browser: Browser, path: str) -> None:
    browser.desk.shipstation.accounts.add_user("pharmacy", "p@clinic.example", "secret-1", "user")
    Browser(browser.desk, "p@clinic.example")
    assert "Only an admin of this account can set up a store" in browser.get(path)
    assert browser.answer.status_code == 403


def test_who_is_no_admin_refreshes_and_ships(browser: Browser) -> None:
    order_id = browser.desk.imported()
    browser.desk.clock(advanceSeconds=timedelta(hours=1).total_seconds())
    browser.desk.shipstation.accounts.add_user("pharmacy", "p@clinic.example", "secret-1", "user")
    packer = Browser(browser.desk, "p@clinic.example")
    packer.get("/app/stores")
    assert packer.buttons() == ["Refresh Custom Store"]
    assert packer.links("Edit") == []
    packer.post(f"/app/orders/{order_id}/mark-as-shipped", **{"quantity-0": "2"})
    assert browser.desk.order()["tab"] == "shipped"
