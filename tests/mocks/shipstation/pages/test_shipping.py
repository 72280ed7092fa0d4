"""Create Label and Mark as Shipped."""

import pytest
from starlette.responses import Response

from tests.mocks.shipstation.pages.browser import Browser
from tests.mocks.shipstation.shop import order
from tests.mocks.shipstation.test_labels import MIXED, item

LABEL = {"carrier": "UPS", "service": "Ground", "trackingNumber": "1Z1"}


def label(browser: Browser, **fields: str) -> str:
    return browser.post("/app/orders/1/label", **{**LABEL, "quantity-0": "2", **fields})


def last_notice(browser: Browser) -> str:
    return browser.desk.shipstation.notices.latest("pharmacy", None, 0, 1)[0].body


def test_a_label_ships_the_order_and_tells_the_store(browser: Browser) -> None:
    browser.desk.imported()
    text = label(browser, shippingCost="4.95", shipDate="2026-03-14")
    assert browser.answer.headers["location"] == "/app/orders/1"
    assert "The label is created, and the store was told." in text
    assert "Delivered" in text
    [shipment] = browser.desk.order()["shipments"]
    assert (shipment["trackingNumber"], shipment["shipDate"]) == ("1Z1", "2026-03-14")
    assert shipment["shippingCost"] == "4.95"


def test_a_label_is_proposed_with_a_tracking_number_of_its_own(browser: Browser) -> None:
    browser.desk.imported()
    browser.get("/app/orders/1/label")
    first = browser.value("trackingNumber")
    browser.get("/app/orders/1/label")
    assert len(first) == 22
    assert browser.value("trackingNumber") != first
    assert (browser.value("shipDate"), browser.value("quantity-0")) == ("2026-03-13", "2")


def test_some_items_are_shipped_and_the_rest_later(browser: Browser) -> None:
    browser.desk.imported()
    assert "Partly shipped" in label(browser, **{"quantity-0": "1"})
    browser.get("/app/orders/1/label")
    assert browser.value("quantity-0") == "1"
    assert "Partly shipped" not in label(browser, **{"quantity-0": "1"})
    assert browser.desk.order()["tab"] == "shipped"


def test_lines_of_one_sku_are_asked_for_together(browser: Browser) -> None:
    browser.desk.imported(items=MIXED)
    label(browser, **{"quantity-0": "3", "quantity-1": "", "quantity-2": "1", "quantity-3": "0"})
    [shipment] = browser.desk.order()["shipments"]
    assert [(line["sku"], line["quantity"]) for line in shipment["items"]] == [("A", 3), ("A", 1)]


def test_an_order_without_goods_is_shipped_with_no_items(browser: Browser) -> None:
    browser.desk.imported(items=item("OFF", "1", "<Adjustment>true</Adjustment>"))
    label(browser)
    assert browser.desk.order()["tab"] == "shipped"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"carrier": ""}, "Carrier is missing"),
        ({"service": " "}, "Service is missing"),
        ({"trackingNumber": "1" * 51}, "Tracking Number is longer than 50 characters"),
        ({"trackingNumber": "\x00"}, "Tracking Number holds a control character"),
        ({"shippingCost": "much"}, "Shipping Cost must be an amount such as 4.95"),
        ({"shipDate": "tomorrow"}, "Ship Date must be a day such as 2026-03-13"),
        ({"notifyCustomer": "perhaps"}, "Notify Customer must be yes, no or nothing"),
        ({"quantity-0": "3"}, "Only 2 of SKU 'SEMA-1' are left to ship, not 3"),
        ({"quantity-0": "one"}, "Quantity must be a whole number from 1 to 99999"),
        ({"quantity-0": "0"}, "Items to ship: enter a quantity for at least one"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_kept(
    browser: Browser, changed: dict[str, str], message: str
) -> None:
    browser.desk.imported()
    text = label(browser, **{"carrier": "Kept & safe", **changed})
    assert browser.answer.status_code == 400
    assert message in text
    assert browser.value("carrier") == changed.get("carrier", "Kept & safe")
    assert browser.desk.order()["shipments"] == []


def test_an_order_is_marked_as_shipped_with_nothing_filled_in(browser: Browser) -> None:
    browser.desk.imported()
    text = browser.post("/app/orders/1/mark-as-shipped", **{"quantity-0": "2"})
    assert "The order is marked as shipped, and the store was told." in text
    assert "<NotifyCustomer></NotifyCustomer>" in last_notice(browser)


@pytest.mark.parametrize(("chosen", "told"), [("yes", "true"), ("no", "false")])
def test_the_store_is_told_whether_to_notify_the_customer(browser: Browser, chosen: str, told: str) -> None:
    browser.desk.imported()
    browser.post("/app/orders/1/mark-as-shipped", notifyCustomer=chosen, **{"quantity-0": "2"})
    assert f"<NotifyCustomer>{told}</NotifyCustomer>" in last_notice(browser)


def test_an_error_of_the_store_is_marked_in_words(browser: Browser) -> None:
    browser.desk.imported()
    browser.desk.shop.notice_status = 500
    text = label(browser)
    message = "Error updating the store: The remote server returned an error: (500) Internal Server Error."
    assert f"The label is created. {message}" in text
    assert "Retry notice 1" in browser_buttons(browser)


def browser_buttons(browser: Browser) -> list[str]:
    browser.get("/app/orders/1")
    return browser.buttons()


def test_an_account_that_is_reset_meanwhile_is_told_so(browser: Browser) -> None:
    browser.desk.imported()

    def answer(_request: object) -> Response:
        browser.desk.shipstation.forget("pharmacy")
        return Response()

    browser.desk.shop.answer = answer
    answered = browser.client.post("/app/orders/1/label", data={**LABEL, "quantity-0": "2"})
    assert answered.status_code == 303
    assert "gone" in answered.headers["set-cookie"]


@pytest.mark.parametrize("page", ["label", "mark-as-shipped"])
def test_what_cannot_be_shipped_is_refused(browser: Browser, page: str) -> None:
    browser.desk.pull(order(status="cancelled"))
    assert "not in Awaiting Shipment" in browser.get(f"/app/orders/1/{page}")
    assert browser.answer.status_code == 409
    browser.post(f"/app/orders/1/{page}", **LABEL)
    assert browser.answer.status_code == 409
