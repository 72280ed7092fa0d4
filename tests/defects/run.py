"""Run the contract against one bridge, in a process that is used for nothing else."""

import contextlib
import io
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any

import pytest

import bridge.app
from bridge.settings import Settings
from features.support.evidence import Outcome
from features.support.recording import PROPERTY
from features.support.rules import FEATURES
from features.support.sandwich import Addresses
from tests.lean import LEAN
from tests.served import served


@dataclass
class Result:
    """What the contract made of one bridge; `text` is what the run printed."""

    exit_code: int = -1
    outcomes: list[Outcome] = field(default_factory=list)
    text: str = ""

    def broken(self) -> set[str]:
        """The rules that went red."""
        return {outcome.rule for outcome in self.outcomes if outcome.state == "broken"}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect the outcomes, as a plugin of the run."""
        found: list[Any] = [data for name, data in report.user_properties if name == PROPERTY]
        self.outcomes += map(Outcome.from_data, found)


def pool(workers: int) -> ProcessPoolExecutor:
    """A fresh process per run, forked from one that has imported everything already.

    A defect changes the modules of its process, so no two can share one; starting Python and importing
    anew for each would take most of the time.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload(
        [__name__, "tests.defects.warm", "pytest_bdd", "gherkin", "mako.template", "xdist.plugin"]
    )
    return ProcessPoolExecutor(workers, mp_context=context, max_tasks_per_child=1)


def check(rules: tuple[str, ...], mocks: Addresses, *options: str) -> Result:
    """Serve the bridge as it is in this process and check `rules` against it."""
    result, text = Result(), io.StringIO()
    app = bridge.app.create_app(Settings(mocks.careportals))
    with served(app) as port, contextlib.redirect_stdout(text):
        url = f"http://127.0.0.1:{port}/shipstation/{{org}}"
        flags = [
            "-q",
            "--no-header",
            "-r",
            "N",
            "-p",
            "no:cacheprovider",
            *LEAN,
            *options,
        ]
        parts = ["--careportals", mocks.careportals, "--shipstation", mocks.shipstation, "--target", url]
        code = pytest.main([str(FEATURES), *flags, "-m", " or ".join(rules), *parts], plugins=[result])
    return Result(int(code), result.outcomes, text.getvalue())
