"""An earlier run, read again from the files that it has left."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from features.support.coverage import Coverage, Point
from features.support.deviations import Deviation
from features.support.evidence import Attachment, Hop, Outcome, StepResult
from features.support.invocation import Invocation
from features.support.report.messages import EVIDENCE
from features.support.report.record import Record, in_order
from features.support.report.verdict_json import FORMAT
from features.support.rules import Chapter, all_rules
from features.support.verdict import Judgement, Verdict

ATTACHED, CASE, STARTED = '{"attachment":', '{"testCase":', '{"testCaseStarted":'
"""How the lines of messages.ndjson begin that are looked at; it may be long."""


class Unreadable(Exception):
    """The files are not there, or tell of another contract than today's."""


def read(folder: Path, book: tuple[Chapter, ...]) -> Record:
    """The run whose files are in the folder. Raises Unreadable."""
    try:
        verdict = json.loads((folder / "verdict.json").read_text(encoding="utf-8"))
        return _record(verdict, folder / "messages.ndjson", book)
    except OSError as error:
        raise Unreadable(f"{error.filename}: {error.strerror}; `make bdd` leaves it there") from error
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration) as error:
        told = f"{type(error).__name__}: {error}"
        raise Unreadable(f"the files of {folder} do not come from this version: {told}") from error


def _record(verdict: Any, messages: Path, book: tuple[Chapter, ...]) -> Record:
    _check(verdict, book)
    outcomes = in_order(_outcomes(verdict["rules"]))
    for outcome, attached in zip(outcomes, _attachments(messages), strict=True):
        outcome.attachments = attached
    measured = verdict["coverage"]
    told = measured["points"] if measured else ()
    points = [Point(**point | {"values": tuple(point["values"])}) for point in told]
    return Record(
        book=book,
        outcomes=outcomes,
        judgement=Judgement(Verdict(verdict["exitCode"]), verdict["reason"]),
        target=verdict["target"],
        started=_seconds(verdict["startedAt"]),
        finished=_seconds(verdict["finishedAt"]),
        accepted=tuple(
            Deviation(each["rule"], each["reason"], date.fromisoformat(each["until"]))
            for each in verdict["deviations"]
        ),
        versions=verdict["versions"],
        invocation=Invocation(verdict["selection"], verdict["parts"], verdict["seed"]),
        coverage=Coverage(tuple(points)) if measured else None,
    )


def _check(verdict: Any, book: tuple[Chapter, ...]) -> None:
    """Raises Unreadable unless the rules are today's: the page shows their text as it is now."""
    if verdict["format"] != FORMAT:
        raise Unreadable(f"verdict.json has the format {verdict['format']}, not {FORMAT}")
    now = {rule.id: (rule.sentence, rule.file, rule.line) for rule in all_rules(book)}
    then = {rule["id"]: (rule["sentence"], rule["file"], rule["line"]) for rule in verdict["rules"]}
    if now != then:
        raise Unreadable("the features have changed since that run; `make bdd` makes it anew")


def _outcomes(rules: Any) -> Iterator[Outcome]:
    for rule in rules:
        for told in rule["scenarios"]:
            texts = ("node", "state", "reason", "step", "expected", "got", "where", "chain", "curl")
            yield Outcome(
                rule=rule["id"],
                scenario=told["name"],
                example=told["example"],
                file=told["file"],
                line=told["line"],
                row=told["row"],
                level=rule["level"],
                guide=told["guide"],
                source=rule["source"],
                seconds=told["seconds"],
                step_line=told.get("stepLine", 0),
                steps=[StepResult(**step) for step in told.get("steps", ())],
                hops=[Hop(**hop) for hop in told.get("hops", ())],
                **{name: told[name] for name in texts if name in told},
            )


def _attachments(messages: Path) -> list[list[Attachment]]:
    """What was attached to each scenario, in the order of the features."""
    found: dict[str, list[Attachment]] = {}
    cases: dict[str, str] = {}
    with messages.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith(CASE):
                found[json.loads(line)["testCase"]["id"]] = []
            elif line.startswith(STARTED):
                started = json.loads(line)["testCaseStarted"]
                cases[started["id"]] = started["testCaseId"]
            elif line.startswith(ATTACHED):
                told = json.loads(line)["attachment"]
                if told["fileName"] != EVIDENCE:
                    each = Attachment(told["fileName"], told["mediaType"], told["body"])
                    found[cases[told["testCaseStartedId"]]].append(each)
    return list(found.values())


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
