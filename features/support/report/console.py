"""The result of a run on a terminal: rule by rule, then the guide statement by statement."""

from collections.abc import Iterator, Sequence

from features.support.evidence import Outcome, failure_text
from features.support.report.record import STATES, Record, worst
from features.support.rules import Chapter, Rule
from features.support.verdict import counted


def lines(record: Record) -> Iterator[str]:
    """The whole text, line by line."""
    yield from _tolerated(record)
    for chapter in record.book:
        yield from _chapter(chapter, record)
    yield ""
    yield "The guide, statement by statement"
    for statement, outcomes in record.statements():
        yield _row(statement.id, statement.text, outcomes)
    yield from _remarks(record)
    if record.coverage:
        yield ""
        yield f"The traffic has shown {record.coverage} of the contract{_scope(record)}"
    yield ""
    yield str(record.judgement)


def _scope(record: Record) -> str:
    return "" if record.whole else "; only a part of it was selected"


def _tolerated(record: Record) -> Iterator[str]:
    """Failures that pytest does not show, because they are none to it."""
    sentences = {result.rule.id: result.rule.sentence for result in record.results}
    for outcome in record.failures():
        if outcome.state in {"unmet", "deviation"}:
            yield ""
            yield from failure_text(outcome, sentences.get(outcome.rule, "")).splitlines()


def _chapter(chapter: Chapter, record: Record) -> Iterator[str]:
    results = [result for result in record.results if result.rule.file == chapter.file and result.outcomes]
    if results:
        yield ""
        yield f"{chapter.title}   {chapter.file}"
        for result in results:
            yield _row(result.rule.id, _text(result.rule), result.outcomes)


def _text(rule: Rule) -> str:
    return rule.sentence if rule.level == "must" else f"{rule.sentence} ({rule.level})"


def _row(name: str, text: str, outcomes: Sequence[Outcome]) -> str:
    passed = sum(outcome.state == "passed" for outcome in outcomes)
    tally = f"{passed}/{len(outcomes)}" if outcomes else ""
    return f"  {STATES[worst(outcomes)]:<11} {tally:>7}  {name:<7} {text}"


def _remarks(record: Record) -> Iterator[str]:
    unchecked = record.not_checked()
    if unchecked or record.accepted:
        yield ""
    for reason, outcomes in unchecked.items():
        rules = ", ".join(dict.fromkeys(outcome.rule for outcome in outcomes))
        yield f"{reason} - {counted(outcomes, 'scenario')} of {rules}"
    for deviation in record.accepted:
        yield f"{deviation.rule}: {deviation} ({record.use_of(deviation)})"
