"""The body of a notice."""

from lxml import etree

from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.shop import ITEM, customer, order


def body_of(desk: Desk, order_id: int, **label: object) -> str:
    answer = desk.label(order_id, **label)
    assert answer.status_code == 201
    body: str = answer.json()["notice"]["body"]
    assert desk.shop.bodies[-1].decode() == body
    return body


def test_the_elements_stand_in_the_order_of_the_sample(desk: Desk) -> None:
    root = etree.fromstring(body_of(desk, desk.imported()).encode())
    assert [str(child.tag) for child in root] == [
        "OrderNumber", "OrderID", "CustomerCode", "CustomerNotes", "InternalNotes", "NotesToCustomer",
        "NotifyCustomer", "LabelCreateDate", "ShipDate", "Carrier", "Service", "TrackingNumber",
        "ShippingCost", "CustomField1", "CustomField2", "CustomField3", "Recipient", "Items",
    ]  # fmt: skip
    recipient, items = root[-2], root[-1]
    assert [str(child.tag) for child in recipient] == [
        "Name", "Company", "Address1", "Address2", "City", "State", "PostalCode", "Country",
    ]  # fmt: skip
    assert [str(child.tag) for child in items[0]] == ["SKU", "Name", "Quantity", "LineItemID"]


def test_the_values_are_those_of_order_and_label(desk: Desk) -> None:
    order_id = desk.imported(CustomField1="one")
    body = body_of(desk, order_id, shippingCost="4.95", shipDate="2026-03-14", notifyCustomer=False)
    root = etree.fromstring(body.encode())
    assert root.findtext("OrderID") == "id-1392"
    assert root.findtext("NotifyCustomer") == "false"
    assert root.findtext("LabelCreateDate") == "03/13/2026 17:34"
    assert root.findtext("ShipDate") == "03/14/2026"
    assert root.findtext("ShippingCost") == "4.95"
    assert root.findtext("CustomField1") == "one"
    assert root.findtext("Recipient/City") == "Albany"
    assert root.findtext("Items/Item/Quantity") == "2"


def test_awkward_texts_arrive_as_they_were(desk: Desk) -> None:
    desk.pull(order(Customer=customer(Name="&lt;b&gt; &amp; ]]&gt; Zoë")))
    body = body_of(desk, desk.order()["id"], trackingNumber="]]>&<")
    root = etree.fromstring(body.encode())
    assert root.findtext("Recipient/Name") == "<b> & ]]> Zoë"
    assert root.findtext("TrackingNumber") == "]]>&<"


def test_what_the_store_never_sent_is_left_out(desk: Desk) -> None:
    without = order(items=ITEM.replace("<LineItemID>1</LineItemID>", "<UPC>123456789012</UPC>"))
    desk.pull(without.replace("<OrderID>id-1392</OrderID>", ""))
    root = etree.fromstring(body_of(desk, desk.order()["id"]).encode())
    assert root.find("OrderID") is None
    assert root.find("Items/Item/LineItemID") is None
    assert root.findtext("Items/Item/UPC") == "123456789012"
