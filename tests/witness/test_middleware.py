"""The contract must not blame a second, independent middleware."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lean import contract

ROOT = Path(__file__).parents[2]
WITNESS = Path(__file__).with_name("middleware.py")
COMMAND = f"{sys.executable} -m tests.witness.middleware"


def imported(node: ast.AST) -> list[str]:
    """The top-level packages that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    return [(node.module or "").partition(".")[0]] if isinstance(node, ast.ImportFrom) else []


def test_the_witness_has_at_most_300_lines() -> None:
    assert len(WITNESS.read_text(encoding="utf-8").splitlines()) <= 300


def test_the_witness_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse(WITNESS.read_text(encoding="utf-8"))
    names = {name for node in ast.walk(tree) for name in imported(node)}
    assert names - sys.stdlib_module_names == set()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_contract_does_not_blame_the_witness() -> None:
    command = contract("-m", "must", "-n", "2", "--bridge", COMMAND)
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert (run.returncode, "Verdict: conforms" in run.stdout) == (0, True), run.stdout[-5000:]
