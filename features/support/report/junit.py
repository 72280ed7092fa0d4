"""JUnit XML, the dialect that GitLab and Jenkins read: a suite per chapter, a case per scenario and row.

What does not break conformance, a recommendation that is not met or a known deviation, is a skipped case
whose message says so: a CI server would take a failure there for a reason to stop.
"""

from collections.abc import Iterable

from lxml import etree

from features.support.evidence import Outcome, failure_text
from features.support.report.record import Record, moment

FAILING = {"broken": "failure", "error": "error"}


def text(record: Record) -> str:
    """The document."""
    root = etree.Element("testsuites", {"name": "drydock"} | _totals(record.outcomes))
    for chapter in record.book:
        outcomes = [outcome for outcome in record.outcomes if outcome.file == chapter.file]
        if outcomes:
            _suite(root, chapter.title, chapter.file, outcomes, record)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode()


def _totals(outcomes: Iterable[Outcome]) -> dict[str, str]:
    outcomes = tuple(outcomes)
    states = [outcome.state for outcome in outcomes]
    return {
        "tests": str(len(outcomes)),
        "failures": str(states.count("broken")),
        "errors": str(states.count("error")),
        "time": f"{sum(outcome.seconds for outcome in outcomes):.3f}",
    }


def _suite(root: etree._Element, title: str, file: str, outcomes: list[Outcome], record: Record) -> None:
    skipped = sum(outcome.state not in {*FAILING, "passed"} for outcome in outcomes)
    names = {"name": title, "file": file, "timestamp": moment(record.started).removesuffix("Z")}
    suite = etree.SubElement(root, "testsuite", names | _totals(outcomes) | {"skipped": str(skipped)})
    properties = etree.SubElement(suite, "properties")
    verdict = {"verdict": record.judgement.verdict.words, "target": record.target}
    for name, value in (verdict | record.versions).items():
        etree.SubElement(properties, "property", name=name, value=value)
    for outcome in outcomes:
        _case(suite, outcome, record)


def _case(suite: etree._Element, outcome: Outcome, record: Record) -> None:
    case = etree.SubElement(
        suite, "testcase", classname=outcome.rule, name=outcome.title, time=f"{outcome.seconds:.3f}"
    )
    sentence = next((r.rule.sentence for r in record.results if r.rule.id == outcome.rule), "")
    if outcome.state in FAILING:
        message = outcome.got if not outcome.expected else f"expected {outcome.expected}, got {outcome.got}"
        found = etree.SubElement(case, FAILING[outcome.state], type=outcome.state, message=message)
        found.text = failure_text(outcome, sentence)
    elif outcome.failed:
        message = outcome.reason or "recommendation not met"
        etree.SubElement(case, "skipped", message=message)
        etree.SubElement(case, "system-out").text = failure_text(outcome, sentence)
    elif outcome.state != "passed":
        etree.SubElement(case, "skipped", message=outcome.reason)
