"""Shipment notices after the schema: valid ones, ones with one thing wrong, and what is none at all."""

import functools
from collections.abc import Callable, Iterator
from copy import deepcopy

from hypothesis import strategies as st
from lxml import etree

from tests.fuzz.schema import Element, Simple, read_schema

ORDER_NUMBER = "1392"
SKUS = ("SKU-A", "SKU-B")

_LONGEST = 20
"""Characters of text where the schema has no limit, or a generous one; the limits are tried on purpose."""

# What XML 1.0 can hold; CR is left out, for a reader makes LF of it.
_CHARACTERS = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\t\n"
)


def valid() -> st.SearchStrategy[etree._Element]:
    """A notice that the schema has nothing against, about ORDER_NUMBER and at least one of its lines."""
    return _valid(read_schema()).map(_about_the_order)


@functools.cache
def _valid(element: Element) -> st.SearchStrategy[etree._Element]:
    if element.text is not None:
        return _text(element.text).map(lambda text: _leaf(element.name, text))
    lists = [
        st.lists(_valid(child), min_size=child.least, max_size=3 if child.most is None else child.most)
        for child in element.children
    ]
    return (
        st.tuples(*lists)
        .flatmap(lambda found: st.permutations([one for each in found for one in each]))
        .map(lambda children: _parent(element.name, children))
    )


def _text(kind: Simple) -> st.SearchStrategy[str]:
    if kind.patterns:
        return st.one_of(
            [
                st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="ascii"))
                for pattern in kind.patterns
            ]
        )
    if kind.between:
        return st.integers(*kind.between).map(str)
    most = min(_LONGEST, kind.most_length or _LONGEST)
    sizes = [st.text(_CHARACTERS, min_size=kind.least_length, max_size=most)]
    if kind.most_length:
        sizes.append(_CHARACTERS.map(lambda character: character * (kind.most_length or 0)))
    return st.one_of(sizes)


def _leaf(name: str, text: str) -> etree._Element:
    element = etree.Element(name)
    element.text = text
    return element


def _parent(name: str, children: list[etree._Element]) -> etree._Element:
    element = etree.Element(name)
    element.extend(children)
    return element


def _about_the_order(notice: etree._Element) -> etree._Element:
    """The same notice with what no schema can know: the order's names and one of its lines."""
    notice = deepcopy(notice)
    _set(notice, "OrderNumber", ORDER_NUMBER)
    if notice.find("OrderID") is not None:
        _set(notice, "OrderID", f"{int(ORDER_NUMBER):024x}")
    for sku, item in zip(SKUS, notice.iterfind("Items/Item"), strict=False):
        _set(item, "SKU", sku)
    return notice


def _set(parent: etree._Element, name: str, text: str) -> None:
    element = parent.find(name)
    assert element is not None
    element.text = text


Labelled = tuple[str, bytes]


def one_thing_wrong() -> st.SearchStrategy[Labelled]:
    """A notice that was valid until one thing was done to it, and what that was."""
    return valid().flatmap(lambda notice: st.sampled_from(sorted(_spoiled(notice))))


def _spoiled(notice: etree._Element) -> Iterator[Labelled]:
    schema = read_schema()
    for path, element in _leaves(schema, ""):
        found = notice.find(path)
        if found is None:
            continue
        for label, spoil in _ways(element):
            other = deepcopy(notice)
            target = other.find(path)
            assert target is not None
            spoil(target)
            yield f"{path} {label}", written(other)


def _leaves(element: Element, path: str) -> Iterator[tuple[str, Element]]:
    for child in element.children:
        where = f"{path}{child.name}"
        yield where, child
        yield from _leaves(child, f"{where}/")


def _ways(element: Element) -> Iterator[tuple[str, Callable[[etree._Element], None]]]:
    if element.most == 1:
        yield "twice", lambda node: node.addnext(deepcopy(node))
    if element.least:
        yield "missing", _remove
    yield "in a foreign namespace", _in_namespace
    if element.text is None:
        return
    yield "with an element in it", lambda node: node.insert(0, etree.Element("b"))
    if element.text.most_length:
        longer = element.text.most_length + 1
        yield "too long", lambda node: setattr(node, "text", "x" * longer)
        yield "far too long", lambda node: setattr(node, "text", "x" * 10_000)
    if element.text.least_length:
        yield "empty", lambda node: setattr(node, "text", "")
    if element.text.patterns or element.text.between:
        for text in (
            "x",
            "1e5",
            "-1",
            "0",
            "99/99/9999",
            "02/30/2026",
            "١",
            "NaN",
            "100000",
            "1.5",
            "1" * 50,
        ):
            yield f"as {text}", functools.partial(_write, text=text)


def _write(node: etree._Element, text: str) -> None:
    node.text = text


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    assert parent is not None
    parent.remove(node)


def _in_namespace(node: etree._Element) -> None:
    node.tag = etree.QName("urn:other", etree.QName(node).localname)


def written(notice: etree._Element, encoding: str = "utf-8") -> bytes:
    """The notice as bytes, declared."""
    return bytes(etree.tostring(notice, encoding=encoding, xml_declaration=True))


