import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from starlette.exceptions import HTTPException

from bridge.crm import Order
from bridge.orders_document import write_orders
from tests.bridge.fake_crm import line, order


def parse(*orders: Order) -> etree._Element:
    exact = json.loads(json.dumps(orders), parse_float=Decimal)
    return etree.fromstring(write_orders(exact, 1))


def read(**fields: Any) -> etree._Element:
    found = parse(order(**fields)).find("Order")
    assert found is not None
    return found


def items(element: etree._Element) -> list[dict[str, str]]:
    return [{str(part.tag): part.text or "" for part in item} for item in element.iter("Item")]


def test_a_healthy_order_is_written_in_the_vendors_order() -> None:
    assert [part.tag for part in read()] == [
        "OrderID",
        "OrderNumber",
        "OrderDate",
        "OrderStatus",
        "LastModified",
        "OrderTotal",
        "Customer",
        "Items",
    ]


def test_values_come_from_the_fields_that_the_contract_names() -> None:
    element = read()
    values = {part.tag: part.text for part in element if len(part) == 0}
    assert values == {
        "OrderID": f"{1392:024x}",
        "OrderNumber": "1392",
        "OrderDate": "03/13/2026 17:00",
        "OrderStatus": "awaiting_shipment",
        "LastModified": "03/13/2026 17:34",
        "OrderTotal": "100.00",
    }
    assert items(element)[0] == {
        "SKU": "SKU-A",
        "Name": "Thing SKU-A",
        "Quantity": "2",
        "UnitPrice": "30.00",
    }


def test_the_customer_is_billed_and_shipped_to() -> None:
    customer = read().find("Customer")
    assert customer is not None
    assert {part.getroottree().getpath(part).split("Customer/")[1]: part.text for part in customer.iter()
            if len(part) == 0} == {
        "CustomerCode": f"{7:024x}",
        "BillTo/Name": "Pat Doe",
        "BillTo/Phone": "+15550100",
        "BillTo/Email": "pat@example.com",
        "ShipTo/Name": "Pat Doe",
        "ShipTo/Address1": "1 Main St",
        "ShipTo/City": "Albany",
        "ShipTo/State": "NY",
        "ShipTo/PostalCode": "10001",
        "ShipTo/Country": "US",
        "ShipTo/Phone": "+15550100",
    }  # fmt: skip


def test_an_empty_list_is_a_whole_document() -> None:
    assert write_orders([], 1).startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<Orders pages=\"1\"/>")


def test_the_same_order_gives_the_same_bytes() -> None:
    assert write_orders([order()], 1) == write_orders([order()], 1)


@pytest.mark.parametrize(
    "text", ["A & B <c>", "]]>", "a]]]]>>b", "&amp;quot;", "Renée 陳 😀", "<![CDATA[x]]>", "a\nb"]
)
def test_awkward_text_arrives_as_it_was(text: str) -> None:
    assert items(read(lineItems=[line("A", 1, 100.0, name=text)]))[0]["Name"] == text


def test_free_text_is_in_cdata() -> None:
    assert b"<Name><![CDATA[Thing SKU-A]]></Name>" in write_orders([order()], 1)


@pytest.mark.parametrize(
    "status",
    ["pending", "awaiting_payment", "awaiting_shipment", "shipped", "completed", "cancelled", "processing"],
)
def test_the_guides_statuses_pass_through(status: str) -> None:
    element = read(status=status)
    assert (element.findtext("OrderStatus"), element.find("InternalNotes")) == (status, None)


@pytest.mark.parametrize("status", ["awaiting_script", "refunded", "Awaiting Shipment", "", None, 3])
def test_any_other_status_is_on_hold_with_the_true_one_in_a_note(status: Any) -> None:
    element = read(status=status)
    told = status if isinstance(status, str) and status else "(missing)"
    assert element.findtext("OrderStatus") == "processing"
    assert element.findtext("InternalNotes") == f"CarePortals status: {told}"


@pytest.mark.parametrize("status", ["awaiting_shipment", "shipped", "awaiting_script"])
def test_a_deleted_order_is_cancelled(status: str) -> None:
    element = read(status=status, isDeleted=True)
    assert element.findtext("OrderStatus") == "cancelled"
    assert "Deleted in CarePortals" in element.findtext("InternalNotes", "")


def test_a_coupon_is_a_negative_adjustment() -> None:
    element = read(totalAmount=90.5, coupon="SAVE50NOW")
    assert items(element)[-1] == {
        "SKU": "",
        "Name": "Discount SAVE50NOW",
        "Adjustment": "true",
        "Quantity": "1",
        "UnitPrice": "-9.50",
    }
    total = sum(Decimal(item["UnitPrice"]) * int(item["Quantity"]) for item in items(element))
    assert f"{total:.2f}" == element.findtext("OrderTotal") == "90.50"


def test_a_total_above_the_lines_is_left_alone() -> None:
    element = read(totalAmount=110)
    assert (element.findtext("OrderTotal"), len(items(element))) == ("110.00", 2)


def test_digital_lines_are_told_too() -> None:
    assert len(items(read(lineItems=[line("A", 1, 100.0), line("B", 1, 0, type="digital")]))) == 2


