"""Gathers what came of each scenario in the main process, and tells it: on the terminal and in files."""

import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from features.support.coverage import Coverage, enough
from features.support.deviations import Deviation
from features.support.evidence import Outcome
from features.support.exchange import without_credentials
from features.support.invocation import Invocation
from features.support.recording import PROPERTY
from features.support.report import console, files
from features.support.report.record import Record, in_order, versions
from features.support.rules import contract
from features.support.verdict import Judgement, Verdict, judge


def not_known() -> Coverage | None:
    """Nobody can tell what the traffic has shown."""
    return None


def all_run(*_names: str) -> str | None:
    """Nobody knows of a part that has ended."""
    return None


def make_room(folder: Path) -> None:
    """Take away what an earlier run has left. Raises UsageError when `folder` cannot be written to."""
    try:
        files.prepare(folder)
    except OSError as error:
        raise pytest.UsageError(f"--reports {folder}: {error.strerror}") from error


class Reporting:
    """One contract run, as its main process sees it.

    `ended` says of a part with one of some names why it does not run any more. `measure` tells at the end
    what the traffic has shown, of which at least `least` percent are asked for from a run of the whole
    contract.

    Raises UsageError when `folder`, where the files shall go, cannot be written to.
    """

    def __init__(self, target: str | None, folder: Path | None) -> None:
        self.target = without_credentials(target) if target else "the bridge that was started for this run"
        self.folder = folder
        self.accepted: tuple[Deviation, ...] = ()
        self.invocation = Invocation()
        self.ended: Callable[..., str | None] = all_run
        self.measure: Callable[[], Coverage | None] = not_known
        self.least: float | None = None
        self.coverage: Coverage | None = None
        self.started = time.time()
        self.outcomes: dict[str, Outcome] = {}
        self.begun: dict[str, Outcome] = {}
        self.trouble = ""
        self.record: Record | None = None
        if folder:
            make_room(folder)

    def refused(self, refusal: BaseException) -> None:
        """Write down why the run did not even begin."""
        code = getattr(refusal, "returncode", None)
        verdict = Verdict.USAGE_ERROR if code is None else Verdict(code)
        self._conclude(Judgement(verdict, _reason(refusal)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect the outcome of a scenario, whichever process ran it.

        What a worker was about to run when it died has no outcome: it is an error.
        """
        found: list[Any] = [data for name, data in report.user_properties if name == PROPERTY]
        for outcome in map(Outcome.from_data, found):
            begun = report.when == "setup" and report.passed
            (self.begun if begun else self.outcomes)[report.nodeid] = outcome
        if report.failed and not found:
            self._died(report.nodeid, str(report.longrepr))

    def _died(self, node: str, reason: str) -> None:
        if outcome := self.begun.get(node):
            outcome.state, outcome.got, outcome.given = "error", reason, self.invocation.parts
            self.outcomes[node] = outcome
        elif node.startswith("features/"):
            self.trouble = f"{node}: {reason}"

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A module that cannot be collected hides all its scenarios."""
        if report.failed:
            self.trouble = f"{report.nodeid} cannot be collected"

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Keep the reason why the run ends early."""
        if isinstance(excinfo.value, pytest.exit.Exception):
            self.trouble = _reason(excinfo.value)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Let the process end with the verdict's exit code, and leave the files behind."""
        if session.config.option.collectonly:
            return
        fallen, bridge = self.ended("careportals", "shipstation"), self.ended("bridge")
        judgement = judge(tuple(self.outcomes.values()), int(exitstatus), self.trouble, fallen)
        if bridge and judgement.verdict is Verdict.BROKEN:
            judgement = replace(judgement, reason=f"{bridge}; {judgement.reason}")
        self.coverage = None if fallen else self.measure()
        if self._record(judgement).whole:
            judgement = enough(judgement, self.coverage, self.least)
        session.exitstatus = self._conclude(judgement).verdict.value

    def _conclude(self, judgement: Judgement) -> Judgement:
        self.record = self._record(judgement)
        try:
            if self.folder:
                files.write(self.record, self.folder)
        except Exception as error:
            # Whatever it is: without its files a run must not look better, nor worse, than it was.
            reason = f"the files of {self.folder} cannot be written: {type(error).__name__}: {error}"
            judgement = Judgement(Verdict.HARNESS_ERROR, reason)
            self.record = self._record(judgement)
        return judgement

    def _record(self, judgement: Judgement) -> Record:
        return Record(
            book=contract(),
            outcomes=in_order(self.outcomes.values()),
            judgement=judgement,
            target=self.target,
            started=self.started,
            finished=time.time(),
            accepted=self.accepted,
            versions=versions(),
            invocation=self.invocation,
            coverage=self.coverage,
        )

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the rules, the guide and the verdict."""
        for line in console.lines(self.record) if self.record else ():
            terminalreporter.write_line(line)


def _reason(ended: BaseException) -> str:
    return re.sub(r"^Verdict: [\w ]+ - ", "", str(getattr(ended, "msg", ended)))
