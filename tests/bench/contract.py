"""The whole contract: seconds of `make bdd` after set-up, scenarios per second, and where the time goes."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from features.support.evidence import HarnessError
from tests.bench.cpu import CpuTimes
from tests.bench.finding import Finding
from tests.lean import contract

ROOT = Path(__file__).parents[2]
ROUNDS = 1
WORKERS = (1, 2)
QUICK_RULE = "STO-3"
LIMIT = 10.0
"""Seconds, with as many workers as the build machine has cores: two."""

SECOND = 1_000_000_000
"""Nanoseconds in one."""


@dataclass(frozen=True)
class Run:
    """`seconds` by the clock from command to end; `steps` those spent in steps, over all workers."""

    seconds: float
    scenarios: int
    steps: float
    cpu: Mapping[str, float]


def run(quick: bool) -> Iterator[Finding]:
    """One and two workers have their turn in each round."""
    runs: dict[int, list[Run]] = {workers: [] for workers in (WORKERS[:1] if quick else WORKERS)}
    for number in range(1 if quick else ROUNDS):
        for workers, done in runs.items():
            sys.stderr.write(f"contract: round {number + 1}, {workers} workers\n")
            done.append(_contract(workers, QUICK_RULE if quick else None))
    for workers, done in runs.items():
        yield _finding(workers, done, quick)


def _contract(workers: int, rule: str | None) -> Run:
    """What `make bdd` runs. Raises HarnessError unless the verdict is that the reference bridge conforms."""
    with tempfile.TemporaryDirectory(prefix="drydock-") as folder:
        command = contract("--reports", folder, "-n", str(workers), *(["-m", rule] if rule else []))
        said = Path(folder, "said")
        began = perf_counter()
        with said.open("wb") as out:
            process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)  # noqa: S603 - our own
            with CpuTimes(process.pid) as cpu:
                code = process.wait()
        seconds = perf_counter() - began
        if code:
            raise HarnessError(f"the contract ended with exit code {code}: {said.read_text()[-2000:]}")
        verdict = json.loads(Path(folder, "verdict.json").read_text(encoding="utf-8"))
        steps = _steps(Path(folder, "messages.ndjson"))
        return Run(seconds, verdict["scenarios"]["passed"], steps, cpu.by_kind())


def _steps(messages: Path) -> float:
    """Seconds in all steps together."""
    with messages.open(encoding="utf-8") as lines:
        finished = (json.loads(line).get("testStepFinished") for line in lines)
        durations = [each["testStepResult"]["duration"] for each in finished if each]
    return float(sum(each["seconds"] + each["nanos"] / SECOND for each in durations))


def _finding(workers: int, runs: list[Run], quick: bool) -> Finding:
    seconds = [each.seconds for each in runs]
    middle = min(runs, key=lambda each: abs(each.seconds - median(seconds)))
    cpu = ", ".join(f"{kind} {spent:.1f}" for kind, spent in middle.cpu.items())
    target = f"at most {LIMIT:.0f} s" if workers == max(WORKERS) and not quick else ""
    return Finding(
        f"The contract, {middle.scenarios} scenarios, {workers} {'worker' if workers == 1 else 'workers'};"
        f" {min(seconds):.1f} to {max(seconds):.1f} s. Steps take {middle.steps:.1f} s of the workers' time"
        f" together. CPU seconds: {cpu or 'not told by this system'}",
        f"{middle.seconds:.1f} s, {middle.scenarios / middle.seconds:.0f} scenarios/s",
        target=target,
        met=median(seconds) <= LIMIT if target else None,
    )