def spoiled(path: str, value: Any) -> dict[str, Any]:
    fields = order()
    *parents, last = path.split(".")
    holder: Any = fields
    for name in parents:
        holder = holder[int(name)] if name.isdecimal() else holder[name]
    holder[last] = value
    return fields


@pytest.mark.parametrize(
    ("path", "value", "blamed"),
    [
        ("customer", None, "customer._id"),
        ("customer", "Pat", "customer.firstName"),
        ("customer._id", 3, "customer._id"),
        ("shippingAddress", None, "shippingAddress.address1"),
        ("shippingAddress", [[]], "shippingAddress.city"),
        ("shippingAddress.city", " ", "shippingAddress.city"),
        ("shippingAddress.postalCode", 10001, "shippingAddress.postalCode"),
        ("shippingAddress.countryCode", "USA", "shippingAddress.countryCode"),
        ("shippingAddress.countryCode", "", "shippingAddress.countryCode"),
        ("shippingAddress.provinceCode", "New York", "shippingAddress.provinceCode"),
        ("shippingAddress.provinceCode", None, "shippingAddress.provinceCode"),
        ("lineItems", None, "lineItems"),
        ("lineItems", {"0": {}}, "lineItems"),
        ("lineItems", [[], 3], "lineItems[1].name"),
        ("lineItems.0.quantity", 0, "lineItems[0].quantity"),
        ("lineItems.0.quantity", 1.5, "lineItems[0].quantity"),
        ("lineItems.0.price", -5, "lineItems[0].price"),
        ("lineItems.0.price", "5", "lineItems[0].price"),
        ("totalAmount", None, "totalAmount"),
        ("totalAmount", 10**30, "totalAmount"),
        ("createdAt", "yesterday", "createdAt"),
    ],
)
def test_an_order_that_cannot_be_shipped_is_held_and_says_why(path: str, value: Any, blamed: str) -> None:
    element = parse(spoiled(path, value))[0]
    assert element.findtext("OrderStatus") == "processing"
    assert blamed in element.findtext("InternalNotes", "")
    for name in ("ShipTo/Name", "ShipTo/Address1", "ShipTo/City", "ShipTo/PostalCode", "ShipTo/Country"):
        assert element.findtext(f"Customer/{name}", "").strip()


@pytest.mark.parametrize("status", ["shipped", "completed", "cancelled"])
def test_what_is_settled_is_not_held(status: str) -> None:
    assert read(status=status, customer=None).findtext("OrderStatus") == status


def test_an_address_abroad_needs_no_state() -> None:
    address = {**order()["shippingAddress"], "countryCode": "de", "provinceCode": ""}
    element = read(shippingAddress=address)
    assert element.findtext("OrderStatus") == "awaiting_shipment"
    assert element.findtext("Customer/ShipTo/Country") == "DE"
    assert element.find("Customer/ShipTo/State") is None


def test_without_a_total_the_lines_are_summed() -> None:
    assert read(totalAmount=None).findtext("OrderTotal") == "100.00"


def test_sums_beyond_nine_digits_are_held() -> None:
    dear = [line("A", 99_999, 9_999_999.99)]
    assert read(lineItems=dear, totalAmount=None).findtext("OrderTotal") == "0.00"
    element = read(lineItems=dear, totalAmount=5)
    assert (len(items(element)), element.findtext("OrderStatus")) == (1, "processing")


def test_texts_are_cut_to_the_vendors_lengths() -> None:
    person = {
        "_id": "c" * 99,
        "firstName": "F" * 99,
        "lastName": "L" * 99,
        "email": "e" * 199,
        "phone": "1" * 99,
    }
    element = read(customer=person, lineItems=[line("S" * 150, 1, 100.0, name="😀" * 150)])
    lengths = {
        "Customer/CustomerCode": 50,
        "Customer/BillTo/Name": 100,
        "Customer/BillTo/Email": 100,
        "Customer/BillTo/Phone": 50,
        "Items/Item/SKU": 100,
        "Items/Item/Name": 200,
    }
    for path, length in lengths.items():
        assert len(element.findtext(path, "").encode("utf-16-le")) == 2 * length
    assert len(read(lineItems=[None] * 100).findtext("InternalNotes", "")) == 1000


@pytest.mark.parametrize("name", ["_id", "id", "updatedAt"])
def test_an_order_without_identity_or_time_of_change_fails_the_page(name: str) -> None:
    with pytest.raises(HTTPException) as failed:
        write_orders([order(), {**order(), name: None}], 1)
    assert failed.value.status_code == 502


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(st.characters(exclude_categories=())),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(sorted(line("A", 1, 1.0))), inner)
    ),
    max_leaves=4,
)


@settings(deadline=None, database=None, max_examples=40)
@given(st.dictionaries(st.sampled_from(sorted(set(order()) - {"_id", "id", "updatedAt"})), _JSON))
def test_no_order_spoils_the_page_for_another(fields: dict[str, Any]) -> None:
    root = etree.fromstring(write_orders([order(1, **fields), order(2)], 1))
    assert [entry.findtext("OrderNumber") for entry in root] == ["1", "2"]
