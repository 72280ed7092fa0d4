"""Which broken bridges each rule catches, when `make defects FULL=1` has told."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from features.support.rules import FEATURES

FILE = FEATURES.parent / "docs" / "kill-matrix.json"


@dataclass(frozen=True)
class Matrix:
    """`red` has the rules that went red by defect, `must` those that must catch it.

    `made_for` are the rules of the contract that it was made for.
    """

    red: Mapping[str, tuple[str, ...]]
    must: Mapping[str, tuple[str, ...]]
    made_for: frozenset[str]

    def caught_by(self, rule: str) -> list[str]:
        """The defects that a rule catches."""
        return [name for name, rules in self.red.items() if rule in rules]

    @property
    def killed(self) -> int:
        """How many defects are caught by all the rules that must."""
        return sum(set(self.must[name]) <= set(rules) for name, rules in self.red.items())


def read(path: Path = FILE) -> Matrix | None:
    """The matrix; None when there is none, or the file holds something else."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        rows = {str(name): row for name, row in data["defects"].items()}
        red = {name: tuple(map(str, row["red"])) for name, row in rows.items()}
        must = {name: tuple(map(str, row["expected"])) for name, row in rows.items()}
        return Matrix(red, must, frozenset(map(str, data["rules"])))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
