from typing import Any

import pytest

from mocks.careportals.pages import order_view

NAMES = {"1": "owner@clinic.example"}


@pytest.mark.parametrize(
    ("status", "label", "tone"),
    [
        ("awaiting_shipment", "Awaiting Shipment", "info"),
        ("shipped", "Shipped", "good"),
        ("cancelled", "Cancelled", "bad"),
        ("pending", "Pending", "warn"),
        ("awaiting_script", "Awaiting Script", "plain"),
        ("ON_HOLD", "ON_HOLD", "plain"),
    ],
)
def test_a_status_has_words_and_a_colour(status: str, label: str, tone: str) -> None:
    assert (order_view.status_label(status), order_view.status_tone(status)) == (label, tone)


@pytest.mark.parametrize(
    ("customer", "name"),
    [
        ({"firstName": "Ana", "lastName": "Núñez", "email": "a@example.com"}, "Ana Núñez"),
        ({"lastName": "Núñez"}, "Núñez"),
        ({"email": "a@example.com"}, "a@example.com"),
        ("Ana", "Unknown customer"),
    ],
)
def test_a_customer_has_a_name(customer: object, name: str) -> None:
    assert order_view.customer({"customer": customer}).name == name


def test_a_line_item_tells_what_it_has() -> None:
    line = {
        "name": "Pen",
        "sku": "P-1",
        "quantity": 2,
        "price": 9.5,
        "listPrice": 10,
        "isSubscription": True,
        "type": "physical",
        "extras": {"drugName": "Semavita"},
    }
    (item,) = order_view.items({"lineItems": [line]})
    assert item == ("Pen", "P-1", "", "2", "$9.50", "$10.00", True, "Semavita")
    (service,) = order_view.items({"lineItems": [{**line, "type": "digital"}]})
    assert service.drug == ""


def test_an_address_has_the_lines_that_there_are() -> None:
    given = {
        "address1": "1 Main",
        "address2": None,
        "city": "Reno",
        "provinceCode": "NV",
        "countryCode": "US",
    }
    assert order_view.address({"shippingAddress": given}) == ["1 Main", "Reno, NV", "US"]


def test_amounts_leave_out_what_is_nothing() -> None:
    order = {
        "baseAmount": 20,
        "discountAmount": 5,
        "coupon": "WELCOME",
        "creditUsedAmount": 0,
        "totalAmount": 15,
    }
    assert order_view.amounts(order) == [
        ("Items", "$20.00"),
        ("Discount (WELCOME)", "-$5.00"),
        ("Total", "$15.00"),
    ]


def test_a_shipment_tells_what_was_sent_and_by_whom() -> None:
    lines = [{"sku": "P-1", "quantity": 2}]
    given = {"trackingNumber": "94", "carrier": "USPS", "createdBy": "1", "lineItems": lines}
    (shipment,) = order_view.shipments({"shipments": [given]}, NAMES)
    assert shipment == ("94", "USPS", "", ["2 × P-1"], "", "owner@clinic.example")


def test_the_history_begins_with_the_latest_move() -> None:
    moves = [
        {"prevStatus": "pending", "newStatus": "processing", "userId": "1", "updatedAt": "x"},
        {"prevStatus": "processing", "newStatus": "shipped", "userId": "2"},
    ]
    latest, first = order_view.history({"statusHistory": moves}, NAMES)
    assert (latest.after, latest.by) == ("shipped", "2")
    assert (first.before, first.by) == ("pending", "owner@clinic.example")


@pytest.mark.parametrize(
    "junk", [None, 7, "x", [], [None], [7, [], "x"], {}, [{}], {"a": [1]}, [{"a": None}]]
)
def test_distorted_orders_are_shown_as_far_as_they_go(junk: Any) -> None:
    names = ("customer", "lineItems", "shippingAddress", "shipments", "statusHistory")
    order = dict.fromkeys(names, junk)
    assert order_view.customer(order).name == "Unknown customer"
    assert order_view.address(order) == []
    assert all(item.name == "Unnamed product" for item in order_view.items(order))
    assert all(not move.after for move in order_view.history(order, {}))
    assert all(not shipment.tracking for shipment in order_view.shipments(order, {}))
