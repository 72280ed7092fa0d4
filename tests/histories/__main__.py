"""`python -m tests.histories [N] [--seed SEED] [--workers W] [--defect NAME]`: run random histories."""

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial

from tests.defects.forks import Failed, Job, forked
from tests.defects.gallery import load
from tests.defects.progress import Progress
from tests.histories.processes import ProcessStage
from tests.histories.run import BATCH, Result, run
from tests.histories.stage import Stage

Work = Callable[[int, int], Result]
"""Runs so many histories of a seed: the seed comes first."""

LIMIT = 3600.0
"""Seconds for one batch, with the search for a shorter story."""


def histories(number: int, seed: int, workers: int, work: Work, again: str) -> int:
    """Run them, tell how it goes, return how many batches went wrong.

    `again` is the command that runs a batch once more, but for number and seed.
    """
    batches = {seed + n: min(BATCH, number - n * BATCH) for n in range(-(-number // BATCH))}
    jobs: dict[str, Job] = {str(each): partial(work, each, size) for each, size in batches.items()}
    progress = Progress(f"histories, {BATCH} each:", len(jobs))
    started, done, seconds, wrong = time.monotonic(), 0, 0.0, 0
    for name, result in forked(jobs, workers, limit=LIMIT):
        if isinstance(result, Failed):
            wrong += 1
            progress.step(f"The histories of seed {name} could not be run: {result}")
            continue
        seconds += result.seconds
        news = ""
        if result.story:
            wrong += 1
            command = again.format(number=batches[result.seed], seed=result.seed)
            news = f"\n{result.story}\nAgain: {command}\n"
        else:
            done += batches[result.seed]
        progress.step(news)
    print(
        f"{done} histories went well, seeds {seed} to {seed + len(jobs) - 1}; "
        f"{wrong or 'no'} batch{'es' * (wrong != 1)} went wrong; "
        f"{time.monotonic() - started:.0f} s, {seconds:.0f} s of CPU"
    )
    return wrong


def again(processes: bool, defect: str | None) -> str:
    """The command that runs a batch once more, with places for number and seed."""
    flags = " --processes" * processes + (f" --defect {defect}" if defect else "")
    if not flags:
        return "make histories N={number} SEED={seed}"
    return "python -m tests.histories {number} --seed {seed}" + flags


def main() -> None:
    """Read the flags and run. Ends with 1 when a history went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.histories", description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=200, help="how many histories")
    parser.add_argument("--seed", type=int, default=1, help="of the first hundred; the next has the next")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--processes", action="store_true", help="real processes, and SIGKILL; slow")
    parser.add_argument("--no-shrink", action="store_true", help="tell a story as it was drawn")
    parser.add_argument("--defect", choices=sorted(load()), metavar="NAME", help="against a broken bridge")
    given = parser.parse_args()
    if given.number < 1 or given.workers < 1:
        parser.error("there must be at least one history and one process")
    if given.defect:
        load()[given.defect].install()
    work = partial(run, shrink=not given.no_shrink, stage_of=ProcessStage if given.processes else Stage)
    command = again(given.processes, given.defect)
    sys.exit(1 if histories(given.number, given.seed, given.workers, work, command) else 0)


if __name__ == "__main__":
    main()
