"""A shipment notice written by hand: as ShipStation writes it, or as it never would."""

import codecs
from collections.abc import Iterable
from dataclasses import dataclass, field
from string import Template
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from lxml import etree

from features.support.evidence import HarnessError
from features.support.rules import FEATURES

FOLDER = FEATURES / "notices"

Item = tuple[str, str, str]
"""SKU, name and quantity, as they stand in the XML."""


def written(form: str, items: Iterable[Item] = (), **values: str) -> bytes:
    """The body in features/notices with this name, its $placeholders filled in; `$items` takes the items."""
    filled = {name: _escaped(value) for name, value in values.items()}
    item = _template("item")
    lines = [
        item.substitute(sku=_escaped(sku), name=_escaped(name), quantity=_escaped(quantity))
        for sku, name, quantity in items
    ]
    return _template(form).substitute(filled | {"items": "".join(lines)}).encode()


def _template(form: str) -> Template:
    path = FOLDER / f"{form.replace(' ', '_')}.xml"
    if not path.is_file():
        raise HarnessError(f"there is no notice {path.name} in {FOLDER.name}/")
    return Template(path.read_text(encoding="utf-8"))


def _escaped(text: str) -> str:
    # A bare line break would not survive: XML readers turn CR LF into LF.
    return escape(text, {"\r": "&#13;", "\n": "&#10;"})


@dataclass
class Notice:
    """What is sent; `query` without `action`. A `content_type` of None sends no such header.

    `headers` are those beside it.
    """

    body: bytes = b""
    query: dict[str, str] = field(default_factory=dict)
    content_type: str | None = "text/xml; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)

    def encoded_query(self, action: str = "shipnotify") -> str:
        """The query as ShipStation writes it, with `+` for a blank [doc]."""
        return urlencode({"action": action} | self.query)

    def remove(self, part: str) -> None:
        """Leave out an element, by its path below ShipNotice, and all that is in it. Raises HarnessError."""
        root = self._root()
        element = _found(root, part)
        parent = element.getparent()
        if parent is None:
            raise HarnessError("a notice without its root is no notice")
        parent.remove(element)
        self.body = _bytes(root, "utf-8")

    def write(self, part: str, text: str) -> None:
        """Put `text` into an element, by its path below ShipNotice. Raises HarnessError."""
        root = self._root()
        _found(root, part).text = text
        self.body = _bytes(root, "utf-8")

    def repeat(self, part: str, text: str) -> None:
        """Give an element a second time, with this text. Raises HarnessError."""
        root = self._root()
        element = _found(root, part)
        twin = etree.Element(element.tag)
        twin.text = text
        element.addnext(twin)
        self.body = _bytes(root, "utf-8")

    def encode(self, encoding: str) -> None:
        """Write the body in another encoding, and declare it; `utf-8-sig` has a byte order mark before it."""
        marked = encoding == "utf-8-sig"
        self.body = codecs.BOM_UTF8 * marked + _bytes(self._root(), "utf-8" if marked else encoding)

    def _root(self) -> etree._Element:
        return etree.fromstring(self.body, etree.XMLParser(strip_cdata=False))


def _found(root: etree._Element, part: str) -> etree._Element:
    element = root.find(part)
    if element is None:
        raise HarnessError(f"the notice has no {part}")
    return element


def _bytes(root: etree._Element, encoding: str) -> bytes:
    return etree.tostring(root, encoding=encoding, xml_declaration=True)
