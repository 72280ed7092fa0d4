"""`report.html`: one file that needs nothing else, neither network nor JavaScript.

All that is shown is escaped by Jinja2, unseen characters are spelled out before, and the page's own policy
lets no other script or style run than the two of this folder.
"""

import base64
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from features.support import catalogue
from features.support.coverage import Point
from features.support.guide import Statement
from features.support.report.html import killing
from features.support.report.html.failure import HEADS, Failure, failures
from features.support.report.html.living import LivingRule, living
from features.support.report.html.shown import shown
from features.support.report.record import FAMILIES, Record, moment, worst

WORDS = {
    "broken": "broken",
    "error": "harness error",
    "unmet": "not met",
    "deviation": "known deviation",
    "skipped": "not checked",
    "passed": "passed",
    "inapplicable": "not applicable",
    "": "not run",
}
"""The states of a rule and of a scenario in the words of the page, the worst first."""

WHOLE = 100
"""Failures that are told with all their evidence."""

_PICTURE = re.compile(r"(?:(?P<png>iVBORw0KGgo)|(?P<jpeg>/9j/))[A-Za-z0-9+/\s]*={0,2}\s*")
"""A PNG or JPEG in Base64: the signature of the format, and nothing that could end an attribute."""


def text(record: Record) -> str:
    """The document."""
    rules = living(record)
    matrix, found = killing.read(), failures(record, rules, catalogue.causes())
    given = {
        "record": record,
        "found": found,
        "failed": list(_by_rule(found)),
        "chapters": _chapters(record, rules),
        "families": _families(rules),
        "causes": catalogue.causes(),
        "matrix": matrix,
        "current": matrix is not None and matrix.made_for == rules.keys(),
        "anchors": defaultdict(str, {id(each.outcome): each.anchor for each in found}),
        "groups": _groups(record),
        "failing": HEADS.keys(),
    }
    return _environment().get_template("report.html").render(given)


def _by_rule(found: Iterable[Failure]) -> Iterable[list[Failure]]:
    """The failures of a rule together, apart by what they mean, in the order of the first of each."""
    groups: dict[tuple[str, str], list[Failure]] = {}
    for failure in found:
        groups.setdefault((failure.outcome.rule, failure.head), []).append(failure)
    return groups.values()


def _chapters(record: Record, rules: dict[str, LivingRule]) -> dict[str, list[tuple[Statement, Any, Any]]]:
    """The guide's chapters: each statement with its outcomes, and its scenarios by rule."""
    found: dict[str, list[tuple[Statement, Any, Any]]] = {}
    for statement, outcomes in record.statements():
        cited = {(outcome.rule, outcome.line) for outcome in outcomes}
        scenarios = [
            (rule, [each for each in rule.scenarios if (rule.result.rule.id, each.line) in cited])
            for rule in rules.values()
        ]
        row = (statement, outcomes, [(rule, own) for rule, own in scenarios if own])
        found.setdefault(statement.chapter, []).append(row)
    return found


def _families(rules: dict[str, LivingRule]) -> list[tuple[str, str, list[LivingRule]]]:
    found = [
        (family, name, [rule for rule in rules.values() if rule.result.rule.id.startswith(f"{family}-")])
        for family, name in FAMILIES.items()
    ]
    return [row for row in found if row[2]]


def _groups(record: Record) -> dict[str, list[Any]]:
    """What the traffic has shown, by group and there by what it is about: an element has several bounds."""
    found: dict[str, list[Any]] = {}
    for point in record.coverage.points if record.coverage else ():
        rows = found.setdefault(point.group, [])
        if rows and rows[-1][0].name == point.name:
            rows[-1].append(point)
        else:
            rows.append([point])
    return found


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("features.support.report.html"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_compiled(),
    )
    style, script = _own("report.css"), _own("report.js")
    environment.filters |= {"key": id, "point": _state_of, "worst": worst}
    environment.globals |= {
        "words": WORDS,
        "whole": WHOLE,
        "style": Markup(style),  # noqa: S704 - a file of this folder
        "script": Markup(script),  # noqa: S704 - a file of this folder
        "policy": f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)};"
        " base-uri 'none'; form-action 'none'",
        "moment": moment,
        "picture": picture,
    }
    return environment


def _compiled() -> jinja2.BytecodeCache | None:
    """Kept beside Python's own compiled files, where these have a folder; it saves half of the work."""
    if sys.pycache_prefix is None:
        return None
    folder = Path(sys.pycache_prefix) / "drydock-templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return jinja2.FileSystemBytecodeCache(str(folder))


def _state_of(point: Point) -> Markup:
    """What was seen of a point, as a badge."""
    words = {
        (True, True): "seen valid and refused",
        (True, False): "seen valid",
        (False, True): "seen refused",
        (False, False): "never seen",
    }[point.valid, point.refused]
    return Markup('<b class="state {}">{}</b>').format("passed" if point.seen else "none", words)


def picture(body: str) -> str:
    """The address of an attached PNG or JPEG; empty when it is none."""
    found = _PICTURE.fullmatch(body)
    return f"data:image/{found.lastgroup};base64,{''.join(body.split())}" if found else ""


def _own(name: str) -> str:
    return resources.files("features.support.report.html").joinpath("templates", name).read_text("utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(content.encode()).digest()).decode()}'"
