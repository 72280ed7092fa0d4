"""Writes down what happens to each scenario, step by step, in the process that runs it."""

import time
from collections.abc import Generator, Mapping
from typing import Any

import pytest
from pytest_bdd.parser import Scenario as BddScenario
from pytest_bdd.parser import Step as BddStep

from features.support import chain
from features.support.deviations import Deviation
from features.support.evidence import Broken, Outcome, StepResult, failure_text
from features.support.rules import FEATURES, GUIDE_ID, RULE_ID, Rule, Scenario, all_rules, contract

PROPERTY = "drydock"
"""The name under which an outcome travels in `report.user_properties`."""

NOT_APPLICABLE = "not applicable"
"""A skip whose reason begins so says that the rule does not concern this target."""

_OUTCOME = pytest.StashKey[Outcome]()


class Recorder:
    """Hooks of pytest and pytest-bdd; `deviations` are the accepted failures by rule id.

    With `strict` a recommendation that is not met counts as a broken rule. `given` are the variables of
    `make bdd` that say which parts the run has.
    """

    def __init__(self, deviations: Mapping[str, Deviation], *, strict: bool) -> None:
        self.deviations = deviations
        self.strict = strict
        self.given = ""

    def pytest_bdd_before_scenario(self, request: pytest.FixtureRequest, scenario: BddScenario) -> None:
        """List the steps; each counts as skipped until it has run."""
        outcome = outcome_of(request.node)
        outcome.started = time.time()
        outcome.steps = [
            StepResult(f"{step.keyword.strip()} {step.name}", step.line_number) for step in scenario.steps
        ]

    def pytest_bdd_before_step(self, request: pytest.FixtureRequest) -> None:
        """A step begins. Should the process be stopped within it, it has failed."""
        step = next(step for step in outcome_of(request.node).steps if step.state == "skipped")
        step.started, step.state = time.time(), "failed"

    def pytest_bdd_after_step(self, request: pytest.FixtureRequest) -> None:
        """The step has passed."""
        _finish(_latest(outcome_of(request.node)), "passed")

    def pytest_bdd_step_error(
        self, request: pytest.FixtureRequest, step: BddStep, exception: BaseException
    ) -> None:
        """Note which step failed, and whether the target or the harness is to blame."""
        outcome = outcome_of(request.node)
        _finish(_latest(outcome), "failed")
        self._failed(request, outcome, step, exception)

    def pytest_bdd_step_func_lookup_error(
        self, request: pytest.FixtureRequest, step: BddStep, exception: BaseException
    ) -> None:
        """A step without a definition checked nothing: the harness is to blame."""
        outcome = outcome_of(request.node)
        found = next(result for result in outcome.steps if result.state == "skipped")
        found.started = time.time()
        _finish(found, "undefined")
        self._failed(request, outcome, step, exception)

    def _failed(
        self, request: pytest.FixtureRequest, outcome: Outcome, step: BddStep, exception: BaseException
    ) -> None:
        outcome.step = f"{step.keyword.strip()} {step.name}"
        outcome.step_line = step.line_number
        if isinstance(exception, Broken):
            outcome.state = self._accepted(outcome)
            outcome.expected, outcome.got, outcome.where = exception.expected, exception.got, exception.where
        else:
            outcome.state = "error"
            outcome.got = f"{type(exception).__name__}: {exception}"
        chain.attach(request, outcome)

    def _accepted(self, outcome: Outcome) -> str:
        if outcome.rule in self.deviations:
            outcome.reason = str(self.deviations[outcome.rule])
            return "deviation"
        return "unmet" if outcome.level == "should" and not self.strict else "broken"

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Attach the outcome to the report, and say what is broken in the contract's words.

        The one of a good set-up says what was begun, should the process end before the scenario does.
        """
        report = yield
        # `pytest .` runs the tests of the harness in the same session; they are no scenarios.
        if FEATURES not in item.path.parents:
            return report
        # Nobody reads them, and xdist takes as long to carry them as all the rest.
        report.keywords = {}
        if call.when != "teardown" or report.failed:
            outcome = outcome_of(item)
            outcome.seconds += call.duration
            self._conclude(outcome, report, call)
            report.user_properties.append((PROPERTY, outcome.as_data()))
        return report

    def _conclude(self, outcome: Outcome, report: pytest.TestReport, call: pytest.CallInfo[None]) -> None:
        if report.skipped and isinstance(report.longrepr, tuple):
            # What was raised, a colon, the reason.
            outcome.reason = report.longrepr[2].partition(": ")[2]
            outcome.state = "inapplicable" if outcome.reason.startswith(NOT_APPLICABLE) else "skipped"
            for step in outcome.steps:
                # One may have been under way when it turned out that the scenario cannot be checked.
                step.state = "passed" if step.state == "passed" else "skipped"
        elif report.failed and (outcome.state == "passed" or _spoiled(outcome, call)):
            outcome.state, outcome.got = "error", str(call.excinfo and call.excinfo.value)
        if outcome.failed:
            outcome.given = self.given
        outcome.clean()
        if report.failed:
            text = failure_text(outcome, sentence(outcome.rule))
            report.longrepr = f"{report.longrepr}\n\n{text}" if outcome.state == "error" else text
        if report.failed and outcome.state in {"deviation", "unmet"}:
            # To pytest it is an expected failure: told, and no reason to fail.
            report.outcome = "skipped"
            report.wasxfail = outcome.reason or "recommendation not met"


def _spoiled(outcome: Outcome, call: pytest.CallInfo[None]) -> bool:
    """Whether tidying up failed after a scenario that would not have counted against anybody."""
    return call.when == "teardown" and outcome.state != "broken"


def sentence(rule: str) -> str:
    """What a rule says, by its id."""
    return next((found.sentence for found in all_rules(contract()) if found.id == rule), "")


def _latest(outcome: Outcome) -> StepResult:
    return [step for step in outcome.steps if step.state != "skipped"][-1]


def _finish(step: StepResult, state: str) -> None:
    step.state, step.seconds = state, time.time() - step.started


def outcome_of(item: pytest.Item) -> Outcome:
    """What is written down about a scenario so far."""
    if _OUTCOME not in item.stash:
        item.stash[_OUTCOME] = _new_outcome(item)
    return item.stash[_OUTCOME]


def _new_outcome(item: pytest.Item) -> Outcome:
    marks = {mark.name for mark in item.iter_markers()}
    rule = next((rule for rule in all_rules(contract()) if rule.id in marks), None)
    scenario = _scenario(rule, item)
    call: Any = getattr(item, "callspec", None)
    return Outcome(
        rule=rule.id if rule else next((mark for mark in marks if RULE_ID.fullmatch(mark)), ""),
        scenario=scenario.name if scenario else item.name,
        example=item.name.partition("[")[2].removesuffix("]"),
        file=rule.file if rule else "",
        line=scenario.line if scenario else 0,
        row=next(iter(call.indices.values())) if call else 0,
        node=item.nodeid,
        level=rule.level if rule else "must",
        source=rule.source if rule else "",
        guide=sorted((mark for mark in marks if GUIDE_ID.fullmatch(mark)), key=lambda mark: int(mark[1:])),
        started=time.time(),
    )


def _scenario(rule: Rule | None, item: pytest.Item) -> Scenario | None:
    # pytest-bdd gives the test function a docstring of the feature's and the scenario's name.
    said = str(getattr(getattr(item, "obj", None), "__doc__", ""))
    named = [each for each in (rule.scenarios if rule else ()) if said.endswith(f": {each.name}")]
    return max(named, key=lambda each: len(each.name), default=None)
