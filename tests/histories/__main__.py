"""`python -m tests.histories [N] [--seed SEED] [--workers W] [--defect NAME]`: run random histories."""

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.defects.forks import Failed, Job, forked
from tests.defects.gallery import load
from tests.defects.progress import Progress
from tests.histories.processes import ProcessStage
from tests.histories.run import BATCH, Result, run
from tests.histories.stage import Stage

LIMIT = 3600.0
"""Seconds for one batch, with the search for a shorter story."""


def repeat(result: Result, histories: int, defect: str | None) -> str:
    """The command that runs a batch again."""
    if defect:
        return f"python -m tests.histories {histories} --seed {result.seed} --defect {defect}"
    return f"make histories N={histories} SEED={result.seed}"


def histories(
    number: int, seed: int, workers: int, defect: str | None, stage_of: Callable[[Path], Stage]
) -> int:
    """Run them, tell how it goes, return how many batches went wrong."""
    batches = {seed + n: min(BATCH, number - n * BATCH) for n in range(-(-number // BATCH))}
    jobs: dict[str, Job] = {
        str(each): partial(run, each, size, stage_of=stage_of) for each, size in batches.items()
    }
    progress = Progress(f"histories, {BATCH} each:", len(jobs))
    started, done, seconds, wrong = time.monotonic(), 0, 0.0, 0
    for name, result in forked(jobs, workers, limit=LIMIT):
        if isinstance(result, Failed):
            wrong += 1
            progress.step(f"The histories of seed {name} could not be run: {result}")
            continue
        seconds += result.seconds
        done += batches[result.seed] if not result.story else result.histories
        news = ""
        if result.story:
            wrong += 1
            news = f"\n{result.story}\nAgain: {repeat(result, batches[result.seed], defect)}\n"
        progress.step(news)
    spent = time.monotonic() - started
    print(
        f"{done} histories, seeds {seed} to {seed + len(jobs) - 1}: {wrong or 'none'} went wrong; "
        f"{spent:.0f} s, {seconds:.0f} s of CPU"
    )
    return wrong


def main() -> None:
    """Read the flags and run. Ends with 1 when a history went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.histories", description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=200, help="how many histories")
    parser.add_argument("--seed", type=int, default=1, help="of the first hundred; the next has the next")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--processes", action="store_true", help="real processes, and SIGKILL; slow")
    parser.add_argument("--defect", choices=sorted(load()), metavar="NAME", help="against a broken bridge")
    given = parser.parse_args()
    if given.number < 1 or given.workers < 1:
        parser.error("there must be at least one history and one process")
    if given.defect:
        load()[given.defect].install()
    stage_of = ProcessStage if given.processes else Stage
    sys.exit(1 if histories(given.number, given.seed, given.workers, given.defect, stage_of) else 0)


if __name__ == "__main__":
    main()
