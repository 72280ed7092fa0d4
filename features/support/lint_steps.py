"""Mistakes between features and step definitions, which pytest-bdd passes over.

An undefined step is found only when it is reached; of several definitions that match, one wins in silence;
a definition that nothing uses rots.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from gherkin.pickles.compiler import Compiler

from features.support.feature_files import document
from features.support.rules import Chapter
from features.support.step_definitions import StepDefinition

KINDS = {"Context": "given", "Action": "when", "Outcome": "then"}


class Text(NamedTuple):
    """One step as it runs, with the row of its Examples filled in."""

    file: str
    line: int
    kind: str
    text: str


def lint_steps(book: Iterable[Chapter], definitions: Sequence[StepDefinition]) -> list[str]:
    """One sentence per mistake, each beginning with file:line; empty when all is well."""
    texts: dict[tuple[str, str], Text] = {}
    for step in (step for chapter in book for step in _texts(chapter)):
        # The same text may stand in many places; where it comes first is enough to say.
        texts.setdefault((step.kind, step.text), step)
    used: set[StepDefinition] = set()
    found = []
    for step in sorted(texts.values()):
        matching = [definition for definition in definitions if definition.matches(step.kind, step.text)]
        used.update(matching)
        if len(matching) != 1:
            found.append(f"{step.file}:{step.line}: {_complaint(step, matching)}")
    found += [
        f"{d.file}:{d.line}: no feature uses {d.kind} {d.pattern}" for d in definitions if d not in used
    ]
    return found


def _complaint(step: Text, matching: Sequence[StepDefinition]) -> str:
    if not matching:
        return f'step "{step.text}" ({step.kind}) is not defined'
    return f'step "{step.text}" is ambiguous: {", ".join(map(str, matching))}'


def _texts(chapter: Chapter) -> Iterator[Text]:
    parsed = document(chapter.path) | {"uri": chapter.file}
    lines = dict(_step_lines(parsed))
    for pickle in Compiler().compile(parsed):
        for step in pickle["steps"]:
            yield Text(chapter.file, lines[step["astNodeIds"][0]], KINDS[step["type"]], step["text"])


def _step_lines(node: Any) -> Iterator[tuple[str, int]]:
    if isinstance(node, list):
        for each in node:
            yield from _step_lines(each)
    elif isinstance(node, dict):
        if "keywordType" in node:
            yield node["id"], node["location"]["line"]
        yield from _step_lines(list(node.values()))
