"""The result of a run on a terminal: rule by rule, then the guide statement by statement."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from features.support.evidence import Outcome
from features.support.guide import STATEMENTS
from features.support.rules import Chapter
from features.support.verdict import Judgement

MARKS = {"broken": "BROKEN", "error": "ERROR", "skipped": "not checked", "passed": "ok", "": "not run"}


def lines(book: Sequence[Chapter], outcomes: Sequence[Outcome], judgement: Judgement) -> Iterator[str]:
    """The whole text, line by line."""
    by_rule: defaultdict[str, list[Outcome]] = defaultdict(list)
    by_statement: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_rule[outcome.rule].append(outcome)
        for cited in outcome.guide:
            by_statement[cited].append(outcome)
    for chapter in book:
        yield from _chapter(chapter, by_rule)
    yield ""
    yield "The guide, statement by statement"
    for statement in STATEMENTS:
        yield _row(statement.id, statement.text, by_statement[statement.id])
    yield ""
    yield f"Verdict: {judgement.verdict.words} - {judgement.reason}"


def _chapter(chapter: Chapter, by_rule: dict[str, list[Outcome]]) -> Iterator[str]:
    if any(rule.id in by_rule for rule in chapter.rules):
        yield ""
        yield f"{chapter.title}   {chapter.file}"
        for rule in chapter.rules:
            if rule.id in by_rule:
                level = "" if rule.level == "must" else f" ({rule.level})"
                yield _row(rule.id, rule.sentence + level, by_rule[rule.id])


def _row(name: str, text: str, outcomes: Sequence[Outcome]) -> str:
    states = Counter(outcome.state for outcome in outcomes)
    # The worst state of its scenarios is the state of the whole: a parent never looks better than a child.
    worst = next((state for state in MARKS if states[state]), "")
    tally = f"{states['passed']}/{len(outcomes)}" if outcomes else ""
    return f"  {MARKS[worst]:<11} {tally:>7}  {name:<7} {text}"