SAMPLE = (
    "<ShipNotice><OrderNumber>1392</OrderNumber><CustomerCode>c</CustomerCode><Carrier>UPS</Carrier>"
    "<Service>Ground é</Service><TrackingNumber>1Z</TrackingNumber></ShipNotice>"
)

_TIMES_TEN = [f"&e{n};" * 10 for n in range(9)]
_BOMB = "".join(f'<!ENTITY e{n} "{ten}">' for n, ten in enumerate(_TIMES_TEN, start=1))

ENCODED: dict[str, bytes] = {
    "utf-8 without a declaration": SAMPLE.encode(),
    "utf-8 with a byte order mark": SAMPLE.encode("utf-8-sig"),
    "utf-16 with a byte order mark": SAMPLE.encode("utf-16"),
    "utf-16be, declared": f'<?xml version="1.0" encoding="utf-16be"?>{SAMPLE}'.encode("utf-16be"),
    "latin-1, declared": f'<?xml version="1.0" encoding="iso-8859-1"?>{SAMPLE}'.encode("latin-1"),
    "windows-1252, declared": f'<?xml version="1.0" encoding="windows-1252"?>{SAMPLE}'.encode("cp1252"),
    "references only": SAMPLE.replace("é", "&#233;").encode("ascii"),
    "CDATA": SAMPLE.replace("Ground é", "<![CDATA[Ground é]]>").encode(),
    "comments and instructions": SAMPLE.replace("<Carrier>", "<!--x--><?y z?><Carrier>").encode(),
}
"""The sample in ways that mean the same."""


def _declared(subset: str, entity: str = "") -> bytes:
    return f"<!DOCTYPE ShipNotice {subset}>{SAMPLE.replace('Ground é', entity or 'Ground')}".encode()


NO_NOTICES: dict[str, bytes] = {
    "nothing": b"",
    "blanks": b" \n ",
    "a null byte": b"\x00",
    "text": b"hello",
    "JSON": b'{"OrderNumber": "1392"}',
    "a form": b"OrderNumber=1392&TrackingNumber=1Z",
    "half of it": SAMPLE.encode()[:100],
    "its first tag": b"<ShipNotice>",
    "it twice": (SAMPLE * 2).encode(),
    "text after it": f"{SAMPLE}x".encode(),
    "a blank before the declaration": f' <?xml version="1.0"?>{SAMPLE}'.encode(),
    "an ampersand": SAMPLE.replace("Ground é", "A & B").encode(),
    "an entity of HTML": SAMPLE.replace("Ground é", "&nbsp;").encode(),
    "a control character": SAMPLE.replace("Ground é", "\x01").encode(),
    "a reference to a control character": SAMPLE.replace("Ground é", "&#1;").encode(),
    "a reference to half of a pair": SAMPLE.replace("Ground é", "&#xD800;").encode(),
    "an attribute twice": SAMPLE.replace("<ShipNotice>", '<ShipNotice a="1" a="2">').encode(),
    "a prefix that is not declared": SAMPLE.replace("<ShipNotice>", "<ShipNotice><a:b/>").encode(),
    "latin-1 that says nothing of it": SAMPLE.encode("latin-1"),
    "utf-8 that says it is utf-16": f'<?xml version="1.0" encoding="utf-16"?>{SAMPLE}'.encode(),
    "an encoding that there is not": f'<?xml version="1.0" encoding="utf-99"?>{SAMPLE}'.encode(),
    "half of a pair in utf-8": SAMPLE.encode().replace("é".encode(), b"\xed\xa0\x80"),
    "another root": SAMPLE.replace("ShipNotice", "Shipment").encode(),
    "a root in small letters": SAMPLE.replace("ShipNotice", "shipnotice").encode(),
    "a root in a namespace": SAMPLE.replace("<ShipNotice>", '<ShipNotice xmlns="urn:other">').encode(),
    "a root in SOAP": f"<Envelope><Body>{SAMPLE}</Body></Envelope>".encode(),
    "a type without anything": _declared(""),
    "a type in a file": _declared('SYSTEM "file:///etc/passwd"'),
    "an internal entity": _declared('[<!ENTITY e "x">]', "&e;"),
    "an external entity": _declared('[<!ENTITY e SYSTEM "file:///etc/passwd">]', "&e;"),
    "a parameter entity": _declared('[<!ENTITY % e SYSTEM "http://127.0.0.1:9/e.dtd"> %e;]'),
    "an entity bomb": _declared(f'[<!ENTITY e0 "{"x" * 1000}">{_BOMB}]', "&e9;"),
    "an entity that holds itself": _declared('[<!ENTITY e "&e;">]', "&e;"),
    "depth": b"<ShipNotice>" * 100_000 + b"</ShipNotice>" * 100_000,
    "more than a notice may hold": SAMPLE.encode() + b" " * (1024 * 1024),
    "many attributes": SAMPLE.replace(
        "<ShipNotice>", "<ShipNotice" + "".join(f' a{n}="{n}"' for n in range(60_000)) + ' a0="">'
    ).encode(),
}
"""What must be refused, whatever is in it."""
