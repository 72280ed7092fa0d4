"""What a whole run tells: the terminal and the five files say the same."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from lxml.html import document_fromstring

from features.support.sandwich import Addresses
from tests.lean import contract

ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.slow

FEATURE = """\
Feature: Own

  Background:
    Given nothing

  @MAP-1 @must @G12 @shop
  Rule: Broken in one row
    And why.

    Scenario Outline: Rows
      When it <what>
      Then it holds

      Examples:
        | what     |
        | holds    |
        | is wrong |

  @MAP-2 @should @shop
  Rule: A recommendation that is not met
    Inferred.

    Scenario: Advice
      When it is wrong
      Then it holds

  @MAP-3 @must @shop
  Rule: The harness fails
    Inferred.

    Scenario: Fails
      When the harness fails
      Then it holds

    Scenario: Undefined
      When nobody has defined this
      Then it holds

  @MAP-4 @must @shop
  Rule: The process ends
    Inferred.

    Scenario: Dies
      When the process ends
      Then it holds

  @MAP-5 @must @shop
  Rule: All is well
    Inferred.

    Scenario: Well
      When it holds
      Then it holds

    Scenario: Hangs
      When it hangs
      Then it holds
"""
STEPS = """\
import os
import time

from pytest_bdd import given, then, when

from features.support.evidence import Broken, HarnessError


@given("nothing")
def nothing() -> None:
    pass


@when("it holds")
@then("it holds")
def holds() -> None:
    pass


@when("it is wrong")
def is_wrong() -> None:
    raise Broken("right", "wrong \\x07 <&>")


@when("the harness fails")
def fails() -> None:
    raise HarnessError("no scene")


@when("the process ends")
def ends() -> None:
    os._exit(1)


@when("it hangs")
def hangs() -> None:
    time.sleep(float(os.environ.get("HANG", "0")))
"""
RUNS = {
    "green": ("MAP-5", 0),
    "red": ("MAP-1", 1),
    "mixed": ("MAP-1 or MAP-2 or MAP-3 or MAP-5", 1),
    "empty": ("MAP-1 and MAP-5", 5),
}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the harness, and a feature and steps that need no parts."""
    folder = tmp_path_factory.mktemp("own")
    ignore = shutil.ignore_patterns("*.feature", "__pycache__")
    shutil.copytree(ROOT / "features", folder / "features", ignore=ignore)
    for path in (folder / "features" / "steps").glob("[!_]*.py"):
        path.unlink()
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "features" / "own.feature").write_text(FEATURE, encoding="utf-8")
    (folder / "features" / "steps" / "own.py").write_text(STEPS, encoding="utf-8")
    return folder


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return tmp_path / "reports"


class Run:
    """Runs `pytest features` in the folder `own` against parts that are there, and writes into `reports`."""

    def __init__(self, own: Path, addresses: Addresses, reports: Path) -> None:
        self.own, self.reports = own, reports
        self.parts = ("--careportals", addresses.careportals, "--shipstation", addresses.shipstation)
        self.target = addresses.target
        self.code, self.text = -1, ""

    def __call__(self, *arguments: str, target: str = "", **environment: str) -> "Run":
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        path = os.pathsep.join([str(self.own), str(ROOT)])
        # Not measured: the copies are gone when the report is made.
        coverage = {"COVERAGE_PROCESS_CONFIG": "", "COVERAGE_PROCESS_START": ""}
        more = ["--target", target or self.target, "--reports", str(self.reports), *arguments]
        done = subprocess.run(  # noqa: S603 - our own command
            contract(*self.parts, *more),
            cwd=self.own,
            env=inherited | coverage | {"PYTHONPATH": path, "COLUMNS": "80"} | environment,
            capture_output=True,
            text=True,
            timeout=55,
        )
        self.code, self.text = done.returncode, done.stdout + done.stderr
        return self

    @property
    def verdict(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.reports / "verdict.json").read_text(encoding="utf-8"))
        return found

    @property
    def junit(self) -> etree._Element:
        return etree.parse(self.reports / "junit.xml").getroot()

    def messages(self, kind: str) -> list[Any]:
        lines = (self.reports / "messages.ndjson").read_text(encoding="utf-8").splitlines()
        return [found[kind] for line in lines if kind in (found := json.loads(line))]

    def states(self) -> dict[str, list[str]]:
        """The states of the scenarios of each rule that ran."""
        rules = {rule["id"]: [s["state"] for s in rule["scenarios"]] for rule in self.verdict["rules"]}
        return {rule: states for rule, states in rules.items() if states}


