"""The scenarios of the contract, collected once, to be run in processes forked from this one."""

import contextlib
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest

from features.support.evidence import Outcome
from features.support.recording import PROPERTY
from features.support.rules import FEATURES, all_rules, contract
from features.support.sandwich import Addresses, Sandwich
from tests.defects.stand import Stand, open_stand

FLAGS = ["-q", "--no-header", "-s", "--assert=plain", "--strict-should", "-r", "N", "-p", "no:cacheprovider"]
LEFT_OUT = ["schemathesis", "hypothesispytest", "anyio", "xdist", "junitxml", "logging"]


@dataclass
class Course:
    """All scenarios by the node ids that pytest gives them, and the servers beside the bridge."""

    items: dict[str, pytest.Item]
    mocks: Addresses
    reported: list[pytest.TestReport]
    target: str = ""

    def rule_of(self, node: str) -> str:
        """The id of the rule that a scenario belongs to."""
        marks = {mark.name for mark in self.items[node].iter_markers()}
        return next(rule for rule in RULES if rule in marks)

    def stand(self) -> Stand:
        """What this process serves its bridges on, until it ends; the scenarios go there."""
        self._served = open_stand(self.mocks.careportals)
        stand, self.target = self._served.__enter__()
        return stand

    def run(self, node: str) -> Outcome:
        """Run one scenario against what is on the stand."""
        self.reported.clear()
        item = self.items[node]
        # Fixtures of the session stay when another scenario of it comes next.
        follower = next(other for other in self.items.values() if other is not item)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=follower)
        found: list[Any] = [
            data for report in self.reported for name, data in report.user_properties if name == PROPERTY
        ]
        return Outcome.from_data(found[-1])


RULES = tuple(rule.id for rule in all_rules(contract()))


class _Plugin:
    """Takes the place of pytest's own loop over the scenarios."""

    def __init__(self, mocks: Addresses, work: Callable[[Course], None]) -> None:
        self._mocks = mocks
        self._work = work
        self._reported: list[pytest.TestReport] = []
        self._out = sys.stdout  # that of pytest is not for people
        self.trouble: BaseException | None = None
        self.course: Course | None = None

    def pytest_collection(self, session: pytest.Session) -> None:
        """Let the scenarios have other parts than those of the run; the latest fixture of a name counts."""
        session.config.pluginmanager.register(_fixtures(self), "drydock-course")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what is said of the scenario that runs."""
        self._reported.append(report)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do the work instead."""
        items = {item.nodeid: item for item in session.items}
        self.course = Course(items, self._mocks, self._reported)
        try:
            with contextlib.redirect_stdout(self._out):
                self._work(self.course)
        except BaseException as trouble:
            self.trouble = trouble  # which pytest would keep to itself
        return True


def _fixtures(plugin: _Plugin) -> ModuleType:
    """What stands in for fixtures of the contract's own, as a plugin."""

    @pytest.fixture(scope="session")
    def parts() -> Addresses:
        """The servers; the target is what this process has put on its stand."""
        course = plugin.course
        assert course
        return Addresses(course.mocks.careportals, course.mocks.shipstation, course.target)

    module = ModuleType("fixtures")
    vars(module)["parts"] = parts
    return module


def over_the_course(work: Callable[[Course], None], *, only: str = "") -> None:
    """Start the servers, collect the scenarios and do `work` with them. `only` is pytest's -m.

    Raises what the work raises, and RuntimeError when the scenarios cannot be collected.
    """
    with Sandwich() as mocks:
        plugin = _Plugin(mocks, work)
        parts = ["--careportals", mocks.careportals, "--shipstation", mocks.shipstation]
        flags = [*FLAGS, *(flag for name in LEFT_OUT for flag in ("-p", f"no:{name}"))]
        text = io.StringIO()
        with contextlib.redirect_stdout(text):
            pytest.main(
                [str(FEATURES), *flags, *parts, "--target", mocks.target, "-m", only], plugins=[plugin]
            )
        if plugin.trouble:
            raise plugin.trouble
        if plugin.course is None:
            raise RuntimeError(f"the scenarios cannot be collected:\n{text.getvalue()}")
