"""The XML of an answer, looked at as plain XML: the bytes, the tree, and where in it something stands."""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message

from lxml import etree

MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
"""Byte order marks, and what they say."""

_DECLARATION = re.compile(r"<\?xml\s[^>]*?\?>")
_ENCODING = re.compile(r"""\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")
_TIME = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2}) (\d{1,2}):(\d{2})(?::\d{2})? {0,2}([AP]M)?Z?",
    re.ASCII | re.IGNORECASE,
)


class Document:
    """One answer. `header` is its Content-Type; nothing is ever loaded from elsewhere."""

    def __init__(self, body: bytes, header: str) -> None:
        self.body = body
        self.header = header

    @property
    def mark(self) -> str | None:
        """The encoding that a byte order mark tells, None without one."""
        return next((name for mark, name in MARKS.items() if self.body.startswith(mark)), None)

    @property
    def charset(self) -> str | None:
        """The encoding that the header tells."""
        message = Message()
        message["Content-Type"] = self.header
        found = message.get_param("charset")
        return found.strip() or None if isinstance(found, str) else None

    @property
    def declared(self) -> str | None:
        """The encoding that the XML declaration tells."""
        declaration = _DECLARATION.search(self._head())
        found = _ENCODING.search(declaration[0]) if declaration else None
        return found[1] if found else None

    @property
    def before(self) -> str:
        """What stands before the XML declaration; without one, before the first element or comment."""
        head = self._head()
        declaration = _DECLARATION.search(head)
        if declaration:
            return head[: declaration.start()]
        return head.lstrip().partition("<")[0]

    def text(self) -> str:
        """The whole text: RFC 7303 lets the mark decide, then the header, then the declaration.

        Raises UnicodeError for other bytes, LookupError for an encoding that nobody knows.
        """
        return self.body.decode(self.mark or self.charset or self.declared or "utf-8").removeprefix("\ufeff")

    def root(self) -> etree._Element:
        """The root element, with CDATA sections kept. Raises XMLSyntaxError, and what `text` raises.

        Comments and processing instructions are left out: a value that one of them parts is whole again.
        """
        parser = etree.XMLParser(
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            strip_cdata=False,
            remove_comments=True,
            remove_pis=True,
        )
        return etree.fromstring(self.text().encode("utf-8", "surrogatepass"), parser)

    def _head(self) -> str:
        # A declaration is ASCII in every encoding that has no mark.
        encoding = self.mark or "latin-1"
        return self.body[:4000].decode(encoding, "replace").removeprefix("\ufeff")


def place(element: etree._Element) -> str:
    """Where an element stands: XPath and line."""
    return f"{element.getroottree().getpath(element)} (line {element.sourceline})"


def same_encoding(one: str, other: str) -> bool:
    """Whether two names mean one encoding."""
    try:
        return codecs.lookup(one).name == codecs.lookup(other).name
    except LookupError:
        return one.lower() == other.lower()


def is_in_cdata(element: etree._Element) -> bool:
    """Whether the text of an element stands in CDATA sections."""
    return b"<![CDATA[" in etree.tostring(element, with_tail=False)


def repeated(root: etree._Element) -> Iterator[etree._Element]:
    """Elements that stand a second time in a parent which may hold them once."""
    for parent in root.iter("Order", "Customer", "BillTo", "ShipTo", "Item", "Option"):
        for tag, times in Counter(child.tag for child in parent).items():
            if times > 1:
                yield parent.findall(str(tag))[1]


def read_minute(text: str) -> datetime | None:
    """The minute, in UTC, of `MM/dd/yyyy HH:mm` in 24 or 12 hours; None when there is no such day or time.

    An AM or PM behind a 24-hour time is passed over, as in the vendor's own example [doc].
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    month, day, year, hour, minute = (int(number) for number in found.groups()[:5])
    if found[6] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if found[6].upper() == "PM" else 0)
    try:
        return datetime(year + 2000 * (year < 100), month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        return None
