"""FAIL and WARN of the Orders document: the tables of the protocol sheet, line by line."""

import threading

import pytest
from lxml import etree

from mocks.shipstation import schema
from mocks.shipstation.failure import Failure
from tests.mocks.shipstation.shop import ITEM, customer, order, orders


def warnings_of(document: str) -> list[str]:
    return [message for _order, message in schema.validate(etree.fromstring(document.encode()))]


def failure_of(document: str) -> Failure:
    with pytest.raises(Failure) as failed:
        schema.validate(etree.fromstring(document.encode()))
    return failed.value


def item(**fields: str) -> str:
    children = {"SKU": "S", "Name": "N", "Quantity": "1", "UnitPrice": "1"} | fields
    return "<Item>" + "".join(f"<{name}>{value}</{name}>" for name, value in children.items()) + "</Item>"


DATES_ACCEPTED = [
    "10/18/2019 21:56",
    "1/2/2019 3:04",
    "10/18/19 21:56",
    "10/18/2019 21:56:59",
    "10/18/2019 9:56AM",
    "10/18/2019 9:56  AM",
    "10/18/2019 21:56 PM",
    "10/18/2019 24:05",
    "10/18/2019 21:56Z",
    "10/18/2019 21:56 ",
    "18/10/2019 21:56",
    "99/99/2019 99:99",
    "10/18/2019 9:5Z",
    "10/18/2019 9:5 PM",
]
DATES_REFUSED = [
    "2019-10-18T21:56",
    "2019-10-18 21:56",
    "10.18.2019 21:56",
    "10-18-2019 21:56",
    "2019/10/18 21:56",
    "10/18/2019 21:56 UTC",
    "10/18/2019 21:56 EST",
    "10/18/2019 21:56+00:00",
    "10/18/2019 21:56:59.123",
    "10/18/2019 9:5",
    "10/18/2019",
    "",
    " 10/18/2019 21:56",
    "10/18/2019  21:56",
    "10/18/2019\t21:56",
    "10/18/2019, 21:56:59",
]


@pytest.mark.parametrize("date", DATES_ACCEPTED)
def test_these_dates_pass(date: str) -> None:
    assert warnings_of(orders(order(OrderDate=date, LastModified=f"<![CDATA[{date}]]>"))) == []


@pytest.mark.parametrize("date", DATES_REFUSED)
def test_these_dates_are_refused(date: str) -> None:
    assert (
        "datatype 'DateTime' - The Pattern constraint failed."
        in failure_of(orders(order(LastModified=date))).message
    )


@pytest.mark.parametrize(
    "document",
    [
        orders(attributes=""),
        orders(attributes='pages="0"'),
        orders(attributes='pages=" 7 "'),
        "<!-- c --><Orders/>",
        orders(order(ShippingMethod="x" * 100, CustomerNotes="\U0001f600" * 1000)),
        orders(order(Gift="1")),
        orders(order(Gift=" false ")),
        orders(order(OrderTotal="1.2345", TaxAmount="-.5", ShippingAmount=" +5. ")),
        orders(order(CurrencyCode="USD")),
        orders(order(Dimensions="<DimensionUnits>Inch</DimensionUnits><Length>1</Length>")),
        orders(order(Dimensions="")),
        orders(order(Items="")),
        orders(order(Customer=customer(Name="", Address1="", City="", PostalCode="", Country="us"))),
        orders(order(items=item(SKU="", Quantity="0", UnitPrice="-1", UPC="abc"))),
        orders(order(items=item(Quantity=" +01 ", WeightUnits="Lbs", Weight="8"))),
        orders(order(items=item(ImageUrl=""))),
        orders(order(items=item(ImageUrl="a b" + "x" * 600))),
        orders(order(items=item(Options=""))),
        orders(order(items=item(Options="<Option><Name/><Value/></Option>" * 100))),
    ],
)
def test_what_the_sheet_accepts_passes_without_a_warning(document: str) -> None:
    assert warnings_of(document) == []


