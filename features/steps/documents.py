"""The Orders document itself: exports asked for by hand, and what stands in them."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from lxml import etree
from pytest_bdd import given, then, when

from features.steps.exchanges import further
from features.steps.orders import moment
from features.support.document import is_in_cdata, place, read_minute, repeated, same_encoding
from features.support.evidence import Broken, HarnessError
from features.support.exchange import Exchange
from features.support.export import Export
from features.support.phrases import phrase
from features.support.scene import START, Scene, protocol_minute
from features.support.xml_evidence import differences

REQUIRED = (
    "OrderNumber",
    "OrderDate",
    "OrderStatus",
    "LastModified",
    "OrderTotal",
    "Customer/CustomerCode",
    "Customer/BillTo/Name",
    *(f"Customer/ShipTo/{name}" for name in ("Name", "Address1", "City", "PostalCode", "Country")),
    "Items",
)
"""What the published schema wants of an order; OrderID, ShippingAmount and State it does not [doc]."""

REQUIRED_OF_ITEM = ("SKU", "Name", "Quantity", "UnitPrice")
TYPED = "Order/Customer//Name|Order/Customer//Address1|Order/Customer//City|Order/Items/Item/Name"


Look = tuple[Exchange, datetime, datetime]
"""An answer, and start and end of the window that was asked for."""


@pytest.fixture(scope="session")
def looks() -> dict[str, Look]:
    """What a target that is only looked at has answered already: it is not asked twice for the same thing."""
    return {}


def _export(scene: Scene, looks: dict[str, Look], period: str, **headers: str) -> Export:
    key = f"{period} {headers}"
    if scene.target.passage is None or key not in looks:
        start, end = _window(scene, period)
        query = f"action=export&start_date={protocol_minute(start)}&end_date={protocol_minute(end)}&page=1"
        looks[key] = scene.ask(query, headers=headers), start, end
    else:
        scene.target.exchanges.append(looks[key][0])
    export = Export(scene, *looks[key])
    return export if scene.target.passage else replace(export, further=_further(export))


def _further(export: Export) -> tuple[Export, ...]:
    """The pages from 2 on; none where page 1 cannot be read, which the steps will say."""
    try:
        pages = int(export.document().root().get("pages", "1"))
    except (etree.XMLSyntaxError, LookupError, ValueError, Broken):
        return ()
    more = further(export.scene, export.exchange, pages)
    return tuple(Export(export.scene, page, export.start, export.end) for page in more)


def _window(scene: Scene, period: str) -> tuple[datetime, datetime]:
    if period == "the last week":
        return scene.now - timedelta(days=7), scene.now
    if period == "a minute in 2001":
        return START.replace(year=2001), START.replace(year=2001) + timedelta(minutes=1)
    raise HarnessError(f"no such period: {period}")


@given(phrase("the orders of {period} were exported"), target_fixture="earlier")
def were_exported(scene: Scene, looks: dict[str, Look], period: str) -> Export:
    return _export(scene, looks, period)


@when(phrase("the orders of {period} are exported"), target_fixture="export")
def are_exported(scene: Scene, looks: dict[str, Look], period: str) -> Export:
    return _export(scene, looks, period)


@when(phrase("the orders of {period} are exported as plain bytes"), target_fixture="export")
def are_exported_plainly(scene: Scene, looks: dict[str, Look], period: str) -> Export:
    return _export(scene, looks, period, **{"Accept-Encoding": "identity"})


@then("the answer is neither HTML nor JSON")
def neither_html_nor_json(export: Export) -> None:
    document = export.document()
    kind = document.header.partition(";")[0].strip().lower()
    begins = document.body.removeprefix(b"\xef\xbb\xbf").lstrip()[:50].lower()
    is_page = begins.startswith((b"<!doctype html", b"<html", b"{", b"["))
    is_document = bool(begins) and not is_page and not kind.endswith(("html", "json"))
    export.scene.expect(is_document, "an XML document", export.exchange.said)


@then("its Content-Type is one of XML")
def content_type_of_xml(export: Export) -> None:
    kind = export.document().header.partition(";")[0].strip().lower()
    good = kind in {"text/xml", "application/xml"} or kind.endswith("+xml")
    export.scene.expect(good, "text/xml or application/xml", repr(kind))


@then("its root element is Orders, in no namespace")
def root_is_orders(export: Export) -> None:
    root = export.root()
    export.scene.expect(root.tag == "Orders", "the root element Orders", str(root.tag))


@then("ShipStation can import it")
def can_import(export: Export) -> None:
    export.reading()


@then("nothing stands before it")
def nothing_before(export: Export) -> None:
    before = export.document().before
    export.scene.expect(
        not before, "the XML declaration at the very beginning", f"{before[:200]!r} before it"
    )


@then("it begins without a byte order mark of UTF-8")
def no_byte_order_mark(export: Export) -> None:
    document = export.document()
    export.scene.expect(document.mark != "utf-8", "no byte order mark", f"{document.body[:20]!r}")


@then("it has no DOCTYPE")
def no_doctype(export: Export) -> None:
    doctype = export.root().getroottree().docinfo.doctype
    export.scene.expect(not doctype, "no DOCTYPE", doctype)


@then("its encoding is the declared one")
def encoding_is_declared(export: Export) -> None:
    document = export.document()
    export.root()
    told = {
        "the byte order mark": document.mark,
        "the header": document.charset,
        "the declaration": document.declared,
    }
    names = {who: name.removesuffix("-le").removesuffix("-be") for who, name in told.items() if name}
    first = next(iter(names.values()), "utf-8")
    agree = all(same_encoding(first, name) for name in names.values())
    export.scene.expect(agree, "one encoding", ", ".join(f"{who} says {name}" for who, name in names.items()))
    fits = document.mark or not document.declared or _decodes(document.body, document.declared)
    export.scene.expect(fits, f"bytes in {document.declared}, as declared", "other bytes")


def _decodes(body: bytes, encoding: str) -> bool:
    try:
        body.decode(encoding)
    except (LookupError, UnicodeError):
        return False
    return True


@then(phrase('"{name}" is the name in the order {number:d}, whoever decodes it'))
def name_whoever_decodes(export: Export, name: str, number: int) -> None:
    path = "Customer/ShipTo/Name"
    by_header = export.order(number).findtext(path)
    by_declaration = export.order_by_declaration(number).findtext(path)
    export.scene.expect(by_header == name, name, f"{by_header!r} when the header is believed")
    export.scene.expect(by_declaration == name, name, f"{by_declaration!r} when the declaration is believed")


@then("ShipStation knows each of its elements and attributes")
def all_known(export: Export) -> None:
    unknown = export.warned("not in the published schema")
    export.scene.expect(not unknown, "only what the published schema knows", "; ".join(unknown[:5]))


@then("its names and addresses stand in CDATA sections")
def typed_text_in_cdata(export: Export) -> None:
    typed = [element for path in TYPED.split("|") for element in export.root().iterfind(path)]
    plain = [place(element) for element in typed if element.text and not is_in_cdata(element)]
    export.scene.expect(not plain, "CDATA sections", f"plain text in {', '.join(plain[:5])}")


@then("every order in it has each required element")
def all_required(export: Export) -> None:
    missing = [
        f"{path} in {place(parent)}"
        for parents, paths in (("Order", REQUIRED), ("Item", REQUIRED_OF_ITEM))
        for parent in export.root().iter(parents)
        for path in paths
        if parent.find(path) is None
    ]
    export.scene.expect(not missing, "each required element", f"no {'; no '.join(missing[:5])}")


@then("no element stands in it twice where once is allowed")
def none_twice(export: Export) -> None:
    twice = [place(element) for element in repeated(export.root())]
    export.scene.expect(not twice, "each element once", f"again {', '.join(twice[:5])}")


@then("every order in it has a number and a status")
def number_and_status(export: Export) -> None:
    names = ("OrderNumber", "OrderStatus")
    elements = [order.find(name) for order in export.root().iter("Order") for name in names]
    empty = [
        place(element) for element in elements if element is not None and not (element.text or "").strip()
    ]
    complete = None not in elements
    export.scene.expect(complete and not empty, "a number and a status", f"none in {', '.join(empty[:5])}")


@then("every date in it is a real one")
def dates_are_real(export: Export) -> None:
    dates = list(export.root().iter("OrderDate", "LastModified"))
    wrong = [f"{date.text!r} in {place(date)}" for date in dates if read_minute(date.text or "") is None]
    export.scene.expect(not wrong, "dates such as 03/13/2026 17:34", ", ".join(wrong[:5]))


@then("no order in it was placed after its last change")
def placed_before_changed(export: Export) -> None:
    wrong = export.warned("OrderDate is later")
    export.scene.expect(not wrong, "OrderDate up to LastModified", "; ".join(wrong[:5]))


@then("every order in it was last changed within the window")
def changed_within_window(export: Export) -> None:
    wrong = export.warned("outside the window")
    export.scene.expect(not wrong, "LastModified within the window", "; ".join(wrong[:5]))


@then(phrase('the order {number:d} was placed at "{placed}" and last changed at "{changed}"'))
def placed_and_changed(export: Export, number: int, placed: str, changed: str) -> None:
    order = export.order(number)
    for name, at in (("OrderDate", placed), ("LastModified", changed)):
        got = order.findtext(name) or ""
        expected = moment(at).replace(second=0)
        export.scene.expect(
            read_minute(got) == expected, f"{name} {expected:%m/%d/%Y %H:%M} in UTC", repr(got)
        )


@then(phrase("the order {number:d} is the same in both exports"))
def same_in_both(export: Export, earlier: Export, number: int) -> None:
    first, second = (etree.tostring(asked.order(number), with_tail=False) for asked in (earlier, export))
    changed = differences(first, second)
    export.scene.expect(not changed, "the same order", "\n".join(changed))


@then(phrase("ShipStation holds the order {number:d} once, under the id that it had"))
def once_under_its_id(scene: Scene, number: int) -> None:
    scene.expect(scene.refresh["ok"], "the refresh succeeds", scene.refresh_error)
    numbers = Counter(order["orderNumber"] for order in scene.account.orders())
    expected = {str(placed) for placed in scene.shop().placed}
    scene.expect(
        numbers.keys() == expected and numbers.total() == len(expected),
        f"the orders {', '.join(sorted(expected))}, each once",
        ", ".join(sorted(numbers.elements())),
    )
    got = scene.account.the_order(number)["orderId"]
    scene.expect(got == scene.shop().order_id(number), f"OrderID {scene.shop().order_id(number)}", f"{got}")


@then("no number and no id in it belongs to two orders")
def unique(export: Export) -> None:
    for name in ("OrderNumber", "OrderID"):
        times = Counter(element.text for element in export.root().iterfind(f"Order/{name}") if element.text)
        twice = [f"{text} ({count} times)" for text, count in times.items() if count > 1]
        export.scene.expect(not twice, f"each {name} once", ", ".join(twice[:5]))


@then("the orders in CarePortals are as they were")
def as_they_were(export: Export) -> None:
    export.document()
    before, now = export.scene.before["shop"], export.scene.shop().everything()
    changed = [
        f"{name} of {number} {order[name]!r}, now {now[number].get(name)!r}"
        for number, order in before.items()
        for name in order
        if order[name] != now[number].get(name)
    ]
    export.scene.expect(before == now, "orders that nobody changed", "; ".join(changed))


@then(phrase('the order {number:d} says "{text}" as "{path}"'))
def says(export: Export, number: int, text: str, path: str) -> None:
    # A discount may be a line of its own, before or behind the others.
    got = [(element.text or "").strip() for element in export.order(number).iterfind(path)]
    export.scene.expect(any(_alike(value, text) for value in got), f"{path} {text!r}", f"{got}")


def _alike(got: str, text: str) -> bool:
    digits = got.removeprefix("+")
    return got == text or (digits.isdecimal() and text.isdecimal() and int(digits) == int(text))


@then(phrase('the order {number:d} is left out, or tells the status "{status}"'))
def left_out_or_told(export: Export, number: int, status: str) -> None:
    for order in export.orders():
        if order["orderNumber"] == str(number):
            told = f"{order['status']} {order['internalNotes']} {order['customFields']}"
            export.scene.expect(
                status in told, f"{status} in OrderStatus, InternalNotes or a CustomField", told
            )


@then("the answer is not compressed")
def not_compressed(export: Export) -> None:
    export.document()
    coding = export.exchange.headers.get("content-encoding", "identity")
    export.scene.expect(coding == "identity", "plain bytes", f"Content-Encoding {coding}")


@then("each adjustment in it has a negative price")
def adjustments_negative(export: Export) -> None:
    wrong = export.warned("UnitPrice that is not negative")
    export.scene.expect(not wrong, "adjustments with negative prices", "; ".join(wrong[:5]))


@then("ShipStation has nothing to remark about its numbers")
def numbers_in_bounds(export: Export) -> None:
    wrong = export.warned("more than two decimals", "Quantity is not within", "UPC is not")
    export.scene.expect(not wrong, "amounts of 9,2 digits and quantities of 1 to 99999", "; ".join(wrong[:5]))


@then("the lines of each order in it add up to its total")
def sums(export: Export) -> None:
    wrong = export.warned("OrderTotal is not the sum")
    export.scene.expect(not wrong, "totals that are sums", "; ".join(wrong[:5]))


@then("ShipStation has nothing to remark about its addresses")
def addresses_complete(export: Export) -> None:
    wrong = export.warned(
        "/Country is no", "/State of an address", "Name is empty", "/Address1 is", "/City is"
    )
    export.scene.expect(not wrong, "complete addresses", "; ".join(wrong[:5]))
