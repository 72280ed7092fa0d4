"""Unusual markup: the same document in the words of XML, written in another way."""

import re

from lxml import etree

from tests.defects.unusual.catalogue import unusual
from tests.defects.unusual.documents import reshape, rewrite

FORM = ("DOC-2", "DOC-4", "DOC-5", "DOC-6", "DOC-7", "DOC-8", "DOC-9", "DOC-10", "DOC-11", "DOC-12", "DOC-13")
READ = (*FORM, "DOC-17", "DOC-19", "VAL-1", "WIN-6", "PAG-4", "MAP-8")
CDATA = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
DECLARATION = re.compile(rb"^<\?xml[^>]*\?>\s*")
XSI = "http://www.w3.org/2001/XMLSchema-instance"


def _declared(declaration: bytes) -> None:
    rewrite(lambda document: declaration + DECLARATION.sub(b"", document))


@unusual(*READ)
def declares_in_single_quotes() -> None:
    """The declaration has single quotes, the encoding in small letters, and says standalone."""
    _declared(b"<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n")


@unusual(*READ)
def declares_no_encoding() -> None:
    """The declaration names no encoding: it is UTF-8 then."""
    _declared(b'<?xml version="1.0"?>')


@unusual(*READ)
def declares_nothing() -> None:
    """There is no declaration, and a blank line stands first, which is allowed then."""
    _declared(b"\n")


@unusual(*READ)
def writes_all_in_one_line() -> None:
    """There is no white space between elements."""
    rewrite(lambda document: re.sub(rb">\s+<(?!!)", b"><", document))


@unusual(*READ)
def ends_lines_as_windows_does() -> None:
    """Lines end with CR and LF, are indented with tabs, and blank ones stand between."""
    rewrite(lambda document: re.sub(rb">\n *<", b">\r\n\r\n\t\t<", document) + b"\r\n\r\n")


@unusual(*READ)
def comments_between_elements() -> None:
    """Comments stand before, after and between elements, two of them in each order."""

    def comment(root: etree._Element) -> None:
        for parent in list(root.iter("Orders", "Order", "Customer", "ShipTo", "Items", "Item")):
            parent.insert(0, etree.Comment(" as of today "))
            parent.append(etree.Comment(" <Order> ends & all "))

    reshape(comment)
    rewrite(lambda document: DECLARATION.sub(rb"\g<0><!-- made by the shop -->", document) + b"<!-- end -->")


@unusual(*FORM, "WIN-6", "VAL-11", "VAL-12", "VAL-15", "DOC-1", "DOC-14", "DOC-21", "VAL-2")
def comments_within_values() -> None:
    """A comment stands in each number and each date, before its last character."""

    def comment(root: etree._Element) -> None:
        for element in root.iter("OrderDate", "LastModified", "OrderTotal", "Quantity", "UnitPrice"):
            text = element.text or ""
            element.text = text[:-1]
            element.append(etree.Comment("checked"))
            element[0].tail = text[-1:]

    reshape(comment)


@unusual(*READ)
def instructs_processors() -> None:
    """Processing instructions stand before the root, and in it and in each order."""

    def instruct(root: etree._Element) -> None:
        for parent in list(root.iter("Orders", "Order")):
            parent.insert(0, etree.ProcessingInstruction("shop", 'version="7"'))

    reshape(instruct)
    rewrite(lambda document: DECLARATION.sub(rb'\g<0><?xml-stylesheet href="orders.xsl"?>', document))


@unusual(*READ)
def declares_namespaces_that_it_does_not_use() -> None:
    """The root declares the namespaces of XML Schema, as .NET's serializer does, and a schema's place."""
    declared = f' xmlns:xsi="{XSI}" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    named = f'{declared} xsi:noNamespaceSchemaLocation="orders.xsd"'.encode()
    rewrite(lambda document: document.replace(b"<Orders", b"<Orders" + named, 1))


@unusual(*READ, "DOC-1", "VAL-15", "VAL-19", "SYN-4")
def orders_elements_by_name() -> None:
    """Within an order the elements stand in the reverse order of their names."""

    def sort(root: etree._Element) -> None:
        for parent in root.iter("Order", "Customer", "BillTo", "ShipTo", "Item"):
            parent[:] = sorted(parent, key=lambda child: str(child.tag), reverse=True)

    reshape(sort)


@unusual(*READ, unmet=("DOC-11",))
def escapes_text() -> None:
    """Text is escaped, with the names of all five characters that XML has names for, and not in CDATA."""
    names = {b"&": b"&amp;", b"<": b"&lt;", b">": b"&gt;", b"'": b"&apos;", b'"': b"&quot;"}

    def escaped(text: bytes) -> bytes:
        return re.sub(rb"[&<>'\"]", lambda found: names[found[0]], text)

    rewrite(lambda document: CDATA.sub(lambda found: escaped(found[1]), document))


@unusual(*READ, unmet=("DOC-11",))
def writes_numbers_for_characters() -> None:
    """Whatever is no ASCII letter or digit is written by its number, in decimal or hexadecimal."""

    def numbered(text: str) -> str:
        return re.sub(
            r"[^A-Za-z0-9 ]",
            lambda found: (f"&#{ord(found[0])};", f"&#x{ord(found[0]):X};")[ord(found[0]) % 2],
            text,
        )

    rewrite(lambda document: CDATA.sub(lambda found: numbered(found[1].decode()).encode(), document))


@unusual(*READ)
def changes_between_cdata_and_references() -> None:
    """Within one text CDATA sections and character references take turns."""

    def mixed(found: re.Match[bytes]) -> bytes:
        text = re.sub(r"[^\x20-\x7e]", lambda odd: f"]]>&#{ord(odd[0])};<![CDATA[", found[1].decode())
        return f"<![CDATA[{text}]]>".encode()

    rewrite(lambda document: CDATA.sub(mixed, document))


@unusual(*READ, "VAL-2", "VAL-11", "VAL-12", "DOC-1")
def puts_everything_into_cdata() -> None:
    """Numbers and dates stand in CDATA sections too."""

    def wrap(root: etree._Element) -> None:
        for element in root.iter(
            "OrderDate", "LastModified", "OrderTotal", "Quantity", "UnitPrice", "Adjustment"
        ):
            element.text = etree.CDATA(element.text or "")

    reshape(wrap)


@unusual(*FORM, "WIN-6", "PAG-4", "VAL-8", "VAL-14", "VAL-15")
def opens_and_closes_what_is_empty() -> None:
    """An element without content has two tags, also the root of an empty list."""
    rewrite(lambda document: re.sub(rb"<(\w+)([^<>]*)/>", rb"<\1\2></\1>", document))


@unusual(*FORM, "WIN-6", "PAG-4", "VAL-1", unmet=("DOC-7",))
def marks_the_byte_order() -> None:
    """A byte order mark of UTF-8 stands first, which XML allows."""
    rewrite(lambda document: b"\xef\xbb\xbf" + document)


@unusual(*FORM, "DOC-1", "VAL-16", "VAL-25", "WIN-6", unmet=("DOC-10",))
def has_parts_of_other_connectors() -> None:
    """There are elements and an attribute of ShipStation's other connectors, which it passes over."""

    def add(root: etree._Element) -> None:
        root.set("page", "1")
        for parent, tag in (("Order", "CartId"), ("Order", "TaxBreakdown"), ("Item", "Category")):
            for element in root.iter(parent):
                etree.SubElement(element, tag).text = "none"

    reshape(add)
