"""Runs histories, a hundred at a time; each hundred has a seed of its own, by which it can be repeated."""

import contextlib
import gc
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import run_state_machine_as_test

from tests.histories.machine import Sandwich
from tests.histories.stage import Stage
from tests.histories.story import Contradiction
from tests.nowhere import Nowhere

BATCH = 100
"""Histories of one seed."""

STEPS = 14
"""Steps of a history, besides its beginning and end."""


@dataclass(frozen=True)
class Result:
    """What became of a batch: how many histories were run, and the story of one that went wrong."""

    seed: int
    histories: int
    seconds: float
    story: str = ""


def run(
    number: int, histories: int = BATCH, *, shrink: bool = True, stage_of: Callable[[Path], Stage] = Stage
) -> Result:
    """The histories of a seed, until one goes wrong; with `shrink` that one is made as short as can be."""
    count = 0

    def began() -> str:
        nonlocal count
        count += 1
        return f"{number}x{count}"

    started, story = time.process_time(), ""
    gc.enable()  # where many short-lived processes are forked it is off
    with (
        tempfile.TemporaryDirectory(prefix="drydock-") as folder,
        contextlib.redirect_stderr(Nowhere()),
        stage_of(Path(folder)) as stage,
    ):
        machine = type("History", (Sandwich,), {"stage": stage, "began": staticmethod(began)})
        try:
            run_state_machine_as_test(seed(number)(machine), settings=_settings(histories, shrink=shrink))
        except Contradiction as found:
            story = str(found)
        except FlakyFailure as found:
            # A broken bridge may remember what came before, and not do the same again.
            story = next(str(each) for each in found.exceptions if isinstance(each, Contradiction))
    return Result(number, count, time.process_time() - started, story)


def _settings(histories: int, *, shrink: bool) -> settings:
    return settings(
        max_examples=histories,
        stateful_step_count=STEPS,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        print_blob=False,
        report_multiple_bugs=False,
    )
