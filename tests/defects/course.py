"""The scenarios of the contract, collected once, to be run in processes forked from this one."""

import contextlib
import io
import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from types import ModuleType
from typing import Any

import httpx2
import pytest

from features.support.evidence import Outcome
from features.support.recording import PROPERTY
from features.support.rules import FEATURES, all_rules, contract
from features.support.sandwich import Addresses, Sandwich
from features.support.wire import Send, connections
from tests.defects.indoors import ADDRESSES, Doorway, Indoors, through_the_door
from tests.defects.stand import Stand, open_stand

FLAGS = [
    "-q",
    "--no-header",
    "-s",
    "--tb=native",
    "--assert=plain",
    "--strict-should",
    "--time-limit",
    "4",  # seconds: some broken bridges never answer
    "-r",
    "N",
    "-p",
    "no:cacheprovider",
]
LEFT_OUT = [
    "anyio",
    "faulthandler",
    "hypothesispytest",
    "junitxml",
    "locust",
    "logging",
    "schemathesis",
    "stepwise",
    "subtests",
    "threadexception",
    "unraisableexception",
    "warnings",
    "xdist",
]
"""Plugins that have no part in what becomes of a scenario, and are asked at each."""


class Course:
    """All scenarios by the node ids that pytest gives them, and the servers beside the bridge."""

    def __init__(
        self, items: dict[str, pytest.Item], mocks: Addresses, reported: list[pytest.TestReport]
    ) -> None:
        self.items = items
        self.mocks = mocks
        self.addresses = mocks
        """Where the scenario that runs finds the parts."""
        self._reported = reported
        self._outdoors = mocks

    def rule_of(self, node: str) -> str:
        """The id of the rule that a scenario belongs to."""
        marks = {mark.name for mark in self.items[node].iter_markers()}
        return next(rule for rule in RULES if rule in marks)

    @cached_property
    def stand(self) -> Stand:
        """What this process serves its bridges on, until it ends; the scenarios go there."""
        self._served = open_stand(self.mocks.careportals)
        stand, target = self._served.__enter__()
        self._outdoors = Addresses(self.mocks.careportals, self.mocks.shipstation, target)
        return stand

    @cached_property
    def rooms(self) -> Indoors:
        """The parts indoors, in this process."""
        return Indoors()

    def run(self, node: str, *, indoors: bool = False) -> Outcome:
        """Run one scenario against what is on the stand, or against the bridge that was put indoors."""
        self._reported.clear()
        self.addresses = ADDRESSES if indoors else self._outdoors
        item = self.items[node]
        # Fixtures of the session stay when another scenario of it comes next.
        follower = next(other for other in self.items.values() if other is not item)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=follower)
        found: list[Any] = [
            data for report in self._reported for name, data in report.user_properties if name == PROPERTY
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

    @pytest.fixture
    def parts() -> Addresses:
        """The servers, or what stands for them indoors."""
        assert plugin.course
        return plugin.course.addresses

    @pytest.fixture(scope="session")
    def send() -> Iterator[Send]:
        """Connections to the mocks, indoors and over the network."""
        assert plugin.course
        with connections() as outdoors:
            yield through_the_door(plugin.course.rooms, outdoors)

    @pytest.fixture(scope="session")
    def outside(pytestconfig: pytest.Config) -> Iterator[httpx2.Client]:
        """A client for the bridge, indoors and over the network."""
        assert plugin.course
        time_limit = pytestconfig.getoption("--time-limit")
        with httpx2.Client(transport=Doorway(plugin.course.rooms), timeout=time_limit) as client:
            yield client

    module = ModuleType("fixtures")
    vars(module).update(parts=parts, send=send, outside=outside)
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
