"""Failures that are accepted for the time being: a TOML file of rule ids, each with a reason and an end.

    [[deviation]]
    rule = "MAP-4"
    reason = "TICKET-12: deleted orders are left out until the next release"
    until = 2026-12-31

`until` is the last day, by UTC, on which the failure is accepted.
"""

import tomllib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

FIELDS = {"rule", "reason", "until"}


class Untrustworthy(Exception):
    """The file cannot be used as it is: one sentence per mistake."""


@dataclass(frozen=True)
class Deviation:
    """One rule that may fail through the day `until`."""

    rule: str
    reason: str
    until: date

    def __str__(self) -> str:
        return f"known deviation until {self.until.isoformat()}: {self.reason}"


def read(path: Path, rules: Collection[str], today: date) -> dict[str, Deviation]:
    """The accepted failures by rule id. Raises Untrustworthy for anything that would hide a failure."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Untrustworthy(f"{path}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Untrustworthy(f"{path} is not TOML: {error}") from error
    entries = document.get("deviation", [])
    if set(document) - {"deviation"} or not isinstance(entries, list):
        raise Untrustworthy(f"{path} may hold nothing but [[deviation]] entries")
    mistakes = [
        f"{path}: deviation {number}{mistake}"
        for number, entry in enumerate(entries, start=1)
        for mistake in _mistakes(entry, rules, today)
    ]
    named = Counter(str(entry.get("rule")) for entry in entries if isinstance(entry, dict))
    mistakes += [f"{path}: {rule} is named {count} times" for rule, count in named.items() if count > 1]
    if mistakes:
        raise Untrustworthy("\n".join(mistakes))
    return {entry["rule"]: Deviation(**entry) for entry in entries}


def _mistakes(entry: Any, rules: Collection[str], today: date) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield ' is not a table with "rule", "reason" and "until"'
        return
    rule, reason, until = (entry.get(name) for name in ("rule", "reason", "until"))
    for name in sorted(set(entry) - FIELDS):
        yield f' has the unknown field "{name}"'
    if not isinstance(rule, str) or rule not in rules:
        yield f": the contract has no rule {rule}"
    if not isinstance(reason, str) or not reason.strip():
        yield f" ({rule}) gives no reason"
    if not isinstance(until, date) or isinstance(until, datetime):
        yield f" ({rule}) must say how long it is accepted: until = {today.isoformat()}"
    elif until < today:
        yield f" ({rule}) was accepted until {until.isoformat()}, which is over"
