"""The contract as it stands in the feature files, with what came of each scenario beside its text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from features.support.evidence import Attachment, Outcome
from features.support.feature_files import document
from features.support.report.record import Record, RuleResult, worst
from features.support.rules import Chapter


@dataclass(frozen=True)
class Row:
    """A row of an Examples table."""

    cells: tuple[str, ...]
    outcome: Outcome | None


@dataclass(frozen=True)
class Examples:
    """An Examples table."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Step:
    """A step as it is written; `table` has its rows, `text` its docstring."""

    keyword: str
    words: str
    table: tuple[tuple[str, ...], ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Scenario:
    """A scenario with its outcomes in this run: one, or as many as its tables have rows, or none."""

    anchor: str
    name: str
    line: int
    steps: tuple[Step, ...]
    examples: tuple[Examples, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def state(self) -> str:
        """One of STATES."""
        return worst(self.outcomes)

    @property
    def pictures(self) -> list[Attachment]:
        """What was attached to be looked at."""
        found = [each for outcome in self.outcomes for each in outcome.attachments]
        return [each for each in found if each.is_picture]


@dataclass(frozen=True)
class LivingRule:
    """A rule with its scenarios; `before` are the steps of the backgrounds."""

    result: RuleResult
    before: tuple[Step, ...]
    scenarios: tuple[Scenario, ...]


def living(record: Record) -> dict[str, LivingRule]:
    """All rules of the contract by id, in reading order."""
    results = {result.rule.id: result for result in record.results}
    found: dict[str, LivingRule] = {}
    for chapter in record.book:
        nodes = _rules(chapter)
        for rule in chapter.rules:
            result = results[rule.id]
            found[rule.id] = _living(result, nodes[rule.line])
    return found


def _rules(chapter: Chapter) -> dict[int, Any]:
    children = document(chapter.path).get("feature", {}).get("children", [])
    return {child["rule"]["location"]["line"]: child["rule"] for child in children if "rule" in child}


def _living(result: RuleResult, node: Any) -> LivingRule:
    of_line: dict[int, list[Outcome]] = {}
    for outcome in result.outcomes:
        of_line.setdefault(outcome.line, []).append(outcome)
    scenarios = [child["scenario"] for child in node["children"] if "scenario" in child]
    backgrounds = [child["background"] for child in node["children"] if "background" in child]
    return LivingRule(
        result,
        tuple(step for background in backgrounds for step in _steps(background)),
        tuple(
            _scenario(f"{result.rule.id}.{number}", each, of_line.get(each["location"]["line"], ()))
            for number, each in enumerate(scenarios, 1)
        ),
    )


def _scenario(anchor: str, node: Any, outcomes: Sequence[Outcome]) -> Scenario:
    return Scenario(
        anchor,
        node["name"],
        node["location"]["line"],
        tuple(_steps(node)),
        tuple(_examples(node["examples"], {outcome.row: outcome for outcome in outcomes})),
        tuple(outcomes),
    )


def _steps(node: Any) -> Iterator[Step]:
    for step in node["steps"]:
        rows = step.get("dataTable", {}).get("rows", ())
        table = tuple(_cells(row) for row in rows)
        yield Step(step["keyword"].strip(), step["text"], table, step.get("docString", {}).get("content", ""))


def _examples(tables: Any, outcomes: dict[int, Outcome]) -> Iterator[Examples]:
    number = 0
    for table in tables:
        rows = [
            Row(_cells(row), outcomes.get(number + index)) for index, row in enumerate(table["tableBody"])
        ]
        number += len(rows)
        if "tableHeader" in table:
            yield Examples(table["name"], _cells(table["tableHeader"]), tuple(rows))


def _cells(row: Any) -> tuple[str, ...]:
    return tuple(cell["value"] for cell in row["cells"])