def test_children_may_come_in_any_order() -> None:
    children = [etree.tostring(child).decode() for child in etree.fromstring(order())]
    assert warnings_of(orders(f"<Order>{''.join(reversed(children))}</Order>")) == []


@pytest.mark.parametrize(
    ("document", "says", "xpath"),
    [
        ("<orders/>", "The 'orders' element is not declared.", "/orders"),
        ("<Order/>", "The 'Order' element is not declared.", "/Order"),
        ('<Orders xmlns="urn:x"/>', "The '{urn:x}Orders' element is not declared.", "/*"),
        (orders(attributes='size="1"'), "The 'size' attribute is not declared.", "/Orders"),
        (orders(attributes='pages=""'), "'' is not a valid Int16 value.", "/Orders"),
        (orders(attributes='pages="1.0"'), "'1.0' is not a valid Int16 value.", "/Orders"),
        (orders(attributes='pages="40000"'), "'40000' is not a valid Int16 value.", "/Orders"),
        (orders("<Order xmlns='urn:x'/>"), "has invalid child element '{urn:x}Order'", "/Orders/*"),
        (orders("<order/>"), "has invalid child element 'order'", "/Orders/order"),
        (orders(order(), "text"), "The element 'Orders' cannot contain text.", "/Orders"),
        (orders(order(OrderTotal="")), "The string '' is not a valid Decimal value.", "OrderTotal"),
        (orders(order(OrderTotal="1,234.00")), "'1,234.00' is not a valid Decimal", "OrderTotal"),
        (orders(order(OrderTotal="$1")), "not a valid Decimal", "OrderTotal"),
        (orders(order(OrderTotal="1E+2")), "not a valid Decimal", "OrderTotal"),
        (orders(order(OrderTotal="NaN")), "not a valid Decimal", "OrderTotal"),
        (orders(order(Gift="True")), "The string 'True' is not a valid Boolean value.", "Gift"),
        (orders(order(Gift="")), "not a valid Boolean", "Gift"),
        (orders(order(OrderNumber="x" * 51)), "greater than the MaxLength value.", "OrderNumber"),
        (orders(order(CustomerNotes="x" * 1001)), "greater than the MaxLength", "CustomerNotes"),
        (orders(order(ShippingMethod="x" * 101)), "greater than the MaxLength", "ShippingMethod"),
        (orders(order(CurrencyCode="EURO")), "greater than the MaxLength", "CurrencyCode"),
        (orders(order(Customer=customer(Country="USA"))), "'StringExactly2'", "ShipTo/Country"),
        (orders(order(Customer=customer(Email="a@b.example"))), "invalid child element 'Email'", "Email"),
        (orders(order(Customer=customer(sku="x"))), "invalid child element 'sku'", "sku"),
        (orders(order(Customer=customer(City="<b/>"))), "'City' cannot contain child element 'b'", "City"),
        (orders(order(items=item(Quantity="1.0"))), "'1.0' is not a valid Int32 value.", "Quantity"),
        (orders(order(items=item(Quantity=""))), "not a valid Int32", "Quantity"),
        (orders(order(items=item(WeightUnits="kg"))), "The Enumeration constraint failed.", "WeightUnits"),
        (orders(order(items=item(WeightUnits="Ounce"))), "Enumeration", "WeightUnits"),
        (orders(order(items=item(WeightUnits=""))), "Enumeration", "WeightUnits"),
        (orders(order(items=item(Weight=""))), "not a valid Decimal", "Weight"),
        (orders(order(items=item(UPC="1234567890123"))), "'String12'", "UPC"),
        (orders(order(items=item(Dimensions=""))), "invalid child element 'Dimensions'", "Dimensions"),
        (orders(order(items=item(ImageUrl="http://a/%zz"))), "not a valid Uri", "ImageUrl"),
        (
            orders(order(items=item(Options="<Option><Name/><Value/></Option>" * 101))),
            "has invalid child element 'Option'",
            "Option[101]",
        ),
        (orders(order(items="<SKU/>")), "has invalid child element 'SKU'", "Items/SKU"),
        (orders(order(items=item() + "<Item/>")), "The element 'Item' has incomplete content.", "Item[2]"),
        (orders(order().replace("<City>", '<City lang="en">')), "The 'lang' attribute", "City"),
        (
            orders(order().replace("<City>", "<City>A</City><City>")),
            "invalid child element 'City'",
            "City[2]",
        ),
    ],
)
def test_what_the_sheet_refuses_fails_with_place_and_reason(document: str, says: str, xpath: str) -> None:
    failure = failure_of(document)
    assert failure.message.startswith("Error in XML. Reason: ")
    assert says in failure.message
    assert (failure.xpath or "").endswith(xpath)
    assert failure.line == 1


