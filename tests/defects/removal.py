"""What each rule is worth: the broken bridges that would survive if it were removed."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from features.support.rules import all_rules, contract

KEPT = Path(__file__).with_name("kept.toml")
"""The rules that are kept although other rules catch all that they catch, each with the reason."""


def only_killer(data: Mapping[str, Any]) -> dict[str, list[str]]:
    """The @must rules in reading order, each with the defects that no other rule catches."""
    alone: dict[str, list[str]] = {rule.id: [] for rule in all_rules(contract()) if rule.level == "must"}
    for name, row in data["defects"].items():
        red = list(row["red"])
        if len(red) == 1 and red[0] in alone:
            alone[red[0]].append(name)
    return alone


def reasons(path: Path = KEPT) -> dict[str, str]:
    """Why rules are kept that catch nothing alone."""
    return {rule: str(reason) for rule, reason in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def unsettled(data: Mapping[str, Any], kept: Mapping[str, str]) -> list[str]:
    """What is wrong with the list of rules that are kept, in sentences."""
    alone = only_killer(data)
    return [
        *(
            f"{rule} can be removed and no defect survives: write a broken bridge that only it catches, "
            f"or say in {KEPT.name} why it is kept"
            for rule, names in alone.items()
            if not names and rule not in kept
        ),
        *(
            f"{rule} needs no reason in {KEPT.name}: it alone catches {alone[rule][0]}"
            for rule in kept
            if alone.get(rule)
        ),
        *(f"{rule} in {KEPT.name} is no @must rule" for rule in kept if rule not in alone),
    ]
