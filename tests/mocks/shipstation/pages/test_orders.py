"""The orders grid and an order's page."""

import pytest

from tests.mocks.shipstation.pages.browser import Browser
from tests.mocks.shipstation.shop import ITEM, customer, order


def numbers(browser: Browser, query: str = "") -> list[str]:
    browser.get(f"/app/orders?{query}")
    return [link.text_content() for link in browser.page.xpath("//tbody//th//a")]


def tabs(browser: Browser) -> list[str]:
    links = browser.page.xpath("//ul[@class='tabs']//a")
    return [" ".join(link.text_content().split()) for link in links]


def test_the_grid_opens_with_what_awaits_shipment_and_counts_all_tabs(browser: Browser) -> None:
    browser.desk.pull(order("1"), order("2", status="cancelled"), order("3"), order("4", status="processing"))
    assert numbers(browser) == ["3", "1"]
    assert tabs(browser) == [
        "Awaiting Payment 0",
        "Awaiting Shipment 2",
        "On-Hold 1",
        "Shipped 0",
        "Cancelled 1",
        "All Orders 4",
    ]
    assert numbers(browser, "tab=cancelled") == ["2"]
    assert numbers(browser, "tab=all") == ["4", "3", "2", "1"]


def test_a_search_looks_into_all_tabs(browser: Browser) -> None:
    browser.desk.pull(order("17"), order("18", status="cancelled", Customer=customer(Name="Olu Adeyemi")))
    assert numbers(browser, "search=1") == ["18", "17"]
    assert numbers(browser, "search=adey") == ["18"]
    assert tabs(browser)[-1] == "All Orders 1"
    assert numbers(browser, "search=nobody") == []
    assert "No order is found for “nobody”." in browser.text


def test_the_grid_is_narrowed_to_a_store(browser: Browser) -> None:
    browser.desk.pull(order("1"))
    browser.desk.pull(order("2"))
    assert numbers(browser, "store=2") == ["2"]
    assert numbers(browser, "store=") == ["2", "1"]
    assert browser.page.xpath("//select[@name='store']")


@pytest.mark.parametrize("query", ["tab=nowhere", "page=0", "store=x", f"store={10**30}"])
def test_odd_choices_are_refused(browser: Browser, query: str) -> None:
    browser.get(f"/app/orders?{query}")
    assert browser.answer.status_code == 400


def test_thousands_of_orders_come_page_by_page(browser: Browser) -> None:
    browser.desk.pull(*(order(str(number)) for number in range(101)))
    first, last = numbers(browser), numbers(browser, "page=3")
    assert (len(first), first[0], last) == (50, "100", ["0"])
    assert browser.links("Previous") == ["/app/orders?tab=awaiting_shipment&page=2"]
    assert browser.links("Next") == []


def test_an_empty_grid_says_what_to_do(browser: Browser) -> None:
    assert "No store is connected." in browser.get("/app/orders")
    browser.desk.connect()
    assert "Refresh a store to pull its orders." in browser.get("/app/orders")


def test_the_grid_marks_what_needs_attention(browser: Browser) -> None:
    items = ITEM.replace("<Quantity>2", "<Quantity>3")
    order_id = browser.desk.imported(items=items, Gift="true", OrderStatus="Odd")
    browser.desk.shop.notice_status = 500
    browser.desk.label(order_id, items=[{"sku": "SEMA-1", "quantity": 1}])
    text = browser.get("/app/orders")
    for mark in ("Partly shipped", "Error updating", "warning", "Gift"):
        assert mark in text


FULL = {
    "TaxAmount": "1.00",
    "ShippingAmount": "4.95",
    "CurrencyCode": "USD",
    "ShippingMethod": "Overnight",
    "PaymentMethod": "Card",
    "CustomerNotes": "Leave at the door",
    "InternalNotes": "Keep cool",
    "Gift": "true",
    "GiftMessage": "Happy birthday",
    "CustomField2": "Second",
    "RequestedWarehouse": "East",
    "Source": "Web",
    "Dimensions": "<DimensionUnits>Inch</DimensionUnits><Length>4</Length><Width>5</Width>",
}


def test_an_order_is_shown_whole(browser: Browser) -> None:
    address = customer(Company="Clinic", Address2="Flat 7", Phone="+15550100")
    order_id = browser.desk.imported(Customer=address, **FULL)
    text = browser.get(f"/app/orders/{order_id}")
    for words in ("Overnight", "Card", "Leave at the door", "Keep cool", "Happy birthday", "East", "Web"):
        assert words in text
    assert "Jane Doe Clinic 1 Main St Flat 7 Albany NY 12207 US Phone +15550100" in text
    assert "Custom field 2 Second" in text
    assert "4 × 5 × ? Inch" in text
    assert "Order total (USD) 100.00" in text


def test_custom_fields_of_one_text_keep_their_numbers(browser: Browser) -> None:
    order_id = browser.desk.imported(CustomField1="Same", CustomField3="Same")
    text = browser.get(f"/app/orders/{order_id}")
    assert "Custom field 1 Same" in text
    assert "Custom field 3 Same" in text


def test_an_order_tells_its_history(browser: Browser) -> None:
    order_id = browser.desk.imported(OrderStatus="processing")
    assert "Imported once; the store calls its status processing" in browser.get(f"/app/orders/{order_id}")
    browser.desk.shop.pages = [browser.desk.shop.pages[0].replace("processing", "cancelled")]  # type: ignore[arg-type]
    browser.desk.refresh(1)
    text = browser.get(f"/app/orders/{order_id}")
    assert "Imported 2 times" in text
    assert "On-Hold processing 13 Mar 2026, 17:34:40 UTC Cancelled cancelled" in text


def test_an_order_can_be_shipped_only_while_it_awaits_shipment(browser: Browser) -> None:
    order_id = browser.desk.imported()
    browser.get(f"/app/orders/{order_id}")
    assert browser.links("Create Label") == [f"/app/orders/{order_id}/label"]
    assert browser.links("Mark as Shipped") == [f"/app/orders/{order_id}/mark-as-shipped"]
    browser.desk.label(order_id)
    browser.get(f"/app/orders/{order_id}")
    assert browser.links("Create Label") == browser.links("Mark as Shipped") == []


def test_an_order_that_was_shipped_and_awaits_shipment_again_says_so(browser: Browser) -> None:
    order_id = browser.desk.imported()
    browser.desk.label(order_id)
    browser.desk.refresh(1)
    assert "Everything of this order has been shipped" in browser.get(f"/app/orders/{order_id}")
    assert browser.links("Create Label") == []


def test_an_order_of_a_disconnected_store_can_be_looked_at(browser: Browser) -> None:
    order_id = browser.desk.imported()
    browser.client.delete("/stores/1")
    text = browser.get(f"/app/orders/{order_id}")
    assert "Store disconnected" in text
    assert browser.links("Create Label") == []


def test_warnings_of_the_import_are_told(browser: Browser) -> None:
    order_id = browser.desk.imported(OrderStatus="Odd")
    assert "The status 'Odd' is in no box of the store" in browser.get(f"/app/orders/{order_id}")
