"""Everything that is known at the end of a run; each report is made from it and from nothing else."""

import platform
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version

from features.support.coverage import Coverage
from features.support.deviations import Deviation
from features.support.evidence import Outcome
from features.support.guide import STATEMENTS, Statement
from features.support.invocation import Invocation
from features.support.rules import Chapter, Rule, all_rules
from features.support.verdict import Judgement

STATES = {
    "broken": "BROKEN",
    "error": "ERROR",
    "unmet": "not met",
    "deviation": "deviation",
    "skipped": "not checked",
    "passed": "ok",
    "inapplicable": "n/a",
    "": "not run",
}
"""The states of a rule and of a scenario in words, the worst first."""

FAMILIES = {
    "USR": "users",
    "STO": "store set-up",
    "MAP": "status mapping",
    "AUT": "authentication",
    "WIN": "window",
    "PAG": "paging",
    "DOC": "document",
    "VAL": "values",
    "NOT": "shipment notices",
    "SYN": "nothing lost",
    "FLT": "faults",
    "SEC": "security",
}
"""What the letters of a rule's id stand for."""


def worst(outcomes: Iterable[Outcome]) -> str:
    """The state of a whole: a parent never looks better than its worst child."""
    states = {outcome.state for outcome in outcomes}
    return next((state for state in STATES if state in states), "")


@dataclass(frozen=True)
class RuleResult:
    """A rule and what came of its scenarios in this run; none when it was not selected."""

    rule: Rule
    outcomes: tuple[Outcome, ...]

    @property
    def state(self) -> str:
        """One of STATES."""
        return worst(self.outcomes)


@dataclass(frozen=True)
class Record:
    """One run of the contract. `started` and `finished` are seconds since 1970.

    `coverage` is None where nobody could tell it.
    """

    book: tuple[Chapter, ...]
    outcomes: tuple[Outcome, ...]
    judgement: Judgement
    target: str
    started: float = 0.0
    finished: float = 0.0
    accepted: tuple[Deviation, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)
    invocation: Invocation = field(default_factory=Invocation)
    coverage: Coverage | None = None

    @cached_property
    def results(self) -> tuple[RuleResult, ...]:
        """All rules of the contract in reading order."""
        found: dict[str, list[Outcome]] = {}
        for outcome in self.outcomes:
            found.setdefault(outcome.rule, []).append(outcome)
        return tuple(RuleResult(rule, tuple(found.get(rule.id, ()))) for rule in all_rules(self.book))

    @property
    def counts(self) -> dict[str, int]:
        """How many scenarios ended in each state; those of 0 are there too."""
        states = Counter(outcome.state for outcome in self.outcomes)
        return {state: states[state] for state in STATES if state}

    @property
    def seconds(self) -> float:
        """How long the run took."""
        return round(self.finished - self.started, 3)

    @property
    def whole(self) -> bool:
        """Whether every scenario of the contract was selected."""
        everything = sum(each.examples for rule in all_rules(self.book) for each in rule.scenarios)
        return len(self.outcomes) >= everything

    def failures(self) -> Iterator[Outcome]:
        """Every scenario that failed, accepted or not, the worst first."""
        for state in ("broken", "error", "unmet", "deviation"):
            yield from (outcome for outcome in self.outcomes if outcome.state == state)

    def statements(self) -> Iterator[tuple[Statement, tuple[Outcome, ...]]]:
        """The guide in its own order, with the scenarios that cite each statement."""
        for statement in STATEMENTS:
            yield statement, tuple(outcome for outcome in self.outcomes if statement.id in outcome.guide)

    def not_checked(self) -> dict[str, list[Outcome]]:
        """The scenarios that were left out, by reason."""
        found: dict[str, list[Outcome]] = {}
        for outcome in self.outcomes:
            if outcome.state in {"skipped", "inapplicable"}:
                found.setdefault(outcome.reason, []).append(outcome)
        return found

    def use_of(self, deviation: Deviation) -> str:
        """Whether an accepted failure was met in this run: `met`, `no longer needed` or `not checked`."""
        result = next(result for result in self.results if result.rule.id == deviation.rule)
        if result.state == "deviation":
            return "met"
        everything = sum(scenario.examples for scenario in result.rule.scenarios)
        if result.state == "passed" and len(result.outcomes) == everything:
            return "no longer needed"
        return "not checked"


def in_order(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Outcomes in the order of the features, whatever the order in which workers sent them."""
    return tuple(sorted(outcomes, key=lambda outcome: (outcome.file, outcome.line, outcome.row)))


def moment(at: float) -> str:
    """Seconds since 1970 as ISO 8601 in UTC."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def versions() -> dict[str, str]:
    """What ran the contract."""
    packages = {name: version(name) for name in ("drydock", "pytest", "pytest-bdd")}
    return packages | {"python": platform.python_version()}
