"""Silent mistakes in features and steps, made loud before anything runs.

Each of them is passed over by pytest-bdd: of two scenarios with one name the first vanishes, an empty
scenario passes, an `async` step is never awaited and passes, a scenario without a Then checks nothing, a
placeholder that no column of the Examples fills is taken literally.
"""

import ast
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from features.support.feature_files import Unreadable
from features.support.rules import (
    FEATURES,
    GUIDE_ID,
    LEVELS,
    NEEDS,
    RULE_ID,
    WAITS,
    Chapter,
    Rule,
    Scenario,
    all_rules,
    contract,
)


def lint(book: Iterable[Chapter], steps: Path) -> list[str]:
    """One sentence per mistake, each beginning with file:line; empty when all is well."""
    chapters = tuple(book)
    found = [mistake for chapter in chapters for mistake in _in_chapter(chapter)]
    found += _rules_twice(chapters)
    found += [mistake for path in sorted(steps.rglob("*.py")) for mistake in _async_steps(path)]
    return found


def _in_chapter(chapter: Chapter) -> Iterator[str]:
    if not chapter.rules:
        yield f"{chapter.file}:1: no Rule; a chapter without rules checks nothing"
    names: Counter[str] = Counter()
    for scenario in chapter.loose:
        yield f'{chapter.file}:{scenario.line}: scenario "{scenario.name}" stands outside any Rule'
        names[scenario.name] += 1
    for rule in chapter.rules:
        yield from _in_rule(rule)
        for scenario in rule.scenarios:
            names[scenario.name] += 1
            if names[scenario.name] == 2:
                yield f'{chapter.file}:{scenario.line}: a second scenario is named "{scenario.name}"'
            yield from _in_scenario(chapter.file, scenario)
            yield from _of_another_rule(rule, scenario)


def _in_rule(rule: Rule) -> Iterator[str]:
    place = f"{rule.file}:{rule.line}"
    ids = [tag for tag in rule.tags if RULE_ID.fullmatch(tag)]
    if len(ids) != 1:
        yield f'{place}: rule "{rule.sentence}" must have one id tag such as @WIN-3, it has {len(ids)}'
    if sum(tag in LEVELS for tag in rule.tags) != 1:
        yield f'{place}: rule "{rule.sentence}" must be either @must or @should'
    if not rule.needs:
        yield f'{place}: rule "{rule.sentence}" must say what it needs: @{", @".join(NEEDS)}'
    if not rule.reason:
        yield f'{place}: rule "{rule.sentence}" must say below its name why it holds'
    if not rule.scenarios:
        yield f'{place}: rule "{rule.sentence}" has no scenario'


def _of_another_rule(rule: Rule, scenario: Scenario) -> Iterator[str]:
    """With a second id it would run for that rule, and count for this one; a second level is idle."""
    for tag in scenario.tags:
        if (RULE_ID.fullmatch(tag) or tag in LEVELS) and tag not in rule.tags:
            place = f'{rule.file}:{scenario.line}: scenario "{scenario.name}"'
            yield f"{place} has the tag @{tag}, which only a rule can have"


def _in_scenario(file: str, scenario: Scenario) -> Iterator[str]:
    place = f'{file}:{scenario.line}: scenario "{scenario.name}"'
    kinds = [step.kind for step in scenario.steps]
    if not scenario.steps:
        yield f"{place} is empty and would pass"
    elif "then" not in kinds:
        yield f"{place} has no Then and checks nothing"
    elif sum(step.keyword == "When" for step in scenario.steps) != 1:
        yield f"{place} must have exactly one When"
    if scenario.outline and not scenario.examples:
        yield f"{place} has Examples without rows and would not run"
    for name in scenario.rewritten:
        yield f"{place} has a column {name}, which rewrites the XML element <{name}> in a docstring or table"
    for name in scenario.unfilled:
        yield f"{place} has the placeholder <{name}> that no column fills"
    for tag in scenario.tags:
        if not (RULE_ID.fullmatch(tag) or GUIDE_ID.fullmatch(tag) or tag in (*LEVELS, *NEEDS, WAITS)):
            yield f"{place} has the unknown tag @{tag}"


def lint_sources(book: Iterable[Chapter]) -> list[str]:
    """The rules that neither cite the guide nor name another source; no reason to distrust a run."""
    return [
        f'{rule.file}:{rule.line}: rule "{rule.sentence}" names no source: @G1 to @G20, the vendor\'s guide,'
        ' a standard, "seen in the field", a reading, or at least "inferred"'
        for rule in all_rules(tuple(book))
        if not rule.source
    ]


def _rules_twice(book: Iterable[Chapter]) -> Iterator[str]:
    seen: dict[str, Rule] = {}
    for rule in all_rules(tuple(book)):
        first = seen.setdefault(rule.id, rule)
        if first is not rule:
            yield f"{rule.file}:{rule.line}: {rule.id} is also the id of {first.file}:{first.line}"


def _async_steps(path: Path) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    # To parse all modules takes longer than all the rest of the lint.
    for node in ast.walk(ast.parse(source)) if "async" in source else ():
        if isinstance(node, ast.AsyncFunctionDef):
            yield f"{path.name}:{node.lineno}: step {node.name} is async; it would never run and pass"


def _everything() -> list[str]:
    """All mistakes that can be found without running a scenario."""
    # Only here: a run needs neither, and validators take long to import.
    from features.support.lint_openapi import lint_openapi
    from features.support.lint_steps import lint_steps
    from features.support.step_definitions import definitions

    found = lint(contract(), FEATURES / "steps") + lint_sources(contract())
    return found + lint_steps(contract(), definitions()) + lint_openapi()


if __name__ == "__main__":
    try:
        mistakes = _everything()
    except Unreadable as unreadable:
        mistakes = [str(unreadable)]
    sys.stdout.write("".join(f"{mistake}\n" for mistake in mistakes))
    sys.exit(1 if mistakes else 0)
