"""The run for machines: verdict, reason, and every rule with its state, in one JSON document."""

import json
from dataclasses import asdict
from typing import Any

from features.support.coverage import Coverage
from features.support.evidence import Outcome
from features.support.report.record import Record, RuleResult, moment

FORMAT = 1
"""Counts up when a reader of older files would be misled by a newer one."""


def text(record: Record) -> str:
    """The document, indented."""
    return json.dumps(document(record), indent=2, ensure_ascii=False) + "\n"


def document(record: Record) -> dict[str, Any]:
    """The document as plain data."""
    verdict = record.judgement.verdict
    return {
        "format": FORMAT,
        "verdict": verdict.words,
        "exitCode": verdict.value,
        "reason": record.judgement.reason,
        "target": record.target,
        "startedAt": moment(record.started),
        "finishedAt": moment(record.finished),
        "seconds": record.seconds,
        "versions": record.versions,
        "scenarios": {"total": len(record.outcomes), **record.counts},
        "notChecked": [
            {
                "reason": reason,
                "scenarios": len(outcomes),
                "rules": list(dict.fromkeys(o.rule for o in outcomes)),
            }
            for reason, outcomes in record.not_checked().items()
        ],
        "deviations": [
            {"rule": known.rule, "reason": known.reason, "until": known.until.isoformat()}
            | {"use": record.use_of(known)}
            for known in record.accepted
        ],
        "selection": record.invocation.selection,
        "parts": record.invocation.parts,
        "seed": record.invocation.seed,
        "coverage": _coverage(record.coverage),
        "guide": {
            statement.id: sorted({outcome.rule for outcome in outcomes})
            for statement, outcomes in record.statements()
        },
        "rules": [_rule(result) for result in record.results],
    }


def _coverage(coverage: Coverage | None) -> dict[str, Any] | None:
    """None where nobody could tell."""
    if coverage is None:
        return None
    points = [asdict(point) for point in coverage.points]
    return {"seen": coverage.seen, "total": len(points), "percent": coverage.percent, "points": points}


def _rule(result: RuleResult) -> dict[str, Any]:
    rule = result.rule
    return {
        "id": rule.id,
        "sentence": rule.sentence,
        "level": rule.level,
        "source": rule.source,
        "needs": list(rule.needs),
        "file": rule.file,
        "line": rule.line,
        "state": result.state or "not run",
        "scenarios": [_scenario(outcome) for outcome in result.outcomes],
    }


def _scenario(outcome: Outcome) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "name": outcome.scenario,
        "example": outcome.example,
        "row": outcome.row,
        "guide": outcome.guide,
        "file": outcome.file,
        "line": outcome.line,
        "node": outcome.node,
        "state": outcome.state,
        "seconds": round(outcome.seconds, 3),
    }
    names = ("reason", "step", "step_line", "expected", "got", "where", "chain", "curl")
    told = {name: getattr(outcome, name) for name in names}
    if outcome.failed:
        shown |= {"steps": [asdict(step) for step in outcome.steps]}
        shown |= {"hops": [asdict(hop) for hop in outcome.hops]}
    return shown | {name.replace("step_line", "stepLine"): value for name, value in told.items() if value}
