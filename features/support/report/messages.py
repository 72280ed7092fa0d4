"""The run as Cucumber Messages, one JSON envelope per line: https://github.com/cucumber/messages.

Every tool of the Cucumber family reads them. They tell what happened to each step; whether a failure is
accepted is the verdict's business, so a run with a known deviation is no success here.
"""

import json
import platform
from collections.abc import Iterable, Iterator
from typing import Any

from gherkin.pickles.compiler import Compiler
from gherkin.stream.id_generator import IdGenerator

from features.support.evidence import Attachment, Outcome, StepResult, failure_text
from features.support.feature_files import document
from features.support.report.record import Record
from features.support.rules import Chapter
from features.support.step_definitions import definitions
from features.support.verdict import Verdict

PROTOCOL = "34.2.0"
"""The version of Cucumber Messages that is written."""

KINDS = {"Context": "given", "Action": "when", "Outcome": "then"}
EVIDENCE, MEDIA_TYPE = "evidence.txt", "text/plain"

Envelope = dict[str, Any]


def text(record: Record) -> str:
    """All envelopes, in the order in which Cucumber would have sent them."""
    return "".join(json.dumps(envelope) + "\n" for envelope in Stream(record).envelopes())


class Stream:
    """The envelopes of one run; `pickles` by file, line of the scenario and row of its Examples."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.ids = IdGenerator()
        self.pickles: dict[tuple[str, int, int], Any] = {}
        self.steps: dict[tuple[str, str], list[str]] = {}
        self.hook = ""

    def envelopes(self) -> Iterator[Envelope]:
        """From `meta` to `testRunFinished`."""
        yield {"meta": _meta(self.record)}
        ran = {outcome.file for outcome in self.record.outcomes}
        for chapter in self.record.book:
            if chapter.file in ran:
                yield from self._sources(chapter)
        selected = [(o, self.pickles[o.file, o.line, o.row]) for o in self.record.outcomes]
        yield from ({"pickle": pickle} for _, pickle in selected)
        yield from self._definitions()
        if any(_outside_steps(outcome) for outcome, _ in selected):
            yield from self._hook()
        run = self.ids.get_next_id()
        yield {"testRunStarted": {"id": run, "timestamp": _timestamp(self.record.started)}}
        cases = [self._case(outcome, pickle, run) for outcome, pickle in selected]
        yield from ({"testCase": case} for case in cases)
        for (outcome, _), case in zip(selected, cases, strict=True):
            yield from self._attempt(outcome, case)
        yield {"testRunFinished": self._finished(run)}

    def _sources(self, chapter: Chapter) -> Iterator[Envelope]:
        written = chapter.path.read_text(encoding="utf-8")
        media_type = "text/x.cucumber.gherkin+plain"
        yield {"source": {"uri": chapter.file, "data": written, "mediaType": media_type}}
        parsed: Any = {"uri": chapter.file, **document(chapter.path)}
        yield {"gherkinDocument": parsed}
        lines = dict(_scenario_lines(parsed.get("feature", {}).get("children", [])))
        rows: dict[str, int] = {}
        for pickle in Compiler(self.ids).compile(parsed):
            scenario = pickle["astNodeIds"][0]
            row = rows[scenario] = rows.get(scenario, -1) + 1
            self.pickles[chapter.file, lines[scenario], row] = pickle

    def _definitions(self) -> Iterator[Envelope]:
        used: dict[str, set[str]] = {kind: set() for kind in KINDS.values()}
        for pickle in self.pickles.values():
            for step in pickle["steps"]:
                used[KINDS[step["type"]]].add(step["text"])
        for found in definitions():
            matched = [text for text in used[found.kind] if found.parser.is_matching(text)]
            if not matched:
                continue
            name = self.ids.get_next_id()
            for text in matched:
                self.steps.setdefault((found.kind, text), []).append(name)
            pattern = {"source": found.regular_expression, "type": "REGULAR_EXPRESSION"}
            place = {"uri": found.file, "location": {"line": found.line}}
            yield {"stepDefinition": {"id": name, "pattern": pattern, "sourceReference": place}}

    def _hook(self) -> Iterator[Envelope]:
        """What a failure belongs to that happened outside of any step."""
        self.hook = self.ids.get_next_id()
        place = {"uri": "features/support/plugin.py"}
        hook = {"id": self.hook, "name": "harness", "type": "BEFORE_TEST_CASE", "sourceReference": place}
        yield {"hook": hook}

    def _case(self, outcome: Outcome, pickle: Any, run: str) -> Envelope:
        steps: list[Envelope] = []
        if _outside_steps(outcome):
            steps.append({"id": self.ids.get_next_id(), "hookId": self.hook})
        for step in pickle["steps"]:
            names = self.steps.get((KINDS[step["type"]], step["text"]), [])
            arguments: list[Envelope] = [{"stepMatchArguments": []} for _ in names]
            steps.append(
                {
                    "id": self.ids.get_next_id(),
                    "pickleStepId": step["id"],
                    "stepDefinitionIds": names,
                    "stepMatchArgumentsLists": arguments,
                }
            )
        case = self.ids.get_next_id()
        return {"id": case, "pickleId": pickle["id"], "testSteps": steps, "testRunStartedId": run}

    def _attempt(self, outcome: Outcome, case: Envelope) -> Iterator[Envelope]:
        started, at = self.ids.get_next_id(), outcome.started
        attempt = {"id": started, "testCaseId": case["id"], "attempt": 0, "timestamp": _timestamp(at)}
        yield {"testCaseStarted": attempt}
        for step, result in zip(case["testSteps"], _results(outcome, case), strict=True):
            at = max(at, result.started)
            names = {"testCaseStartedId": started, "testStepId": step["id"]}
            yield {"testStepStarted": {**names, "timestamp": _timestamp(at)}}
            if result.state in {"failed", "undefined"}:
                yield from self._evidence(outcome, names, at + result.seconds)
            elif outcome.attachments and not outcome.failed and step is case["testSteps"][-1]:
                yield from self._attached(outcome.attachments, names, at + result.seconds)
            at += result.seconds
            told = _result(outcome, result)
            yield {"testStepFinished": {**names, "testStepResult": told, "timestamp": _timestamp(at)}}
        end = _timestamp(max(at, outcome.started + outcome.seconds))
        yield {"testCaseFinished": {"testCaseStartedId": started, "timestamp": end, "willBeRetried": False}}

    def _evidence(self, outcome: Outcome, names: dict[str, str], at: float) -> Iterator[Envelope]:
        sentence = next((r.rule.sentence for r in self.record.results if r.rule.id == outcome.rule), "")
        told = Attachment(EVIDENCE, MEDIA_TYPE, failure_text(outcome, sentence))
        yield from self._attached([told, *outcome.attachments], names, at)

    def _attached(
        self, attachments: Iterable[Attachment], names: dict[str, str], at: float
    ) -> Iterator[Envelope]:
        for each in attachments:
            yield {
                "attachment": {
                    **names,
                    "fileName": each.name,
                    "mediaType": each.media_type,
                    "contentEncoding": "BASE64" if each.media_type.startswith("image/") else "IDENTITY",
                    "body": each.body,
                    "timestamp": _timestamp(at),
                }
            }

    def _finished(self, run: str) -> Envelope:
        judgement = self.record.judgement
        failed = any(outcome.failed for outcome in self.record.outcomes)
        return {
            "testRunStartedId": run,
            "success": judgement.verdict is Verdict.CONFORMS and not failed,
            "message": str(judgement),
            "timestamp": _timestamp(self.record.finished),
        }


def _meta(record: Record) -> Envelope:
    return {
        "protocolVersion": PROTOCOL,
        "implementation": {"name": "drydock", "version": record.versions.get("drydock", "")},
        "runtime": {"name": platform.python_implementation(), "version": platform.python_version()},
        "os": {"name": platform.system(), "version": platform.release()},
        "cpu": {"name": platform.machine()},
    }


def _scenario_lines(children: Any) -> Iterator[tuple[str, int]]:
    for child in children:
        if "rule" in child:
            yield from _scenario_lines(child["rule"]["children"])
        elif "scenario" in child:
            yield child["scenario"]["id"], child["scenario"]["location"]["line"]


def _outside_steps(outcome: Outcome) -> bool:
    return outcome.failed and not any(step.state in {"failed", "undefined"} for step in outcome.steps)


def _results(outcome: Outcome, case: Envelope) -> list[StepResult]:
    """A result for each test step; steps that were never reached are skipped."""
    results = list(outcome.steps)
    if _outside_steps(outcome):
        results.insert(0, StepResult("", 0, "failed"))
    missing = len(case["testSteps"]) - len(results)
    return results + [StepResult("", 0)] * missing


def _result(outcome: Outcome, result: StepResult) -> Envelope:
    told: Envelope = {"status": result.state.upper(), "duration": _timestamp(result.seconds)}
    if result.state in {"failed", "undefined"}:
        told["message"] = (
            f"expected {outcome.expected}\ngot {outcome.got}" if outcome.expected else outcome.got
        )
    elif result.state == "skipped" and outcome.reason:
        told["message"] = outcome.reason
    return told


def _timestamp(seconds: float) -> dict[str, int]:
    nanos = round(max(seconds, 0.0) * 1_000_000) * 1000
    return {"seconds": nanos // 1_000_000_000, "nanos": nanos % 1_000_000_000}