@pytest.fixture
def run(own: Path, addresses: Addresses, reports: Path) -> Run:
    return Run(own, addresses, reports)


def agree(run: Run) -> None:
    """The three files and the terminal tell of the same scenarios in the same states."""
    counts, junit = run.verdict["scenarios"], run.junit
    total = counts.pop("total")
    assert total == sum(counts.values()) == len(run.messages("testCase")) == len(run.messages("pickle"))
    assert [junit.get(name) for name in ("tests", "failures", "errors")] == [
        str(number) for number in (total, counts["broken"], counts["error"])
    ]
    assert len(list(junit.iter("skipped"))) == total - counts["broken"] - counts["error"] - counts["passed"]
    statuses: dict[str, set[str]] = {}
    for step in run.messages("testStepFinished"):
        statuses.setdefault(step["testCaseStartedId"], set()).add(step["testStepResult"]["status"])
    bad = sum(bool(found & {"FAILED", "UNDEFINED"}) for found in statuses.values())
    assert bad == counts["broken"] + counts["error"] + counts["unmet"] + counts["deviation"]
    assert f"\nVerdict: {run.verdict['verdict']} - {run.verdict['reason']}\n" in run.text
    assert run.verdict["exitCode"] == run.code
    for rule, states in run.states().items():
        tally = f"{states.count('passed')}/{len(states)}"
        assert re.search(rf"^  [\w/ ]+ {tally}  {rule} ", run.text, re.MULTILINE), run.text
    summary = (run.reports / "summary.md").read_text(encoding="utf-8")
    assert summary.startswith(f"# {run.verdict['verdict'].capitalize()}\n")
    assert f"- Scenarios: {total}" in summary
    page = document_fromstring((run.reports / "report.html").read_text(encoding="utf-8"))
    assert page.findtext(".//h1") == run.verdict["verdict"].capitalize()
    told = [str(text) for text in page.xpath("//*[@class='counts']/li[1]/b/text()")]
    assert told == [str(total)]
    assert len(page.xpath("//article")) == bad


@pytest.mark.parametrize("workers", ["0", "1", "4"])
@pytest.mark.parametrize("kind", RUNS)
def test_all_that_is_told_agrees(run: Run, kind: str, workers: str) -> None:
    tags, code = RUNS[kind]
    run("-m", tags, "-n", workers)
    assert run.code == code, run.text
    agree(run)


def test_each_step_has_the_state_that_it_had(run: Run) -> None:
    run("-m", "MAP-1 or MAP-3")
    results = [step["testStepResult"]["status"] for step in run.messages("testStepFinished")]
    assert [results[index : index + 3] for index in range(0, 12, 3)] == [
        ["PASSED", "PASSED", "PASSED"],
        ["PASSED", "FAILED", "SKIPPED"],
        ["PASSED", "FAILED", "SKIPPED"],
        ["PASSED", "UNDEFINED", "SKIPPED"],
    ]
    assert r"got       wrong \x07 <&>" in run.text


def test_a_recommendation_that_is_not_met_is_told_and_breaks_nothing(run: Run) -> None:
    run("-m", "MAP-2 or MAP-5")
    assert run.code == 0, run.text
    assert "Verdict: conforms - 2 scenarios passed, 1 recommendation not met (MAP-2)" in run.text
    assert "RECOMMENDATION NOT MET MAP-2\n  rule      MAP-2 (should, " in run.text
    agree(run)


