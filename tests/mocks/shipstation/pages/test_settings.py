"""Settings, Store Setup, the account."""

from mocks.shipstation.form import STORE_TYPES
from tests.mocks.shipstation.pages.browser import Browser


def test_the_gear_leads_over_store_setup_to_the_custom_store(browser: Browser) -> None:
    browser.get("/app/orders")
    gear = browser.page.xpath("//form[button/@aria-label='Settings']/@action")
    browser.get(gear[0])
    browser.get(browser.links("Store Setup")[0])
    browser.get(browser.links("Custom Store")[0])
    assert "URL to Custom XML Page" in browser.text


def test_all_store_types_are_listed_and_one_can_be_chosen(browser: Browser) -> None:
    text = browser.get("/app/settings/store-setup")
    assert all(name in text for name in STORE_TYPES)
    listed = browser.page.xpath("//ul[@aria-label='Store types']//a")
    assert [link.text_content() for link in listed] == ["Custom Store"]


def test_connected_stores_can_be_edited_from_store_setup(browser: Browser) -> None:
    assert "Connected stores" not in browser.get("/app/settings/store-setup")
    store = browser.desk.connect(name="Clinic X")
    assert "Clinic X" in browser.get("/app/settings/store-setup")
    assert browser.links("Edit") == [f"/app/settings/stores/{store}"]


def test_the_account_tells_its_users_and_what_happens_by_itself(browser: Browser) -> None:
    assert "Nothing: no store is connected." in browser.get("/app/settings/account")
    browser.desk.connect(name="By hand")
    browser.desk.connect(name="By itself", settings={"autoRefreshMinutes": 15})
    order_id = browser.desk.imported()
    browser.desk.shop.notice_status = 500
    browser.desk.label(order_id)
    text = browser.get("/app/settings/account")
    assert "Refresh of By hand never: by hand only" in text
    assert "Refresh of By itself every 15 minutes 13 Mar 2026, 17:49:40 UTC" in text
    assert "Notice of order 1392 until it is taken 13 Mar 2026, 18:34:40 UTC" in text
    assert "admin@clinic.example admin" in text
