"""Contract coverage: which parts of the Orders document and of the protocol the traffic has really shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mocks.shipstation import schema

NOTICE_PARAMETERS = ("order_number", "carrier", "service", "tracking_number")
"""What the query of a notice has beside `action` [doc]."""

STATUSES_KEPT = 100
"""A store can send what it likes as a status."""


@dataclass
class Point:
    """One thing that a document may show: an element, the attribute, or a facet of an element's type.

    `valid` once a document with it was taken, for a length once a value was exactly so long; `refused` once a
    document was refused for it. `values` are those that were seen of an enumeration.
    """

    element: str
    facet: str = ""
    limit: str = ""
    valid: bool = False
    refused: bool = False
    values: set[str] = field(default_factory=set)

    def to_json(self) -> dict[str, object]:
        """The point as the control side shows it."""
        shown = {name: getattr(self, name) for name in ("element", "facet", "limit", "valid", "refused")}
        return shown | ({"values": sorted(self.values)} if self.values else {})


@dataclass
class Unseen:
    """What of a container was not seen yet: children, and bounds as (child, length, facet).

    `lengths` are those of the bounds. `chosen` are the children with an enumeration.
    """

    children: set[str] = field(default_factory=set)
    bounds: list[tuple[str, int, str]] = field(default_factory=list)
    lengths: set[int] = field(default_factory=set)
    chosen: list[str] = field(default_factory=list)

    def expect(self, name: str, point: Point) -> None:
        """Look out for one more point."""
        self.children.add(name)
        if point.facet in {"minLength", "maxLength"}:
            self.bounds.append((name, int(point.limit), point.facet))
            self.lengths.add(int(point.limit))
        elif point.facet == "enumeration":
            self.chosen.append(name)


class Coverage:
    """What was seen so far. Marks are only ever added, and what was seen is not looked for again."""

    def __init__(self) -> None:
        self._points: dict[tuple[str, str], Point] = {}
        self._unseen: dict[str, Unseen] = {}
        self._statuses: set[str] = set()
        self._answers: set[tuple[str, int]] = set()
        self._parameters: dict[str, set[str]] = {}
        self.forget()

    def forget(self) -> None:
        """Nothing was seen yet."""
        self._points = {
            (element, facet): Point(element, facet, limit) for element, facet, limit in schema.points()
        }
        unseen: dict[str, Unseen] = {}
        for point in self._points.values():
            container, _, name = point.element.partition("/")
            unseen.setdefault(container, Unseen()).expect(name, point)
        self._unseen = unseen
        self._statuses = set()
        self._answers = set()
        self._parameters = {name: set() for name in NOTICE_PARAMETERS}

    def valid(self, container: str, texts: Mapping[str, str]) -> None:
        """A document with these children of a container was taken.

        Called for every container of each order, where thousands may come.
        """
        unseen = self._unseen[container]
        if unseen.children and not unseen.children.isdisjoint(texts):
            self._saw(container, unseen.children.intersection(texts))
        if unseen.lengths and not unseen.lengths.isdisjoint(map(len, texts.values())):
            self._measure(container, texts)
        if unseen.chosen:
            self._choose(container, texts)

    def _saw(self, container: str, names: set[str]) -> None:
        within = f"/{container}"
        for point in self._points.values():
            above, _, name = point.element.partition("/")
            by_being_there = point.facet in {"", "pattern", "enumeration"}
            if by_being_there and (point.element.endswith(within) or (above == container and name in names)):
                point.valid = True
        # Another set, for a reader in another thread may look through this one.
        self._unseen[container].children = self._unseen[container].children - names

    def _measure(self, container: str, texts: Mapping[str, str]) -> None:
        unseen = self._unseen[container]
        left = [bound for bound in unseen.bounds if len(texts.get(bound[0], "")) != bound[1]]
        for name, _length, facet in set(unseen.bounds).difference(left):
            self._points[f"{container}/{name}", facet].valid = True
        unseen.bounds = left
        unseen.lengths = {length for _name, length, _facet in left}

    def _choose(self, container: str, texts: Mapping[str, str]) -> None:
        for name in self._unseen[container].chosen:
            if name in texts:
                self._points[f"{container}/{name}", "enumeration"].values.add(texts[name])

    def filed(self, status: str) -> None:
        """An order was taken in this status."""
        if status not in self._statuses and len(self._statuses) < STATUSES_KEPT:
            self._statuses.add(status)

    def refused(self, element: str, facet: str) -> None:
        """A document was refused for an element, `Order/OrderDate`, or for a facet of its type."""
        for key in ((element, facet), (element, "")):
            if point := self._points.get(key):
                point.refused = True
                return

    def answered(self, action: str, query: str, status: int) -> None:
        """A store answered a request with this query, or a notice with these parameters."""
        self._answers.add((action, status))
        if action == "shipnotify":
            names = {pair.partition("=")[0] for pair in query.split("&")}
            for name in names.intersection(NOTICE_PARAMETERS):
                self._parameters[name].add("valid" if 200 <= status < 300 else "refused")

    def to_json(self) -> dict[str, object]:
        """Everything, as the control side shows it."""
        answers: dict[str, list[int]] = {}
        for action, status in sorted(self._answers):
            answers.setdefault(action, []).append(status)
        return {
            "points": [point.to_json() for point in self._points.values()],
            "statuses": sorted(self._statuses),
            "parameters": {name: sorted(seen) for name, seen in self._parameters.items()},
            "answers": answers,
        }
