"""Reports of runs of the contract, to take pictures of: one of a green run, one of a red one."""

import os
import subprocess
import sys
from pathlib import Path

from features.support.evidence import HarnessError
from features.support.rules import FEATURES
from tests.lean import contract

RULES = "MAP-2 or MAP-5"
BROKEN = "processing_is_ready"
"""A broken bridge that one of the rules catches."""


def reports(folder: Path) -> dict[str, Path]:
    """Run a few rules against the bridge, and against a broken one. Raises HarnessError."""
    return {
        "report-green": _report(folder / "green", 0),
        "report-red": _report(folder / "red", 1, "--bridge", f"{sys.executable} -m tests.defects {BROKEN}"),
    }


def _report(folder: Path, expected: int, *more: str) -> Path:
    command = contract("-m", RULES, "--reports", str(folder), *more, "-p", "no:xdist")
    ended = subprocess.run(  # noqa: S603 - our own
        command, cwd=FEATURES.parent, env=os.environ, capture_output=True, text=True, check=False
    )
    if ended.returncode != expected:
        raise HarnessError(f"the run for a report ended with {ended.returncode}:\n{ended.stdout[-2000:]}")
    return folder / "report.html"
