"""The rules of the contract to read: a list, a page, and one rule with all that is known about it.

`python -m features.support.catalogue list | page | explain ID`
"""

import json
import sys
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from features.support.guide import STATEMENTS
from features.support.report.record import FAMILIES
from features.support.report.summary import plain
from features.support.rules import Chapter, Rule, all_rules, contract

CAUSES = Path(__file__).with_name("causes.json")
"""What breaks each rule, in one sentence per broken bridge that it has caught; made by `make docs`."""

USAGE_ERROR = 4


def listing(book: Sequence[Chapter]) -> Iterator[str]:
    """One line per rule: id, level, needs, scenarios, source and promise."""
    for rule in all_rules(tuple(book)):
        needs = " ".join(rule.needs)
        yield (
            f"{rule.id:<7} {rule.level:<6} {needs:<14} {_scenarios(rule):>3}  {rule.sentence}"
            f"  [{_source(rule)}]"
        )


def page(book: Sequence[Chapter]) -> Iterator[str]:
    """The list as a page of Markdown, family by family."""
    rules = tuple(all_rules(tuple(book)))
    scenarios = sum(map(_scenarios, rules))
    yield from ("# The rules of the contract", "")
    yield "Made by `make docs` from the features. `make explain RULE=WIN-3` tells more about one of them."
    yield ""
    yield f"{len(rules)} rules, {scenarios} scenarios (each row of an outline counts as one)."
    for family, name in FAMILIES.items():
        found = [rule for rule in rules if rule.id.startswith(f"{family}-")]
        if found:
            yield from (
                "",
                f"## {family}: {name}",
                "",
                "| rule | level | needs | source | scenarios | promise |",
            )
            yield "| --- | --- | --- | --- | --- | --- |"
            yield from map(_row, found)


def _row(rule: Rule) -> str:
    promise = f"[{plain(rule.sentence)}](../{rule.file}#L{rule.line})"
    cells = (rule.id, rule.level, " ".join(rule.needs), _source(rule), str(_scenarios(rule)), promise)
    return f"| {' | '.join(cells)} |"


def causes() -> dict[str, list[str]]:
    """What breaks each rule, by its id."""
    found: dict[str, list[str]] = json.loads(CAUSES.read_text(encoding="utf-8"))
    return found


def explanation(rule: Rule, causes: Sequence[str]) -> Iterator[str]:
    """The rule, why it matters, what usually breaks it, and its scenarios."""
    statements = {statement.id: statement for statement in STATEMENTS}
    yield f"{rule.id} ({rule.level}): {rule.sentence}"
    yield f"  {rule.file}:{rule.line}"
    yield from ("", "Why", f"  {rule.reason}", "", "Source")
    yield from (f"  {name}: {statements[name].text}" for name in rule.guide)
    if not rule.guide:
        yield f"  {_source(rule)}"
    yield from ("", "What it needs", f"  {', '.join(rule.needs)}", "", "What usually breaks it")
    yield from (f"  - {cause}" for cause in causes or ["nothing is known yet"])
    yield from ("", "Scenarios")
    for scenario in rule.scenarios:
        rows = f" ({scenario.examples} rows)" if scenario.outline else ""
        yield f"  {rule.file}:{scenario.line}  {scenario.name}{rows}"
    yield from ("", f"Run it: make bdd RULE={rule.id}")


def explain(name: str) -> str:
    """The explanation of one rule. Raises LookupError, with names that look alike, when there is none."""
    rules = {rule.id: rule for rule in all_rules(contract())}
    if name not in rules:
        alike = get_close_matches(name.upper(), rules, n=3, cutoff=0.5)
        hint = f"; did you mean {' or '.join(alike)}?" if alike else ""
        raise LookupError(f'the contract has no rule "{name}"{hint} `make rules` lists all of them.')
    return "\n".join(explanation(rules[name], causes().get(name, ())))


def _source(rule: Rule) -> str:
    return rule.source or "inferred"


def _scenarios(rule: Rule) -> int:
    return sum(scenario.examples for scenario in rule.scenarios)


def main(arguments: Sequence[str]) -> int:
    """Write what is asked for; 4 when that cannot be."""
    try:
        match list(arguments):
            case ["list"]:
                text = "\n".join(listing(contract()))
            case ["page"]:
                text = "\n".join(page(contract()))
            case ["explain", name]:
                text = explain(name)
            case _:
                raise LookupError("say what: list, page, or explain ID; for make, make explain RULE=WIN-3")
    except LookupError as error:
        sys.stderr.write(f"{error.args[0]}\n")
        return USAGE_ERROR
    sys.stdout.write(f"{text}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
