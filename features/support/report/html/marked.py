"""A document as numbered lines, with those marked that a failure speaks of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

AROUND = 6
"""Lines that are shown before and after a marked one."""

LONGEST = 300
"""Characters of a line; a document with a longer one is broken into lines to be read."""

WHOLE = 60
"""Documents of so many lines are shown whole."""

_PATH = re.compile(r"(?:^|[\s(])(/Orders[^\s,():]*)", re.MULTILINE)
_LINE = re.compile(r"\bline (\d{1,9})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One line of a document; `wrong` is where the failure points to, `near` the order it is about.

    A `number` of 0 stands for the lines that are left out.
    """

    number: int
    text: str
    wrong: bool = False
    near: bool = False


@dataclass(frozen=True)
class Marked:
    """The lines to show; `broken_up` when the line breaks are ours."""

    lines: tuple[Line, ...]
    broken_up: bool

    @property
    def points(self) -> bool:
        """Whether it shows what is wrong, or at least which order it is about."""
        return any(line.wrong or line.near for line in self.lines)


def marked(text: str, told: str, numbers: Sequence[int] = (), decides: str = "") -> Marked:
    """The document with the places marked that `told` speaks of, else the orders with these numbers.

    `decides` names the element of these orders that what failed depends on, if no place is told.
    """
    root = _parsed(text)
    broken_up = root is not None and any(len(line) > LONGEST for line in text.splitlines())
    if root is not None and broken_up:
        etree.indent(root)
        text = etree.tostring(root, encoding="unicode")
        root = _parsed(text)
    rows = text.splitlines()
    wrong = set() if broken_up else {int(number) for number in _LINE.findall(told)}
    near: set[int] = set()
    if root is not None:
        wrong |= {line for path in _PATH.findall(told) for line in _lines_at(root, path)}
        orders = [order for number in numbers for order in _orders(root, number)]
        deciding = {child.sourceline or 0 for order in orders for child in order if child.tag == decides}
        wrong = wrong or deciding
        near = {line for order in orders for line in _lines_of(order)}
    lines = [
        Line(number, row, number in wrong, number in near and number not in wrong)
        for number, row in enumerate(rows, 1)
    ]
    return Marked(tuple(_cut(lines)), broken_up)


def _parsed(text: str) -> etree._Element | None:
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _lines_at(root: etree._Element, path: str) -> Iterator[int]:
    try:
        found = root.xpath(path)
    except etree.XPathError:
        return
    for node in found if isinstance(found, list) else ():
        if isinstance(node, etree._Element):
            yield node.sourceline or 0


def _orders(root: etree._Element, number: int) -> Iterator[etree._Element]:
    for order in root.iter("Order"):
        if (order.findtext("OrderNumber") or "").strip() == str(number):
            yield order


def _lines_of(order: etree._Element) -> range:
    following = order.getnext()
    last = max(element.sourceline or 0 for element in order.iter())
    # The end tag has a line of its own where the elements have.
    end = last + 1 if following is None else (following.sourceline or 0) - 1
    return range(order.sourceline or 0, max(end, last) + 1)


def _cut(lines: list[Line]) -> Iterator[Line]:
    """All of a short document, of a long one what is near a mark, or its beginning."""
    marks = [line.number for line in lines if line.wrong] or [line.number for line in lines if line.near]
    if len(lines) <= WHOLE:
        yield from lines
        return
    wanted = {n for mark in marks[:WHOLE] for n in range(mark - AROUND, mark + AROUND + 1)}
    wanted = wanted or set(range(1, WHOLE + 1))
    before = 0
    for line in lines:
        if line.number in wanted:
            if line.number != before + 1:
                yield Line(0, f"{line.number - before - 1} lines left out")
            yield line
            before = line.number
    if before < len(lines):
        yield Line(0, f"{len(lines) - before} lines left out")
