"""The run as a page of Markdown: the verdict first, then failures, then the rules, then the guide."""

import re
from collections.abc import Iterator, Sequence

from features.support.evidence import Outcome, failure_text
from features.support.report.record import FAMILIES, STATES, Record, RuleResult, moment, worst
from features.support.verdict import counted

FENCE = "````"


def text(record: Record) -> str:
    """The page."""
    return "\n".join(_lines(record)) + "\n"


def _lines(record: Record) -> Iterator[str]:
    yield f"# {record.judgement.verdict.words.capitalize()}"
    yield ""
    yield plain(record.judgement.reason)
    yield ""
    yield f"- Target: {plain(record.target)}"
    yield f"- When: {moment(record.started)}, {record.seconds:.1f} s"
    yield f"- Scenarios: {len(record.outcomes)}{''.join(_tally(record))}"
    yield f"- Exit code: {record.judgement.verdict.value}"
    if record.coverage:
        yield f"- Shown by the traffic: {record.coverage} of the contract"
    yield from _failures(record)
    yield from _left_out(record)
    yield from _rules(record)
    yield from _guide(record)


def _tally(record: Record) -> Iterator[str]:
    for state, count in record.counts.items():
        if count:
            yield f", {count} {STATES[state].lower()}"


def _failures(record: Record) -> Iterator[str]:
    failures = list(record.failures())
    if not failures:
        return
    sentences = {result.rule.id: result.rule.sentence for result in record.results}
    yield from ("", "## Failures")
    for outcome in failures:
        yield from ("", f"### {outcome.rule} {plain(outcome.title)}", "", FENCE)
        yield failure_text(outcome, sentences.get(outcome.rule, "")).replace(FENCE, "```")
        yield FENCE


def _left_out(record: Record) -> Iterator[str]:
    unchecked = record.not_checked()
    if unchecked:
        yield from ("", "## Not checked", "")
    for reason, outcomes in unchecked.items():
        rules = ", ".join(dict.fromkeys(outcome.rule for outcome in outcomes))
        yield f"- {plain(reason)}: {counted(outcomes, 'scenario')} of {rules}"
    if record.accepted:
        yield from ("", "## Known deviations", "")
    for deviation in record.accepted:
        yield f"- {deviation.rule}: {plain(str(deviation))} ({record.use_of(deviation)})"


def _rules(record: Record) -> Iterator[str]:
    for family, name in FAMILIES.items():
        results = [found for found in record.results if found.rule.id.startswith(f"{family}-")]
        if any(result.outcomes for result in results):
            yield from ("", f"## {family}: {name}", "", "| rule | level | state | scenarios | promise |")
            yield "| --- | --- | --- | --- | --- |"
            yield from map(_rule, results)


def _rule(result: RuleResult) -> str:
    rule = result.rule
    cells = (rule.id, rule.level, STATES[result.state], _passed(result.outcomes), plain(rule.sentence))
    return f"| {' | '.join(cells)} |"


def _guide(record: Record) -> Iterator[str]:
    yield from ("", "## The guide, statement by statement", "", "| | state | scenarios | statement |")
    yield "| --- | --- | --- | --- |"
    for statement, outcomes in record.statements():
        cells = (statement.id, STATES[worst(outcomes)], _passed(outcomes), plain(statement.text))
        yield f"| {' | '.join(cells)} |"


def _passed(outcomes: Sequence[Outcome]) -> str:
    passed = sum(outcome.state == "passed" for outcome in outcomes)
    return f"{passed}/{len(outcomes)}" if outcomes else ""


def plain(value: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return re.sub(r"([\\`*_<>|\[\]#])", r"\\\1", " ".join(value.split()))
