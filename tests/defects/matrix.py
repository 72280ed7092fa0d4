"""The kill matrix, which rules went red against which broken bridge: as data, and as a file."""

import hashlib
import inspect
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from features.support.rules import FEATURES, Rule, all_rules, contract
from tests.defects.gallery import Defect

FILE = FEATURES.parent / "docs" / "kill-matrix.json"


class Verdict(StrEnum):
    """What came of one broken bridge."""

    KILLED = "killed"
    PARTLY = "PARTLY"  # a rule that must catch it did not
    ELSEWHERE = "ELSEWHERE"  # caught, but by no rule that must
    SURVIVED = "SURVIVED"
    ERROR = "ERROR"  # the harness failed, or nothing was checked


@dataclass
class Row:
    """One broken bridge: `expected` are the rules that must catch it, `red` those that did.

    `red` names the scenario that showed it, `errors` what went wrong with the harness where a rule has not
    become red; `run` and `spared` count scenarios: those that ran, and those it could make no difference to.
    """

    name: str
    expected: tuple[str, ...]
    red: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    run: int = 0
    spared: int = 0
    trouble: str = ""

    @property
    def missed(self) -> list[str]:
        """The rules that must catch it and did not."""
        return [rule for rule in self.expected if rule not in self.red]

    @property
    def besides(self) -> list[str]:
        """The rules that caught it without being told to."""
        return [rule for rule in self.red if rule not in self.expected]

    @property
    def verdict(self) -> Verdict:
        """All in one word."""
        if self.trouble or not self.run or any(rule in self.errors for rule in self.missed):
            return Verdict.ERROR
        if not self.missed:
            return Verdict.KILLED
        if len(self.missed) < len(self.expected):
            return Verdict.PARTLY
        return Verdict.ELSEWHERE if self.red else Verdict.SURVIVED


def rule_digest(rule: Rule) -> str:
    """A short sign that changes with what a rule asks for; not with comments, blanks and empty lines."""
    lines = (FEATURES.parent / rule.file).read_text(encoding="utf-8").splitlines()[rule.line - 1 :]
    end = next((n for n, line in enumerate(lines) if n and line.strip().startswith("Rule:")), len(lines))
    told = [" ".join(line.split()) for line in lines[:end]]
    # The tags above the next rule are that one's, not this one's.
    while told and (not told[-1] or told[-1].startswith(("@", "#"))):
        told.pop()
    return sign([rule.level, *(line for line in told if line and not line.startswith("#"))])


def defect_digest(defect: Defect) -> str:
    """A short sign that changes with the function that makes the defect, and with all of the gallery's own
    functions that it calls; not with the bridge.
    """
    found: dict[str, str] = {}
    if isinstance(defect.install, FunctionType):
        _gather(defect.install, found)
    return sign(found[name] for name in sorted(found))


def _gather(function: FunctionType, found: dict[str, str]) -> None:
    """The sources of a function and of those of tests.defects that it names, by module and name."""
    name = f"{function.__module__}.{function.__qualname__}"
    if name in found or not function.__module__.startswith("tests.defects."):
        return
    found[name] = inspect.getsource(function)
    for named in _names(function.__code__):
        value = function.__globals__.get(named)
        if isinstance(value, FunctionType):
            _gather(value, found)


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def sign(lines: Iterable[str]) -> str:
    """A short sign that changes with the lines."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8]


def rule_digests() -> dict[str, str]:
    """The signs of all rules, as their files are now."""
    return {rule.id: rule_digest(rule) for rule in all_rules(contract())}


def as_data(
    rows: Iterable[Row], gallery: Mapping[str, Defect], rules: Mapping[str, str], indoors: Iterable[str]
) -> dict[str, Any]:
    """The full matrix, as it is kept; `rules` are their signs from before the run.

    `indoors` are the scenarios that need no network.
    """
    return {
        "rules": dict(rules),
        "indoors": sorted(node.partition("::")[2] for node in indoors),
        "defects": {
            row.name: {
                "source": defect_digest(gallery[row.name]),
                "expected": list(row.expected),
                "red": {rule: node.partition("::")[2] for rule, node in row.red.items()},
            }
            for row in rows
        },
    }


def indoors(data: Mapping[str, Any], nodes: Iterable[str], rule_of: Callable[[str], str]) -> frozenset[str]:
    """The scenarios of which the matrix knows that they need no network, and whose rules are as they were."""
    known, now = frozenset(data.get("indoors", ())), rule_digests()
    return frozenset(
        node
        for node in nodes
        if node.partition("::")[2] in known and data["rules"].get(rule_of(node)) == now[rule_of(node)]
    )


def write(data: dict[str, Any], path: Path = FILE) -> None:
    """Keep the matrix, a line for each defect."""
    parts = [
        '"rules": ' + json.dumps(data["rules"]),
        '"indoors": ' + json.dumps(data["indoors"]),
        '"defects": {\n'
        + ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in data["defects"].items())
        + "\n}",
    ]
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def read(path: Path = FILE) -> dict[str, Any]:
    """The matrix as it was kept last; without a file an empty one."""
    if not path.exists():
        return {"rules": {}, "indoors": [], "defects": {}}
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def outdated(data: dict[str, Any], gallery: Mapping[str, Defect]) -> list[str]:
    """What has changed since the matrix was made, in sentences."""
    changes = _changes("rule", data["rules"], rule_digests())
    sources = {name: row["source"] for name, row in data["defects"].items()}
    changes += _changes("defect", sources, {name: defect_digest(defect) for name, defect in gallery.items()})
    for name in sources.keys() & gallery.keys():
        if tuple(data["defects"][name]["expected"]) != gallery[name].rules:
            changes.append(f"other rules must catch the defect {name}")
        if idle := set(data["defects"][name]["expected"]) - set(data["defects"][name]["red"]):
            changes.append(f"{', '.join(sorted(idle))} did not catch the defect {name}")
    return sorted(changes)


def _changes(kind: str, then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    return [
        *(f"the {kind} {name} is new" for name in now.keys() - then.keys()),
        *(f"the {kind} {name} is gone" for name in then.keys() - now.keys()),
        *(f"the {kind} {name} has changed" for name in now.keys() & then.keys() if now[name] != then[name]),
    ]
