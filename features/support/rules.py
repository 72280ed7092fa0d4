"""The rules of the contract, read from the feature files: their ids, levels, sources and scenarios."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from features.support.feature_files import document

FEATURES = Path(__file__).parents[1]

RULE_ID = re.compile(r"(USR|STO|MAP|AUT|WIN|PAG|DOC|VAL|NOT|SYN|FLT|SEC)-[1-9]\d*")
GUIDE_ID = re.compile(r"G([1-9]|1\d|20)")
LEVELS = ("must", "should")
NEEDS = ("passive", "shop", "write", "fault")
WAITS = "waits"
"""The tag of what spends most of its time waiting; it begins first, so that the rest is done meanwhile."""
SOURCE = re.compile(
    r"vendor's \w+(?: \w+)?|the vendor\b|published schema|(?:been|was) seen|seen in the field"
    r"|inferred|reading \d|RFC \d+|XML 1\.0",
    re.IGNORECASE,
)
"""How the reason of a rule that does not cite the guide names its source."""
PLACEHOLDER = re.compile(r"<([^<>]+)>")


@dataclass(frozen=True)
class Step:
    """One line of a scenario; `keyword` as written (`Given`, `And`), `kind` is given, when or then."""

    keyword: str
    kind: str
    text: str
    line: int


@dataclass(frozen=True)
class Scenario:
    """A scenario, or an outline with as many `examples` as its tables have rows (1 without tables).

    `unfilled` are the placeholders, `<status>`, in an outline's steps that not every table has a column for;
    `rewritten` the columns that have the name of an XML element in a docstring or table, and replace its tag.
    """

    name: str
    line: int
    tags: tuple[str, ...]
    steps: tuple[Step, ...]
    outline: bool
    examples: int
    unfilled: tuple[str, ...]
    rewritten: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """One promise of the contract. `guide` holds the statements G1..G20 that it rests on, maybe none."""

    id: str
    sentence: str
    level: str
    guide: tuple[str, ...]
    needs: tuple[str, ...]
    tags: tuple[str, ...]
    file: str
    line: int
    reason: str
    scenarios: tuple[Scenario, ...] = field(repr=False)

    @property
    def source(self) -> str:
        """What it rests on: the guide's statements, or the source that its reason names; maybe nothing."""
        named = SOURCE.search(self.reason)
        return ", ".join([*self.guide, *([named[0]] if named else [])])


@dataclass(frozen=True)
class Chapter:
    """One feature file. `loose` are scenarios outside any rule, which the lint refuses."""

    file: str
    title: str
    rules: tuple[Rule, ...]
    loose: tuple[Scenario, ...]
    background: tuple[Step, ...]
    path: Path = field(repr=False)


def chapters(folder: Path = FEATURES) -> tuple[Chapter, ...]:
    """All feature files below `folder`, in the order of their names. Raises gherkin's parse errors."""
    return tuple(_chapter(path, folder) for path in sorted(folder.rglob("*.feature")))


@cache
def contract() -> tuple[Chapter, ...]:
    """The chapters of this project's contract, read once."""
    return chapters()


def all_rules(book: tuple[Chapter, ...]) -> Iterator[Rule]:
    """The rules of all chapters, in reading order."""
    for chapter in book:
        yield from chapter.rules


def _chapter(path: Path, folder: Path) -> Chapter:
    feature = document(path).get("feature") or {"name": "", "children": [], "tags": []}
    file = path.relative_to(folder.parent).as_posix()
    inherited = _tags(feature)
    children = feature["children"]
    background = [step for child in children if "background" in child for step in _steps(child["background"])]
    return Chapter(
        file=file,
        title=feature["name"],
        rules=tuple(_rule(child["rule"], inherited, file) for child in children if "rule" in child),
        loose=tuple(_scenario(child["scenario"], inherited) for child in children if "scenario" in child),
        background=tuple(background),
        path=path,
    )


def _rule(node: Any, inherited: tuple[str, ...], file: str) -> Rule:
    tags = inherited + _tags(node)
    scenarios = [_scenario(child["scenario"], tags) for child in node["children"] if "scenario" in child]
    guide = {tag for tag in tags if GUIDE_ID.fullmatch(tag)}
    guide |= {tag for scenario in scenarios for tag in scenario.tags if GUIDE_ID.fullmatch(tag)}
    return Rule(
        id=next((tag for tag in tags if RULE_ID.fullmatch(tag)), ""),
        sentence=node["name"],
        level=next((tag for tag in tags if tag in LEVELS), ""),
        guide=tuple(sorted(guide, key=lambda tag: int(tag[1:]))),
        needs=tuple(tag for tag in tags if tag in NEEDS),
        tags=tags,
        file=file,
        line=node["location"]["line"],
        reason=" ".join(node["description"].split()),
        scenarios=tuple(scenarios),
    )


def _scenario(node: Any, inherited: tuple[str, ...]) -> Scenario:
    tables = node["examples"]
    rows = sum(len(table["tableBody"]) for table in tables)
    example_tags = tuple(tag for table in tables for tag in _tags(table))
    return Scenario(
        name=node["name"],
        line=node["location"]["line"],
        tags=inherited + _tags(node) + example_tags,
        steps=tuple(_steps(node)),
        outline=bool(tables),
        examples=rows if tables else 1,
        unfilled=_unfilled(node),
        rewritten=_rewritten(node),
    )


def _unfilled(node: Any) -> tuple[str, ...]:
    if not node["examples"] and node["keyword"] not in {"Scenario Outline", "Scenario Template"}:
        return ()
    used = {name for step in node["steps"] for name in PLACEHOLDER.findall(str(step))}
    tables = [table for table in node["examples"] if "tableHeader" in table]
    filled = [{cell["value"] for cell in table["tableHeader"]["cells"]} for table in tables]
    return tuple(sorted(used.difference(set.intersection(*filled)) if filled else used))


def _rewritten(node: Any) -> tuple[str, ...]:
    columns = {
        cell["value"]
        for table in node["examples"]
        if "tableHeader" in table
        for cell in table["tableHeader"]["cells"]
    }
    if not columns:
        return ()
    bodies = str([(step.get("docString"), step.get("dataTable")) for step in node["steps"]])
    return tuple(sorted(name for name in columns if f"</{name}>" in bodies))


def _tags(node: Any) -> tuple[str, ...]:
    return tuple(tag["name"].removeprefix("@") for tag in node["tags"])


def _steps(node: Any) -> Iterator[Step]:
    kind = "given"
    for step in node["steps"]:
        kind = {"Context": "given", "Action": "when", "Outcome": "then"}.get(step["keywordType"], kind)
        yield Step(step["keyword"].strip(), kind, step["text"], step["location"]["line"])
