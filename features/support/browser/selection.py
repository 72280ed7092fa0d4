"""Which scenarios are played in a browser, and why the others are not."""

from collections.abc import Iterable

from features.support.evidence import Outcome, StepResult
from features.support.rules import Rule, all_rules, contract

CHAPTERS = ("01_user", "02_store", "03_mapping", "04_finish", "05_pull", "06_sync_back")
"""The guide itself. What comes after it is about what the middleware answers: nobody clicks there."""

_FIELDS = "compares an order field by field; its page does not name the fields of the document"
_WINDOWS = "is about windows of time and pages of a reply; all that is clicked there is Refresh, as in SYN-1"

LEFT_OUT = {
    "WIN-1": _WINDOWS,
    "WIN-2": _WINDOWS,
    "PAG-1": _WINDOWS,
    "DOC-1": _FIELDS,
    "VAL-1": _FIELDS,
    "VAL-2": _FIELDS,
}
"""Rules of these chapters that are not played in a browser, with the reason."""


def chosen(file: str, marks: Iterable[str]) -> bool:
    """Whether a scenario is played: one of this feature file, with these tags."""
    return any(f"/{chapter}." in f"/{file}" for chapter in CHAPTERS) and not LEFT_OUT.keys() & set(marks)


def by_hand(outcome: Outcome) -> bool:
    """Whether all is clicked that a person can do: in scenarios of the guide, of an outline in one row."""
    return bool(outcome.guide) and outcome.row == 0


def pictured(outcome: Outcome, step: StepResult) -> bool:
    """Whether a picture is kept of a step: of the guide's, and the first time that a rule speaks of it."""
    rule = next((rule for rule in all_rules(contract()) if rule.id == outcome.rule), None)
    return rule is not None and by_hand(outcome) and _first(rule, step) == outcome.line


def _first(rule: Rule, step: StepResult) -> int:
    """The line of the scenario in which a rule first has this step; those of backgrounds are in all."""
    said = {each.line: each.text for scenario in rule.scenarios for each in scenario.steps}.get(step.line)
    with_it = [each for each in rule.scenarios if said in {one.text for one in each.steps}]
    return (with_it or rule.scenarios)[0].line
