"""Schemathesis on the OpenAPI document of a server, with all of its checks."""

from asyncio import Runner
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from tests.fuzz.exchange import Process, Request
from tests.fuzz.stage import Stage

PATIENCE = 20.0
"""Seconds that an answer may take, also on a machine that has other things to do."""


@dataclass
class Findings:
    """How many requests were sent, their answers, and what failed, with an example of each."""

    statuses: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    failures: dict[str, str] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        """How many there were."""
        return self.statuses.total()


def examine(stage: Stage, examples: int, seed: int, *, thorough: bool = True) -> Findings:
    """Let Schemathesis make up to `examples` requests for each operation, beside those it derives.

    `thorough`: with the phases that go through every keyword of the document and through sequences of calls.
    """
    app = stage.app()
    with Runner() as runner:
        stage.begin(Process(app, runner, {}))
    config = _config(stage, examples, seed, thorough)
    document = schemathesis.openapi.from_asgi("/openapi.json", app, config=config)
    # Faults are there to make answers wrong.
    schema = document.exclude(tag="Faults")
    findings = Findings()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            _note(findings, event)
        elif isinstance(event, events.NonFatalError):
            findings.failures[f"error {event.label}"] = str(event.value)
    return findings


def _config(stage: Stage, examples: int, seed: int, thorough: bool) -> SchemathesisConfig:
    signed_in = Request("GET", b"/", b"", stage.credentials[0]).filled(stage.known).headers
    config: dict[str, Any] = {
        "seed": seed,
        "headers": {name.decode().title(): value.decode() for name, value in signed_in},
        "generation": {"max-examples": examples, "database": "none"},
        "phases": {phase: {"enabled": thorough} for phase in ("coverage", "stateful")},
        "checks": {"max_response_time": PATIENCE, **stage.checks},
        "operations": [
            {**operation, "parameters": _filled(stage, operation["parameters"])}
            if "parameters" in operation
            else operation
            for operation in stage.adjusted
        ],
    }
    return SchemathesisConfig.from_dict(config)


def _filled(stage: Stage, parameters: dict[str, str]) -> dict[str, str]:
    """Parameters with the values of this moment in the place of their names."""
    return {
        name: stage.known.get(value.encode(), value.encode()).decode() for name, value in parameters.items()
    }


def _note(findings: Findings, event: events.ScenarioFinished) -> None:
    recorder = event.recorder
    for interaction in recorder.interactions.values():
        answer = interaction.response
        findings.statuses[answer.status_code if answer else 0] += 1
        findings.slowest = max(findings.slowest, answer.elapsed if answer else 0.0)
    for case, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                sent = recorder.interactions.get(case)
                shown = f"{sent.request.method} {sent.request.uri} {sent.request.body!r:.300}" if sent else ""
                label = f"{event.label or 'stateful'}: {check.name}"
                findings.failures.setdefault(label, f"{check.failure_info.failure}\n{shown}")
