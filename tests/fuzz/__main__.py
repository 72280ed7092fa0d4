"""`python -m tests.fuzz`: generated requests against the bridge and both mocks, each in its own process."""

import argparse
import contextlib
import io
import random
import subprocess
import sys
import time
from collections.abc import Callable
from textwrap import shorten

from tests.defects.progress import Progress
from tests.fuzz.bridge import Bridge
from tests.fuzz.careportals import CarePortals
from tests.fuzz.documented import Findings, examine
from tests.fuzz.exchange import running
from tests.fuzz.run import BATCH, Result, hammer
from tests.fuzz.shipstation import ShipStation
from tests.fuzz.stage import Stage

STAGES: dict[str, type[Stage]] = {stage.name: stage for stage in (Bridge, CarePortals, ShipStation)}

SHARE = 20
"""One in so many requests is made by Schemathesis, which takes ten times as long for it."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("-n", "--requests", type=int, default=100_000, help="requests for each server")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32), help="where chance begins")  # noqa: S311
    parser.add_argument("--server", choices=STAGES, help="only this one")
    return parser.parse_args()


def main() -> None:
    """Run, say what came of it. Exits 1 when anything was wrong."""
    given = _arguments()
    if given.server:
        sys.exit(_one(STAGES[given.server](), given.requests, given.seed))
    # A process of its own for each, for memory is counted by process.
    flags = ["-n", str(given.requests), "--seed", str(given.seed)]
    commands = [[sys.executable, "-m", "tests.fuzz", *flags, "--server", name] for name in STAGES]
    codes = [subprocess.run(command, check=False).returncode for command in commands]  # noqa: S603 - our own
    sys.exit(max(map(abs, codes)))


def _one(stage: Stage, requests: int, seed: int) -> int:
    print(f"{stage.name}: {requests} requests, SEED={seed}", flush=True)
    started, worked = time.monotonic(), time.process_time()
    # The access log of the bridge: a line for each request.
    with contextlib.redirect_stderr(io.StringIO()) as logged:
        found = examine(stage, max(1, requests // SHARE // len(stage.operations)), seed)
        rest = max(requests - found.requests, BATCH)
        progress = Progress(f"{stage.name}: batches of {BATCH}", -(-rest // BATCH))
        with running(stage.app()) as process:
            result = hammer(stage, process, rest, seed, _watched(progress, logged))
    _tell(stage, found, result)
    print(f"  {time.monotonic() - started:.0f} s, {time.process_time() - worked:.0f} s of CPU", flush=True)
    return 1 if found.failures or result.failures else 0


def _watched(progress: Progress, logged: io.StringIO) -> Callable[[], None]:
    def step() -> None:
        logged.seek(0)
        logged.truncate()
        progress.step()

    return step


def _tell(stage: Stage, found: Findings, result: Result) -> None:
    tally = result.tally
    statuses = found.statuses + tally.statuses
    wrong = sum(count for status, count in statuses.items() if status >= 500)
    print(f"{stage.name}: {statuses.total()} requests, {found.requests} of them by Schemathesis")
    print("  " + ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items())))
    print(f"  5xx: {wrong}; each that is not explained is told below")
    print(f"  slowest: {tally.slowest * 1000:.0f} ms of CPU, {shorten(tally.slowest_request, 80)}")
    print(f"  memory after each quarter: {', '.join(f'{size / 1024:.1f}' for size in tally.memory)} MiB")
    for failure in (*(f"{name}: {text}" for name, text in found.failures.items()), *result.failures):
        print(f"  WRONG {failure}")


if __name__ == "__main__":
    main()
