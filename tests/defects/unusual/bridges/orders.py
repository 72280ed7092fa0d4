"""Unusual ways to tell an order, where the guide and its readings leave the choice."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from lxml import etree

import bridge.app
import bridge.orders_document as orders_document
import bridge.window
from bridge.record import MISSING, Record
from bridge.timestamp import read_minute
from bridge.window import Window
from tests.defects.replies import replace
from tests.defects.unusual.catalogue import unusual
from tests.defects.unusual.documents import reshape

FILED = ("MAP-6", "MAP-7", "DOC-22", "SYN-4", "VAL-3")
TOLD = ("DOC-5", "DOC-10", "DOC-12", "DOC-17", "VAL-16", "VAL-25", "NOT-7")


@unusual(*FILED)
def files_under_the_nearest_status() -> None:
    """Statuses that the guide does not map go where they fit: delivered is shipped, refunded is cancelled."""
    nearest = {"delivered": "shipped", "refunded": "cancelled", "disqualified": "cancelled"}
    original = orders_document._status

    def near(order: Record) -> tuple[str, str]:
        status, notes = original(order)
        fits = status == orders_document.ON_HOLD and not order.unusable
        return nearest.get(order.text("status", 100), status) if fits else status, notes

    replace(orders_document, "_status", near)


@unusual(*FILED)
def holds_back_as_unpaid() -> None:
    """Statuses that the guide does not map are reported as awaiting_payment, which nobody ships."""
    replace(orders_document, "ON_HOLD", "awaiting_payment")
    replace(orders_document, "MAPPED", {*orders_document.MAPPED, "awaiting_payment", "processing"})


@unusual(*FILED, "DOC-5")
def notes_the_status_in_a_custom_field() -> None:
    """What there is to note stands in CustomField1 instead of InternalNotes."""

    def move(root: etree._Element) -> None:
        for notes in root.iter("InternalNotes"):
            notes.tag = "CustomField1"
            notes.text = etree.CDATA((notes.text or "")[:100])

    reshape(move)


@unusual(*TOLD)
def has_empty_optional_elements() -> None:
    """Optional texts that CarePortals does not have are there, and empty."""
    optional = {
        "Order": (
            "ShippingMethod",
            "PaymentMethod",
            "CustomerNotes",
            "InternalNotes",
            "GiftMessage",
            "Source",
        ),
        "BillTo": ("Company", "Address1", "City", "State", "PostalCode"),
        "ShipTo": ("Company", "Address2", "State", "Phone"),
        "Item": ("ImageUrl", "Location", "Options"),
    }

    def add(root: etree._Element) -> None:
        for parent, tags in optional.items():
            for element in root.iter(parent):
                there = {child.tag for child in element}
                for tag in tags:
                    if tag not in there:
                        etree.SubElement(element, tag)

    reshape(add)


@unusual(*TOLD, "VAL-14")
def says_that_nothing_is_a_gift() -> None:
    """Each order says that it is no gift, and each line that it is no adjustment."""

    def add(root: etree._Element) -> None:
        for order in root.iter("Order"):
            etree.SubElement(order, "Gift").text = "false"
        for item in root.iter("Item"):
            if item.find("Adjustment") is None:
                etree.SubElement(item, "Adjustment").text = "0"

    reshape(add)


@unusual(*TOLD, "DOC-1", "VAL-12", "VAL-14", "VAL-15", "NOT-2", "NOT-18", "NOT-23")
def tells_lines_backwards() -> None:
    """The lines of an order stand with the last one first."""

    def turn(root: etree._Element) -> None:
        for items in root.iter("Items"):
            items[:] = items[::-1]

    reshape(turn)


@unusual(*TOLD, "NOT-2", "NOT-13", "NOT-14")
def numbers_its_lines() -> None:
    """Each line has an id of its own."""

    def number(root: etree._Element) -> None:
        for order in root.iter("Order"):
            for place, item in enumerate(order.iterfind("Items/Item"), start=1):
                item.insert(0, etree.Element("LineItemID"))
                item[0].text = f"{order.findtext('OrderNumber')}-{place}"

    reshape(number)


@unusual(*TOLD, "DOC-18")
def tells_the_source() -> None:
    """Each order says where it came from."""
    original = orders_document._write_order

    def write(root: etree._Element, order: Record) -> None:
        original(root, order)
        if source := order.text("source", 50):
            etree.SubElement(root[-1], "Source").text = etree.CDATA(source)

    replace(orders_document, "_write_order", write)


@unusual("VAL-3", "VAL-8", "VAL-20", "VAL-21", "VAL-22", "VAL-24")
def marks_what_is_missing_in_another_way() -> None:
    """What is missing in an order that is on hold is written as a question mark."""

    def ask(root: etree._Element) -> None:
        for element in root.iter():
            if element.text == MISSING:
                element.text = etree.CDATA("?")

    reshape(ask)


@unusual("VAL-8", "VAL-17", "VAL-19", "VAL-29", "DOC-5")
def leaves_a_postal_code_empty() -> None:
    """Where there is no postal code the element is there, and empty, as the schema allows."""

    def empty(root: etree._Element) -> None:
        for element in root.iter("PostalCode"):
            if element.text == MISSING:
                element.text = ""

    reshape(empty)


@unusual("WIN-1", "WIN-5", "WIN-6", "WIN-7", "WIN-8", "WIN-9", "SYN-1", "SYN-2", "SYN-5", "PAG-6", "PAG-7")
def begins_a_minute_earlier() -> None:
    """The minute before a window is told with it: what comes twice does no harm."""
    original: Callable[[Mapping[str, str]], Window] = vars(bridge.app)["read_window"]

    def longer(query: Mapping[str, str]) -> Window:
        window = original(query)
        return Window(window.start - timedelta(minutes=1), window.end)

    replace(bridge.app, "read_window", longer)


@unusual("WIN-1", "WIN-2", "WIN-3", "WIN-7", "WIN-11", "AUT-19", unmet=("WIN-10",))
def reads_only_what_the_guide_writes() -> None:
    """A date in any other form than MM/dd/yyyy HH:mm, with two digits each, is refused."""

    def strict(text: str) -> object:
        if len(text) != len("MM/dd/yyyy HH:mm"):
            raise ValueError("not a time in the form MM/dd/yyyy HH:mm")
        return read_minute(text)

    replace(bridge.window, "read_minute", strict)
