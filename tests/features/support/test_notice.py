import pytest
from lxml import etree

from features.support.evidence import HarnessError
from features.support.notice import FOLDER, Notice, written

PLACEHOLDERS = {
    "number": "1392",
    "order_id": "a1",
    "tracking": "T & 1\r\n",
    "canary": "http://127.0.0.1:9/x.dtd",
    "sku": "VB12",
    "name": "Vial",
    "quantity": "2",
}


def notice() -> Notice:
    return Notice(written("current", [("VB12", "A & B", "2")], number="1392", order_id="a1", tracking="T 1"))


def text(notice: Notice, part: str) -> str | None:
    return etree.fromstring(notice.body).findtext(part)


@pytest.mark.parametrize("form", sorted({path.stem for path in FOLDER.glob("*.xml")} - {"entity_bomb"}))
def test_every_form_is_well_formed_and_filled(form: str) -> None:
    body = written(form, [("VB12", "A & B", "2")], **PLACEHOLDERS)
    etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    assert b"$" not in body


def test_items_and_values_are_escaped() -> None:
    assert text(notice(), "Items/Item/Name") == "A & B"


def test_a_line_break_survives_in_a_value() -> None:
    body = written("as in 2012", number="1", order_id="a1", tracking="a\r\nb")
    assert etree.fromstring(body).findtext("TrackingNumber") == "a\r\nb"


def test_an_unknown_form_is_the_harness_own_mistake() -> None:
    with pytest.raises(HarnessError, match="no notice of_nobody"):
        written("of nobody")


def test_a_part_is_removed_written_and_repeated() -> None:
    made = notice()
    made.remove("Recipient")
    made.write("Carrier", "UPS")
    made.repeat("OrderNumber", "1393")
    root = etree.fromstring(made.body)
    assert root.find("Recipient") is None
    assert [e.text for e in root.iter("Carrier", "OrderNumber")] == ["1392", "1393", "UPS"]


def test_of_several_parts_the_first_is_meant() -> None:
    made = Notice(
        written("current", [("A", "a", "1"), ("B", "b", "2")], number="1", order_id="x", tracking="T")
    )
    made.write("Items/Item/Quantity", "3")
    assert [item.findtext("Quantity") for item in etree.fromstring(made.body).iter("Item")] == ["3", "2"]
    made.remove("Items/Item")
    assert [item.findtext("SKU") for item in etree.fromstring(made.body).iter("Item")] == ["B"]


def test_what_is_not_touched_says_what_it_said_and_stays_in_its_cdata() -> None:
    made = notice()
    made.write("Carrier", "UPS & sons")
    before, after = ([e.text or "" for e in etree.fromstring(n.body).iter()] for n in (notice(), made))
    assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == [
        ("USPS", "UPS & sons")
    ]
    assert b"<OrderNumber><![CDATA[1392]]></OrderNumber>" in made.body


@pytest.mark.parametrize("part", ["Nothing", "."])
def test_what_is_not_there_cannot_be_removed(part: str) -> None:
    with pytest.raises(HarnessError):
        notice().remove(part)


def test_what_is_not_there_can_be_neither_written_nor_repeated() -> None:
    made = notice()
    with pytest.raises(HarnessError, match=r"^the notice has no Weather$"):
        made.write("Weather", "wet")
    with pytest.raises(HarnessError, match=r"^the notice has no Items/Weather$"):
        made.repeat("Items/Weather", "wet")
    assert made.body == notice().body


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "us-ascii"])
def test_another_encoding_is_declared_and_kept_to(encoding: str) -> None:
    made = notice()
    made.write("Service", "Zoë")
    made.encode(encoding)
    assert made.body.decode(encoding).startswith("<?xml")
    assert text(made, "Service") == "Zoë"


def test_the_query_is_written_as_the_vendor_writes_it() -> None:
    made = Notice(query={"service": "a b&c"})
    assert made.encoded_query() == "action=shipnotify&service=a+b%26c"
    assert made.encoded_query("ship notify") == "action=ship+notify&service=a+b%26c"
