import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from features.support.coverage import Coverage, Point
from features.support.evidence import Outcome
from features.support.recording import PROPERTY
from features.support.report.record import Record
from features.support.reporting import Reporting
from features.support.verdict import Verdict


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return tmp_path / "reports"


def report(node: str, outcome: Outcome | None, when: str = "call", *, failed: bool = False) -> Any:
    """A report of a scenario as a worker sends it."""
    found = [] if outcome is None else [(PROPERTY, outcome.as_data())]
    return SimpleNamespace(
        nodeid=node,
        when=when,
        failed=failed,
        passed=not failed,
        longrepr="worker died",
        user_properties=found,
    )


def outcome(node: str, state: str = "passed") -> Outcome:
    return Outcome("MAP-2", "An order", "", "features/03_mapping.feature", 34, node=node, state=state)


def finished(reporting: Reporting, code: int = 0) -> Verdict:
    option = SimpleNamespace(collectonly=False)
    session: Any = SimpleNamespace(config=SimpleNamespace(option=option), exitstatus=code)
    reporting.pytest_sessionfinish(session, code)
    return Verdict(session.exitstatus)


def test_a_scenario_that_was_begun_and_never_ended_is_an_error(reports: Path) -> None:
    reporting = Reporting(None, reports)
    reporting.pytest_runtest_logreport(report("a", outcome("a"), "setup"))
    reporting.pytest_runtest_logreport(report("a", None, "???", failed=True))
    assert [(o.state, o.got) for o in reporting.outcomes.values()] == [("error", "worker died")]


def test_the_end_of_a_scenario_counts_not_its_beginning() -> None:
    reporting = Reporting(None, None)
    reporting.pytest_runtest_logreport(report("a", outcome("a"), "setup"))
    assert finished(reporting) is Verdict.NOTHING_RAN
    reporting.pytest_runtest_logreport(report("a", outcome("a")))
    assert finished(reporting) is Verdict.CONFORMS


def test_a_scenario_of_which_nothing_is_known_spoils_the_run() -> None:
    reporting = Reporting(None, None)
    reporting.pytest_runtest_logreport(report("features/test_contract.py::test_x", None, "???", failed=True))
    assert finished(reporting, 1) is Verdict.HARNESS_ERROR
    assert reporting.trouble == "features/test_contract.py::test_x: worker died"


def test_a_module_that_cannot_be_collected_spoils_the_run() -> None:
    reporting = Reporting(None, None)
    reporting.pytest_runtest_logreport(report("a", outcome("a")))
    reporting.pytest_collectreport(report("features/test_contract.py", None, failed=True))
    assert finished(reporting) is Verdict.HARNESS_ERROR


def test_the_reason_of_an_early_end_is_kept() -> None:
    reporting = Reporting("http://h/{org}", None)
    ended: Any = SimpleNamespace(value=pytest.exit.Exception("Verdict: unreachable - http://h/x - no", 6))
    reporting.pytest_keyboard_interrupt(ended)
    assert finished(reporting, 6) is Verdict.UNREACHABLE
    assert reporting.record is not None
    assert reporting.record.judgement.reason == "http://h/x - no"


def test_files_that_cannot_be_written_are_an_error_of_the_harness(reports: Path) -> None:
    reporting = Reporting(None, reports)
    reporting.pytest_runtest_logreport(report("a", outcome("a")))
    reports.rmdir()
    assert finished(reporting) is Verdict.HARNESS_ERROR
    said: list[str] = []
    terminal: Any = SimpleNamespace(write_line=said.append)
    reporting.pytest_terminal_summary(terminal)
    assert said[-1].startswith(
        f"Verdict: harness error - the files of {reports} cannot be written: FileNotFound"
    )


def test_a_run_that_is_refused_says_so_in_the_files(reports: Path) -> None:
    Reporting(None, reports).refused(pytest.UsageError("--target must hold {org}"))
    found = json.loads((reports / "verdict.json").read_text(encoding="utf-8"))
    assert (found["exitCode"], found["reason"]) == (4, "--target must hold {org}")


def test_a_run_of_the_whole_contract_has_to_show_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    for whole, verdict in ((True, Verdict.NOT_FULLY_CHECKED), (False, Verdict.CONFORMS)):
        monkeypatch.setattr(Record, "whole", whole)
        reporting = Reporting(None, None)
        reporting.least, reporting.measure = 60, lambda: Coverage((Point("g", "n"),))
        reporting.pytest_runtest_logreport(report("a", outcome("a")))
        assert finished(reporting) is verdict
        assert reporting.record is not None
        assert reporting.record.coverage == reporting.measure()


def test_a_mock_that_ended_is_the_reason_for_what_seemed_broken(reports: Path) -> None:
    reporting = Reporting(None, reports)
    reporting.ended = lambda *names: "it was killed" if "careportals" in names else None
    reporting.pytest_runtest_logreport(report("a", outcome("a", "broken")))
    assert finished(reporting) is Verdict.HARNESS_ERROR
    assert "a mock ended during the run: it was killed" in (reports / "verdict.json").read_text()


def test_a_bridge_that_ended_is_named_before_the_rules(reports: Path) -> None:
    reporting = Reporting(None, reports)
    reporting.ended = lambda *names: "python -m bridge ended" if "bridge" in names else None
    reporting.pytest_runtest_logreport(report("a", outcome("a", "broken")))
    assert finished(reporting) is Verdict.BROKEN
    assert "python -m bridge ended; 1 scenario failed" in (reports / "verdict.json").read_text()
