"""docs/kill-matrix.md: the kill matrix for people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from features.support.rules import FEATURES, all_rules, contract
from tests.defects import removal
from tests.defects.gallery import Defect

FILE = FEATURES.parent / "docs" / "kill-matrix.md"

HEAD = """# The kill matrix

Made by `make defects FULL=1`; do not edit. Each broken bridge is the reference bridge with one mistake. It
was run against all rules of the contract, and the rules that went red are named: **bold** those that must
catch it, plain those that caught it too.

How it is made, and what the words mean:

- A rule is checked up to its first broken scenario: the matrix says whether it goes red, not how often.
- Every scenario meets a broken bridge that has just been started: what a defect of one scenario does to the
  next is not shown.
- A scenario is left out where the defect can make no difference to it. All scenarios first run against the
  reference bridge, and its requests, its answers and its calls to CarePortals are recorded. The recording is
  then played to the broken bridge, unless the scenario runs no function that the defect replaces. Where all
  answers and all calls are the same to the byte, the scenario would end as it did; of pages that ShipStation
  pulled it is enough that it reads the same in them. Scenarios with requests side by side, or that listen
  themselves (SEC-4), are never left out, nor are those that the broken bridge answers slowly.
  `python -m tests.defects.kill --prove NAME` runs a defect with nothing left out and compares.
- Recommendations (`@should`) count as rules here.
- The page is current when it says what docs/kill-matrix.json holds, and that knows the same defects, with
  all that they call in tests/defects, and the same rules, with the same texts; `make test` checks that. It
  does not notice a change in steps, mocks or bridge: that the rules in bold kill is seen by each `make test`.
"""


def text(
    data: Mapping[str, Any], gallery: Mapping[str, Defect], families: Mapping[str, Sequence[str]]
) -> str:
    """The whole page."""
    parts = [HEAD, *_totals(data), *_survivors(data)]
    for family, names in families.items():
        parts += [
            f"\n## {family.capitalize()}\n",
            "| defect | what it gets wrong | rules that went red |",
            "|---|---|---|",
        ]
        parts += [
            _row(name, data["defects"][name], gallery[name]) for name in names if name in data["defects"]
        ]
    return "\n".join([*parts, *_removal(data)]) + "\n"


def _totals(data: Mapping[str, Any]) -> Iterator[str]:
    defects = data["defects"].values()
    killed = sum(set(row["expected"]) <= set(row["red"]) for row in defects)
    red = sum(len(row["red"]) for row in defects)
    yield f"**{killed} of {len(defects)} broken bridges are killed by every rule that must catch them**;"
    yield f"{len(data['rules'])} rules; {red} of {len(defects) * len(data['rules'])} cells are red."


def _survivors(data: Mapping[str, Any]) -> Iterator[str]:
    left = [name for name, row in data["defects"].items() if not set(row["expected"]) <= set(row["red"])]
    yield "\nSurvivors, or not caught by all that must: " + (
        ", ".join(f"`{name}`" for name in left) or "none."
    )


def _row(name: str, row: Mapping[str, Any], defect: Defect) -> str:
    expected = [f"**{rule}**" if rule in row["red"] else f"~~{rule}~~" for rule in row["expected"]]
    besides = [rule for rule in row["red"] if rule not in row["expected"]]
    return f"| `{name}` | {defect.sentence} | {' '.join(expected)}{' ' * bool(besides)}{_short(besides)} |"


def _short(rules: Sequence[str]) -> str:
    """`AUT-1 2 5` for AUT-1, AUT-2, AUT-5."""
    told: list[str] = []
    latest = ""
    for rule in rules:
        chapter, _, number = rule.partition("-")
        told.append(number if chapter == latest else rule)
        latest = chapter
    return " ".join(told)


def _removal(data: Mapping[str, Any]) -> Iterator[str]:
    yield "\n## What each @must rule is worth\n"
    yield "The broken bridges that would survive if the rule were removed; or why it is kept without any.\n"
    yield "| rule | what it says | only it kills, or why it is kept |"
    yield "|---|---|---|"
    kept = removal.reasons()
    sentences = {rule.id: rule.sentence for rule in all_rules(contract())}
    for rule, names in removal.only_killer(data).items():
        worth = ", ".join(f"`{name}`" for name in names) or f"kept: {kept.get(rule, 'no reason is given')}"
        yield f"| {rule} | {sentences[rule]} | {worth} |"


def removal_lines(data: Mapping[str, Any]) -> list[str]:
    """The same, short, for the terminal."""
    alone = removal.only_killer(data)
    spare = [rule for rule, names in alone.items() if not names]
    return [
        f"\nRemoving any of {len(alone) - len(spare)} @must rules lets a broken bridge survive;"
        f" {len(spare)} of {len(alone)} kill nothing alone: {' '.join(spare) or 'none'}",
        *removal.unsettled(data, removal.reasons()),
    ]
