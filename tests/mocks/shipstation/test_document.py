"""From XML to the API's orders."""

from datetime import UTC, datetime

from lxml import etree

from mocks.shipstation.coverage import Coverage
from mocks.shipstation.document import order_fields, read_page
from mocks.shipstation.protocol import Window
from tests.mocks.shipstation.shop import XML, order, orders

WINDOW = Window(datetime(2026, 3, 13, tzinfo=UTC), datetime(2026, 3, 14, tzinfo=UTC))


def test_texts_are_kept_as_received() -> None:
    fields = order_fields(
        etree.fromstring(order(OrderTotal=" +1.50", TaxAmount="0.00", CustomerNotes="<![CDATA[a & <b>]]>")),
        Coverage(),
    )
    assert fields["orderTotal"] == " +1.50"
    assert fields["taxAmount"] == "0.00"
    assert fields["customerNotes"] == "a & <b>"
    assert fields["customer"]["shipTo"]["city"] == "Albany"
    assert fields["items"][0]["sku"] == "SEMA-1"
    assert fields["items"][0]["quantity"] == 2


def test_what_is_absent_is_none_but_notes_are_empty() -> None:
    fields = order_fields(etree.fromstring(order()), Coverage())
    assert fields["shippingAmount"] is None
    assert fields["customFields"] == [None, None, None]
    assert fields["dimensions"] is None
    assert fields["internalNotes"] == fields["customerNotes"] == ""
    assert fields["gift"] is False


def test_everything_optional_is_read() -> None:
    item = (
        "<Item><SKU>S</SKU><Name>N</Name><Quantity>1</Quantity><UnitPrice>-1</UnitPrice>"
        "<Adjustment>1</Adjustment><Options><Option><Name>Size</Name><Value>L</Value></Option></Options></Item>"
    )
    fields = order_fields(
        etree.fromstring(order(items=item, Gift="true", CustomField2="two", Dimensions="<Height>3</Height>")),
        Coverage(),
    )
    assert fields["items"][0]["adjustment"] is True
    assert fields["items"][0]["options"] == [{"name": "Size", "value": "L", "weight": None}]
    assert fields["gift"] is True
    assert fields["customFields"] == [None, "two", None]
    assert fields["dimensions"] == {"units": None, "length": None, "width": None, "height": "3"}


def test_a_page_has_orders_pages_and_warnings_with_their_order() -> None:
    body = orders(order("1"), order("2", Weather="wet"), attributes='pages="3" page="1"').encode()
    page = read_page(body, "text/html", WINDOW, Coverage())
    assert page.pages == 3
    assert [o.number for o in page.orders] == ["1", "2"]
    assert [w.number for w in page.warnings] == [None, None, "2"]


def test_pages_may_be_absent() -> None:
    assert read_page(b"<Orders/>", XML, WINDOW, Coverage()).pages is None
