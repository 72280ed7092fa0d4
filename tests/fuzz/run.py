"""Many crafted requests against one server, and what was wrong, made small enough to be looked at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.fuzz.crafted import batch
from tests.fuzz.exchange import Answer, Process, Request
from tests.fuzz.stage import Stage
from tests.fuzz.tally import Tally

BATCH = 25
"""Requests on one state, which is made anew for the next ones."""

ENOUGH = 10
"""Batches with something wrong until the run ends."""


TELLING = 5000
"""Requests after which each operation must have succeeded at least once."""


@dataclass
class Result:
    """What a run came to; each of `failures` is a sentence and the requests that lead there."""

    tally: Tally
    failures: list[str] = field(default_factory=list)


def hammer(
    stage: Stage, process: Process, requests: int, seed: int, step: Callable[[], object] = lambda: None
) -> Result:
    """Ask `requests` times; `step` is called after each batch."""
    result = Result(Tally(requests))
    number = 0
    while result.tally.requests < requests and len(result.failures) < ENOUGH:
        chance = Random(f"{seed}/{number}")  # noqa: S311 - to be repeated, not to be secret
        asked = batch(stage, chance, min(BATCH, requests - result.tally.requests))
        if wrong := tried(stage, process, asked, result.tally):
            shown = "\n".join(map(str, reduced(stage, process, asked)))
            result.failures.append(f"{wrong} (seed {seed}, batch {number})\n{shown}")
        number += 1
        step()
    if requests >= TELLING:
        never = [operation.name for operation in stage.operations if not result.tally.reached[operation.name]]
        result.failures += [f"{name} never succeeded, so nothing of it was tried" for name in never]
    return result


def tried(stage: Stage, process: Process, asked: list[Request], tally: Tally) -> str:
    """Ask all, on a fresh state; what was wrong first, empty when nothing was."""
    stage.begin(process)
    wrong = ""
    for request in asked:
        filled = request.filled(stage.known)
        try:
            answer = process.ask(filled)
        except Exception as error:
            answer = Answer(500, (), b"", 0.0)
            wrong = wrong or f"raised {error!r}"
        explained = answer.status >= 500 and stage.explained(answer)
        tally.count(filled, answer, explained=explained)
        wrong = wrong or _complaint(stage, filled, answer, explained=explained)
    return wrong or stage.damage(process)


def _complaint(stage: Stage, request: Request, answer: Answer, *, explained: bool) -> str:
    if answer.status >= 500:
        return "" if explained else f"status {answer.status}: {answer.body[:200]!r}"
    return stage.complaint(request, answer)


def reduced(stage: Stage, process: Process, asked: list[Request]) -> list[Request]:
    """The requests without those that something is wrong without as well."""
    for request in list(asked):
        fewer = [other for other in asked if other is not request]
        if fewer and tried(stage, process, fewer, Tally(len(fewer))):
            asked = fewer
    return asked