def test_a_recommendation_breaks_the_contract_where_that_is_asked_for(run: Run) -> None:
    run("-m", "MAP-2 or MAP-5", "--strict-should")
    assert run.code == 1, run.text
    agree(run)


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_known_deviation_is_told_and_breaks_nothing(run: Run, tmp_path: Path, workers: str) -> None:
    known = [
        f'[[deviation]]\nrule = "{rule}"\nreason = "T-1"\nuntil = 2999-12-31\n' for rule in ("MAP-1", "MAP-5")
    ]
    (tmp_path / "known.toml").write_text("".join(known), encoding="utf-8")
    run("-m", "MAP-1 or MAP-5", "--deviations", str(tmp_path / "known.toml"), "-n", workers)
    assert run.code == 0, run.text
    assert "KNOWN DEVIATION MAP-1\n" in run.text
    assert "  accepted  known deviation until 2999-12-31: T-1\n" in run.text
    assert "\nMAP-5: known deviation until 2999-12-31: T-1 (no longer needed)\n" in run.text
    assert [found["use"] for found in run.verdict["deviations"]] == ["met", "no longer needed"]
    agree(run)


def test_a_deviation_that_cannot_be_trusted_is_a_usage_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "known.toml").write_text('[[deviation]]\nrule = "MAP-99"\n', encoding="utf-8")
    run("--deviations", str(tmp_path / "known.toml"))
    assert run.code == 4
    assert "the contract has no rule MAP-99" in run.text
    assert (run.verdict["verdict"], run.verdict["exitCode"]) == ("usage error", 4)
    assert "the contract has no rule MAP-99" in run.verdict["reason"]


def test_a_process_that_dies_is_an_error_of_the_harness_and_its_scenario_is_not_lost(run: Run) -> None:
    run("-m", "MAP-4 or MAP-5", "-n", "2")
    assert run.code == 3, run.text
    assert run.states() == {"MAP-4": ["error"], "MAP-5": ["passed", "passed"]}
    agree(run)


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_step_that_hangs_is_an_error_of_the_harness(run: Run, workers: str) -> None:
    run("-m", "MAP-5", "--timeout", "1", "-n", workers, HANG="30")
    assert run.code == 3, run.text
    assert run.states() == {"MAP-5": ["passed", "error"]}
    agree(run)


def test_a_target_that_does_not_answer_is_told_in_the_files(run: Run) -> None:
    run("-m", "MAP-5", target="http://127.0.0.1:9/{org}?key=secret")
    assert run.code == 6, run.text
    assert (run.verdict["verdict"], run.verdict["exitCode"]) == ("unreachable", 6)
    assert run.verdict["target"] == "http://127.0.0.1:9/{org}?key=***"
    assert run.verdict["reason"].startswith("http://127.0.0.1:9/drydock")


def test_a_password_in_an_address_is_told_nowhere(run: Run) -> None:
    run("-m", "MAP-5", target="http://rx:secret@127.0.0.1:9/{org}")
    assert run.code == 4, run.text
    assert (run.verdict["verdict"], run.verdict["target"]) == ("usage error", "http://127.0.0.1:9/{org}")
    assert "secret" not in run.text + json.dumps(run.verdict)


def test_nothing_of_an_earlier_run_is_left_when_the_next_cannot_begin(run: Run) -> None:
    run("-m", "MAP-5")
    assert run.verdict["verdict"] == "conforms"
    run("-m", "NOPE-1")
    assert (run.code, run.verdict["verdict"]) == (5, "nothing ran")
    assert run.verdict["reason"] == "the contract has no tag NOPE-1"


def test_a_folder_that_cannot_be_written_is_refused_before_anything_runs(run: Run, reports: Path) -> None:
    reports.touch()
    run("-m", "MAP-5")
    assert run.code == 4
    assert f"--reports {reports}: File exists" in run.text
