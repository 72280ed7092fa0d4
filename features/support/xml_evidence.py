"""What to show of an XML document: the place that is wrong, and where two documents differ."""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

SHOWN = 200
"""Characters of a quoted line or element."""

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)


def is_xml(body: bytes) -> bool:
    """Whether these bytes look like XML, well-formed or not."""
    return re.match(rb"(\xef\xbb\xbf)?\s*<[?!A-Za-z_]", body) is not None


def quoted(body: bytes, text: str) -> list[str]:
    """The places in a document that a message speaks of, as `line 7` or `xpath /Orders/Order[1]`.

    An element is quoted where there is an XPath that finds one, for a whole document may be one line.
    """
    paths = re.findall(r"xpath (/[^\s,()]+)", text)
    found = [f"{path}: {element}" for path in dict.fromkeys(paths) if (element := _element(body, path))]
    if found:
        return found
    rows = body.decode("utf-8", "replace").splitlines()
    numbers = dict.fromkeys(int(number) for number in re.findall(r"\bline (\d{1,9})\b", text, re.IGNORECASE))
    return [f"line {number}: {_cut(rows[number - 1])}" for number in numbers if 0 < number <= len(rows)]


def _element(body: bytes, path: str) -> str:
    try:
        found = etree.fromstring(body, _PARSER).xpath(path)
    except (etree.XMLSyntaxError, etree.XPathError):
        return ""
    elements = [node for node in found if isinstance(node, etree._Element)] if isinstance(found, list) else []
    return _cut(etree.tostring(elements[0], encoding="unicode", with_tail=False)) if elements else ""


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."


def differences(expected: bytes, got: bytes) -> list[str]:
    """Where two well-formed documents say different things, by XPath; empty when they say the same.

    White space between elements, the order of attributes, CDATA and comments say nothing.
    """
    return list(_differences(_root(expected), _root(got)))


def _root(document: bytes) -> etree._Element:
    return etree.fromstring(document, _PARSER)


def _differences(expected: etree._Element, got: etree._Element) -> Iterator[str]:
    path = expected.getroottree().getpath(expected)
    if expected.tag != got.tag:
        yield f"{path}: expected <{expected.tag!s}>, got <{got.tag!s}>"
        return
    for name in sorted({*map(str, expected.attrib), *map(str, got.attrib)}):
        if expected.get(name) != got.get(name):
            yield f"{path}/@{name}: expected {_said(expected.get(name))}, got {_said(got.get(name))}"
    if _text(expected) != _text(got):
        yield f"{path}: expected {_said(_text(expected))}, got {_said(_text(got))}"
    yield from _children(path, expected, got)


def _children(path: str, expected: etree._Element, got: etree._Element) -> Iterator[str]:
    """Children are paired by name and rank, for within most elements of the protocol order is free."""
    there = dict(_ranked(got))
    for key, child in _ranked(expected):
        if key in there:
            yield from _differences(child, there.pop(key))
        else:
            yield f"{path}/{key[0]}[{key[1]}]: expected, not there"
    yield from (f"{path}/{name}[{rank}]: not expected" for name, rank in there)


def _ranked(parent: etree._Element) -> Iterator[tuple[tuple[str, int], etree._Element]]:
    seen: Counter[str] = Counter()
    for child in parent:
        seen[str(child.tag)] += 1
        yield (str(child.tag), seen[str(child.tag)]), child


def _text(element: etree._Element) -> str:
    text = "".join([element.text or "", *(child.tail or "" for child in element)])
    return text if text.strip() or not len(element) else ""


def _said(value: str | None) -> str:
    return "nothing" if value is None else repr(value)
