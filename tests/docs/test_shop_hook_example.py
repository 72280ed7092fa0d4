"""The contract runs against another shop: here our own bridge, behind the example of docs/."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from lxml import etree

from features.support.sandwich import BRIDGE, Part, Sandwich
from features.support.verdict import Verdict
from tests.lean import contract

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "shop_hook_example.py"

PASSED = 700
"""Of 962 scenarios some 710 passed when this was written; most others are CarePortals' own."""

WRITES, PASSED_WRITES = "write or fault or USR-1", 150
"""A third of the contract, which asks for more of a shop than the rest."""

CANNOT_FAIL = "not checked: this shop cannot be made to fail"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@contextmanager
def hook(*bridge: str) -> Iterator[tuple[str, str]]:
    """The example in front of a bridge and the mocks: options of a run, and what stands in the hook's way."""
    with Sandwich(bridge=bridge or BRIDGE) as parts, TemporaryDirectory() as folder:
        store = parts.target.partition("/shipstation/")[0]
        example = Part([sys.executable, str(EXAMPLE), parts.careportals, store], Path(folder), "hook")
        try:
            yield f"--shop=hook:{example.address()}", f"--shipstation={parts.shipstation}"
        finally:
            example.stop()


def run(*options: str, report: Path) -> int:
    """The exit code of a contract run, which writes a JUnit report."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(  # noqa: S603 - our own program
        contract(*options, f"--junitxml={report}"),
        cwd=ROOT,
        env=inherited,
        capture_output=True,
        text=True,
        timeout=550,
    )
    return done.returncode


def states(report: Path) -> tuple[Counter[str], Counter[str]]:
    """How many scenarios came to which end, and why those that were skipped were."""
    cases = etree.parse(report).findall(".//testcase")
    ends = Counter(str(child.tag) for case in cases for child in case if child.tag != "system-out")
    # pytest puts what was raised in front of the reason.
    said = [str(skip.get("message")).partition(": ")[2] for case in cases for skip in case.iter("skipped")]
    return ends | Counter(passed=len(cases) - ends.total()), Counter(said)


@pytest.mark.parametrize(
    ("selection", "passed"), [(WRITES, PASSED_WRITES), pytest.param("", PASSED, marks=pytest.mark.deep)]
)
def test_the_contract_runs_against_another_shop(selection: str, passed: int, tmp_path: Path) -> None:
    with hook() as options:
        code = run(*options, "-m", selection, "-n", "2", report=tmp_path / "junit.xml")
    ends, reasons = states(tmp_path / "junit.xml")
    assert ends["failure"] + ends["error"] == 0
    assert ends["passed"] >= passed
    assert {reason for reason in reasons if not reason.startswith("not applicable: ")} == {CANNOT_FAIL}
    assert {
        "not applicable: this shop has its own users and roles, not those of CarePortals",
        "not applicable: this status is CarePortals' own; shops in general have none such",
        "not applicable: this looks into CarePortals' own document",
    } <= reasons.keys()
    assert code == Verdict.NOT_FULLY_CHECKED.value


def test_without_the_rules_that_let_a_shop_fail_the_verdict_is_full(tmp_path: Path) -> None:
    with hook() as options:
        code = run(*options, "-m", "not fault and (FLT-7 or MAP-2)", report=tmp_path / "junit.xml")
    ends, reasons = states(tmp_path / "junit.xml")
    assert (code, ends["passed"] > 1, reasons) == (0, True, Counter())


@pytest.mark.parametrize(("defect", "rule"), [("holds_every_order", "MAP-2")])
def test_a_broken_bridge_behind_a_hook_is_seen(defect: str, rule: str, tmp_path: Path) -> None:
    with hook(sys.executable, "-m", "tests.defects", defect) as options:
        code = run(*options, "-m", rule, report=tmp_path / "junit.xml")
    assert states(tmp_path / "junit.xml")[0] == Counter(failure=1)
    assert code == 1
