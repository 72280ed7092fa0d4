"""Contract coverage: how much of the contract the traffic of a run has really shown.

A green run proves little about what its traffic never touched, so the report names it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from features.support.evidence import HarnessError
from features.support.shipstation import GUIDE_MAPPING
from features.support.verdict import Judgement, Verdict
from features.support.wire import Server

PATH = "/_control/coverage"

Answer = tuple[str, int, tuple[str, ...]]
"""An answer of the target: action, status, and the names of the parameters that it was asked with."""

ACTIONS = ("export", "shipnotify")

KINDS = {
    "2xx": range(200, 300),
    "401": range(401, 402),
    "4xx but 401": [*range(400, 401), *range(402, 500)],
    "5xx": range(500, 600),
}
"""How a store may answer: taken, not let in, refused, failed."""


@dataclass(frozen=True)
class Point:
    """One thing that traffic can show: `valid` when it was taken, `refused` when it was the reason to refuse.

    `facet` is a bound of a value, `limit` where it lies; `values` are those that were seen.
    """

    group: str
    name: str
    facet: str = ""
    limit: str = ""
    valid: bool = False
    refused: bool = False
    values: tuple[str, ...] = ()

    @property
    def seen(self) -> bool:
        """Whether the traffic has shown it at all."""
        return self.valid or self.refused


@dataclass(frozen=True)
class Coverage:
    """All points, in the order in which they are told."""

    points: tuple[Point, ...]

    @property
    def seen(self) -> int:
        """How many points were seen."""
        return sum(point.seen for point in self.points)

    @property
    def percent(self) -> int:
        """The same in percent; 100 is all of them."""
        return 100 * self.seen // len(self.points) if self.points else 0

    def __str__(self) -> str:
        return f"{self.seen} of {len(self.points)} points, {self.percent} %"


def begin(shipstation: Server) -> None:
    """Let the mock ShipStation forget what it has seen before. Raises HarnessError when it cannot."""
    shipstation.call("DELETE", PATH)


def measured(shipstation: Server, by_hand: Iterable[Answer]) -> Coverage | None:
    """What ShipStation and the harness have seen; None when ShipStation cannot tell."""
    try:
        seen = shipstation.call("GET", PATH)
    except HarnessError:
        return None
    return assembled(seen, by_hand)


def assembled(seen: Any, by_hand: Iterable[Answer]) -> Coverage:
    """The points: `seen` is what the mock ShipStation's control side tells."""
    by_hand = tuple(by_hand)
    document, statuses = _document(seen["points"]), _statuses(seen["statuses"])
    answers, parameters = _answers(seen, by_hand), _parameters(seen["parameters"], by_hand)
    return Coverage((*document, *statuses, *answers, *parameters))


def _document(points: Any) -> Iterator[Point]:
    for point in points:
        values = tuple(point.get("values", ()))
        yield Point(
            "Orders document",
            point["element"],
            point["facet"],
            point["limit"],
            point["valid"],
            point["refused"],
            values,
        )


def _statuses(seen: list[str]) -> Iterator[Point]:
    for box, typed in GUIDE_MAPPING.items():
        for status in typed.split(","):
            yield Point("Order statuses of the guide", status, limit=box, valid=status in seen)


def _answers(seen: Any, by_hand: tuple[Answer, ...]) -> Iterator[Point]:
    for action in ACTIONS:
        found = {*seen["answers"].get(action, ()), *(status for done, status, _ in by_hand if done == action)}
        for kind, statuses in KINDS.items():
            told = tuple(str(status) for status in sorted(found.intersection(statuses)))
            good = kind == "2xx"
            yield Point(
                "Answers of the target",
                f"{action}: {kind}",
                valid=bool(told) and good,
                refused=bool(told) and not good,
                values=told,
            )


def _parameters(seen: dict[str, list[str]], by_hand: tuple[Answer, ...]) -> Iterator[Point]:
    notices = [(status, names) for action, status, names in by_hand if action == "shipnotify"]
    for name, states in seen.items():
        own = {"valid" if 200 <= status < 300 else "refused" for status, names in notices if name in names}
        states_of_all = own.union(states)
        yield Point(
            "Parameters of a notice",
            name,
            valid="valid" in states_of_all,
            refused="refused" in states_of_all,
        )


def enough(judgement: Judgement, coverage: Coverage | None, least: float | None) -> Judgement:
    """The verdict of a run of the whole contract, from which at least so many percent are asked.

    Only a run that would conform can be judged worse for it.
    """
    if least is None or judgement.verdict is not Verdict.CONFORMS:
        return judgement
    if coverage is None:
        told = "ShipStation could not tell what the traffic has shown"
    elif coverage.percent < least:
        told = f"the traffic has shown {coverage} of the contract, less than {least:g} %"
    else:
        return judgement
    return Judgement(Verdict.NOT_FULLY_CHECKED, f"{told}; {judgement.reason}")
