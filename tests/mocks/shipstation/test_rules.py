"""Rules above the schema."""

from datetime import UTC, datetime

import pytest
from lxml import etree

from mocks.shipstation.coverage import Coverage
from mocks.shipstation.document import order_fields
from mocks.shipstation.protocol import Window
from mocks.shipstation.rules import broken_by, read_date
from tests.mocks.shipstation.shop import ITEM, customer, order

WINDOW = Window(datetime(2026, 3, 13, 17, 0, tzinfo=UTC), datetime(2026, 3, 13, 17, 30, tzinfo=UTC))


def broken(text: str) -> list[str]:
    return list(broken_by(order_fields(etree.fromstring(text), Coverage()), text, WINDOW))


def test_a_good_order_breaks_none() -> None:
    assert broken(order()) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (order(number=" "), "OrderNumber is empty"),
        (order(Customer=customer(Name="")), "ShipTo/Name is empty"),
        (order(Customer=customer(Address1="")), "ShipTo/Address1 is empty"),
        (order(Customer=customer(City="  ")), "ShipTo/City is empty"),
        (order(Customer=customer(Country="us")), "ShipTo/Country is no upper-case ISO 3166-1 code"),
        (order(Customer=customer(Country="UK")), "ShipTo/Country is no upper-case ISO 3166-1 code"),
        (order(Customer=customer(State="New York")), "ShipTo/State of an address in US"),
        (order(Customer=customer(State="", Country="CA")), "ShipTo/State of an address in CA"),
        (order(LastModified="03/13/2026 17:31"), "LastModified is outside the window"),
        (order(LastModified="03/13/2026 16:59", OrderDate="03/13/2026 16:59"), "LastModified is outside"),
        (order(LastModified="02/30/2026 17:30"), "LastModified is no real date"),
        (order(OrderDate="99/99/2026 99:99"), "OrderDate is no real date"),
        (order(OrderDate="03/13/2026 17:31"), "OrderDate is later than LastModified"),
        (order(items=ITEM.replace(">2<", ">0<"), OrderTotal="0"), "Item/Quantity is not within 1 to 99999"),
        (order(items=ITEM.replace("50.00", "50.001")), "Item/UnitPrice has more than two decimals"),
        (order(items=ITEM.replace("50.00", "12345678"), OrderTotal="24691356"), "more than nine digits"),
        (order(OrderTotal="100.05"), "OrderTotal is not the sum"),
        (order(OrderTotal="1" * 400), "OrderTotal is not the sum"),
        (order(items=ITEM.replace("<Quantity>", "<Adjustment>true</Adjustment><Quantity>")), "Adjustment"),
        (order(items=ITEM.replace("<Quantity>", "<UPC>12</UPC><Quantity>")), "Item/UPC"),
        (order(CustomerNotes="a\u0085b"), "control character"),
        (order(CustomerNotes="\U0001f600" * 501), "customerNotes has more than 1000 UTF-16 units"),
        (order(Dimensions="<Length>1.234</Length>"), "Dimensions/length has more than two decimals"),
    ],
)
def test_each_rule_is_told(text: str, rule: str) -> None:
    assert any(rule in message for message in broken(text)), broken(text)


def test_the_whole_last_minute_belongs_to_the_window() -> None:
    assert broken(order(LastModified="03/13/2026 17:30:59")) == []


def test_discounts_tax_and_shipping_count_in_the_sum() -> None:
    discount = (
        "<Item><SKU/><Name>Coupon</Name><Quantity>1</Quantity><UnitPrice>-10</UnitPrice>"
        "<Adjustment>true</Adjustment></Item>"
    )
    assert broken(order(items=ITEM + discount, OrderTotal="95.50", TaxAmount="1", ShippingAmount="4.5")) == []


def test_other_countries_need_no_state() -> None:
    assert broken(order(Customer=customer(Country="DE", State=""))) == []


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("03/13/2026 21:56", 21),
        ("3/13/26 9:56 PM", 21),
        ("3/13/2026 12:00AM", 0),
        ("3/13/2026 12:00 pm", 12),
        ("10/18/2019 21:56 PM", 21),
        ("03/13/2026 21:56:01Z", 21),
    ],
)
def test_dates_are_read_in_every_form_that_passes(text: str, hour: int) -> None:
    at = read_date(text)
    assert at is not None
    assert at.hour == hour


@pytest.mark.parametrize("text", ["24/01/2026 10:00", "01/01/2026 24:00", "01/01/202 10:00", "x"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_date(text) is None