@pytest.mark.parametrize("attribute", ['x:nil="true"', 'x:type="y"'])
def test_attributes_of_schema_instances_are_refused(attribute: str) -> None:
    xsi = 'xmlns:x="http://www.w3.org/2001/XMLSchema-instance"'
    document = orders(order().replace("<City>", f"<City {xsi} {attribute}>"))
    assert "xsi:nil or xsi:type" in failure_of(document).message


def test_a_schema_location_is_not_followed() -> None:
    xsi = 'xmlns:x="http://www.w3.org/2001/XMLSchema-instance"'
    assert warnings_of(orders(attributes=f'{xsi} x:noNamespaceSchemaLocation="file:///nowhere.xsd"')) == []


@pytest.mark.parametrize(
    "missing", ["OrderNumber", "OrderDate", "OrderStatus", "OrderTotal", "Customer", "Items"]
)
def test_a_missing_element_is_named(missing: str) -> None:
    root = etree.fromstring(order())
    child = root.find(missing)
    assert child is not None
    root.remove(child)
    message = failure_of(orders(etree.tostring(root).decode())).message
    assert message.endswith(
        f"The element 'Order' has incomplete content. List of possible elements expected: '{missing}'."
    )


def test_the_words_are_those_that_were_seen() -> None:
    assert failure_of(orders(order(Customer=customer(Country="")))).message == (
        "Error in XML. Reason: The 'Country' element is invalid - The value '' is invalid according to its "
        "datatype 'StringExactly2' - The actual length is less than the MinLength value."
    )


def test_a_long_value_is_cut_in_the_message() -> None:
    assert len(failure_of(orders(order(CustomerNotes="x" * 5000))).message) < 400


def test_unknown_names_are_warnings_and_taken_out() -> None:
    document = orders(
        order(Customer=customer(Planet="<City>x</City>"), Weather="wet"), attributes='pages="1" page="1"'
    )
    assert warnings_of(document) == [
        "The attribute 'page' of Orders is not in the published schema",
        "The element Order/Weather is not in the published schema",
        "The element ShipTo/Planet is not in the published schema",
    ]


def test_text_behind_an_unknown_element_still_counts() -> None:
    assert "cannot contain text" in failure_of(orders("<Weather/>wet")).message
    assert "cannot contain text" in failure_of(orders(order(), "<Weather/>wet")).message


def test_threads_do_not_mix_up_their_errors() -> None:
    wrong: list[str] = []

    def validate(number: int) -> None:
        for _ in range(50):
            message = failure_of(orders(order(OrderTotal=f"{number}x"))).message
            if f"'{number}x'" not in message:
                wrong.append(message)

    threads = [threading.Thread(target=validate, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_items_line_is_told() -> None:
    assert failure_of(orders("\n\n", order(items=f"\n{ITEM}\n{item(Quantity='x')}"))).line == 5


def test_the_element_that_is_wrong_is_quoted() -> None:
    failure = failure_of(orders(order(items=item(Quantity="x"))))
    assert failure.received == "<Quantity>x</Quantity>"
