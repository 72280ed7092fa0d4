"""What a broken rule looks like to the people who have to act on it."""

from dataclasses import dataclass, field
from typing import Any


class Broken(AssertionError):
    """The target does not keep the contract: what was expected, what came, and where it was seen.

    `where` is a request, an XPath or a line; one per row.
    """

    def __init__(self, expected: object, got: object, where: str = "") -> None:
        super().__init__(f"expected {expected}, got {got}")
        self.expected = str(expected)
        self.got = str(got)
        self.where = where


class HarnessError(Exception):
    """The harness or a mock failed, so nothing can be said about the target."""


def expect(condition: object, expected: object, got: object, where: str = "") -> None:
    """Raise Broken unless `condition` holds."""
    if not condition:
        raise Broken(expected, got, where)


@dataclass
class Outcome:
    """How one scenario (or one row of an outline) ended; travels between processes as plain data.

    `state` is passed, broken, error or skipped. The other fields tell about the step that failed.
    """

    rule: str
    scenario: str
    example: str
    file: str
    line: int
    node: str = ""
    state: str = "passed"
    step: str = ""
    step_line: int = 0
    expected: str = ""
    got: str = ""
    where: str = ""
    guide: list[str] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """For `report.user_properties`, which xdist carries from worker to controller."""
        return dict(vars(self))

    @classmethod
    def from_data(cls, data: Any) -> "Outcome":
        """The outcome that `as_data` was made from."""
        return cls(**data)


def failure_text(outcome: Outcome, sentence: str, level: str) -> str:
    """The rule, where it is written, what was expected and got, and the command that repeats it."""
    source = ", ".join(outcome.guide) or "inferred"
    head = "BROKEN" if outcome.state == "broken" else "HARNESS ERROR"
    rows = [
        ("rule", f"{outcome.rule} ({level}, {source}): {sentence}"),
        ("scenario", f"{outcome.scenario}{_in_brackets(outcome.example)}"),
        ("", f"{outcome.file}:{outcome.line}"),
        ("step", outcome.step),
        ("", f"{outcome.file}:{outcome.step_line}" if outcome.step_line else ""),
        ("expected", outcome.expected),
        ("got", outcome.got),
        ("where", outcome.where),
        ("repeat", f"make bdd RULE={outcome.rule}"),
        ("", f"make bdd NODE='{outcome.node}'" if outcome.node else ""),
    ]
    return "\n".join([f"{head} {outcome.rule}", *(_row(name, value) for name, value in rows if value)])


def _row(name: str, value: str) -> str:
    first, *rest = value.splitlines() or [""]
    return "\n".join([f"  {name:<9} {first}", *(f"  {'':<9} {line}".rstrip() for line in rest)])


def _in_brackets(example: str) -> str:
    return f" [{example}]" if example else ""
