from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from features.support.deviations import Deviation
from features.support.evidence import Broken, HarnessError, Outcome
from features.support.recording import PROPERTY, Recorder, sentence
from features.support.rules import FEATURES, Rule, all_rules, contract

KNOWN = {"MAP-2": Deviation("MAP-2", "T-1", date(2999, 12, 31))}


def rule(level: str = "must", name: str = "") -> Rule:
    return next(r for r in all_rules(contract()) if r.level == level and name in {"", r.id})


class Item:
    """As much of a test function made by pytest-bdd as is looked at."""

    def __init__(
        self, rule: Rule, row: int | None = None, path: Path = FEATURES / "test_contract.py"
    ) -> None:
        self.name = "test_it[slow]" if row is not None else "test_it"
        self.nodeid = f"features/test_contract.py::{self.name}"
        self.path = path
        self.stash = pytest.Stash()
        self.obj = SimpleNamespace(__doc__=f"A title: with colon: {rule.scenarios[0].name}")
        self.marks = [SimpleNamespace(name=name) for name in ("G12", "G9", *rule.tags)]
        if row is not None:
            self.callspec = SimpleNamespace(indices={"_pytest_bdd_example": row})

    def iter_markers(self) -> list[Any]:
        return self.marks


class Request:
    """A request for fixtures that has none."""

    def __init__(self, item: Item) -> None:
        self.node = item

    def getfixturevalue(self, name: str) -> None:
        raise LookupError(name)


def step(text: str, line: int) -> Any:
    return SimpleNamespace(keyword="When ", name=text, line_number=line)


STEPS = [step("one", 3), step("two", 4), step("three", 5)]


def played(recorder: Any, item: Item, error: BaseException | None = None, *, defined: bool = True) -> None:
    """A scenario of three steps, of which the second ends with `error`."""
    request = Request(item)
    recorder.pytest_bdd_before_scenario(request, SimpleNamespace(steps=STEPS))
    for each in STEPS:
        if error and each is STEPS[1] and not defined:
            recorder.pytest_bdd_step_func_lookup_error(request, each, error)
            return
        recorder.pytest_bdd_before_step(request)
        if error and each is STEPS[1]:
            recorder.pytest_bdd_step_error(request, each, error)
            return
        recorder.pytest_bdd_after_step(request)


def reported(recorder: Any, item: Item, outcome: str, when: str = "call", longrepr: object = "why") -> Any:
    """The report that comes out when pytest made one of this outcome."""
    report = SimpleNamespace(
        longrepr=longrepr,
        outcome=outcome,
        user_properties=[],
        **{name: name == outcome for name in ("passed", "failed", "skipped")},
    )
    call = SimpleNamespace(when=when, duration=0.5, excinfo=SimpleNamespace(value="a timeout"))
    hook = recorder.pytest_runtest_makereport(item, call)
    next(hook)
    with pytest.raises(StopIteration) as stopped:
        hook.send(report)
    return stopped.value.value


def recorded(report: Any) -> Outcome:
    ((name, data),) = report.user_properties
    assert name == PROPERTY
    return Outcome.from_data(data)


def test_a_scenario_is_known_by_its_rule_place_and_row() -> None:
    found = rule(name="MAP-2")
    outcome = recorded(reported(Recorder({}, strict=False), Item(found, row=3), "passed"))
    assert (outcome.rule, outcome.level, outcome.guide[:2]) == ("MAP-2", "must", ["G9", "G12"])
    assert (outcome.file, outcome.line) == (found.file, found.scenarios[0].line)
    assert (outcome.scenario, outcome.example, outcome.row) == (found.scenarios[0].name, "slow", 3)


def test_each_step_is_recorded_with_its_state() -> None:
    recorder, item = Recorder({}, strict=False), Item(rule())
    played(recorder, item)
    outcome = recorded(reported(recorder, item, "passed"))
    assert [(each.text, each.line, each.state) for each in outcome.steps] == [
        ("When one", 3, "passed"),
        ("When two", 4, "passed"),
        ("When three", 5, "passed"),
    ]
    assert (outcome.state, outcome.seconds) == ("passed", 0.5)


@pytest.mark.parametrize(
    ("name", "level", "strict", "state"),
    [
        ("MAP-2", "must", False, "deviation"),
        ("MAP-1", "must", False, "broken"),
        ("", "should", False, "unmet"),
        ("", "should", True, "broken"),
    ],
)
def test_a_broken_step_weighs_what_its_rule_weighs(name: str, level: str, strict: bool, state: str) -> None:
    recorder, item = Recorder(KNOWN, strict=strict), Item(rule(level, name))
    played(recorder, item, Broken("this", "that", "here"))
    report = reported(recorder, item, "failed")
    outcome = recorded(report)
    assert (outcome.state, outcome.expected, outcome.got, outcome.where) == (state, "this", "that", "here")
    assert [each.state for each in outcome.steps] == ["passed", "failed", "skipped"]
    assert (outcome.step, outcome.step_line) == ("When two", 4)
    assert report.outcome == ("failed" if state == "broken" else "skipped")
    assert hasattr(report, "wasxfail") == (state != "broken")
    assert report.longrepr.splitlines()[0].endswith(outcome.rule)


def test_any_other_exception_is_the_harnesss_and_never_a_deviation() -> None:
    recorder, item = Recorder(KNOWN, strict=False), Item(rule(name="MAP-2"))
    played(recorder, item, HarnessError("no mock"))
    report = reported(recorder, item, "failed")
    assert (recorded(report).state, recorded(report).got) == ("error", "HarnessError: no mock")
    assert report.longrepr.startswith("why\n\nHARNESS ERROR MAP-2\n")


def test_an_undefined_step_is_undefined_and_an_error() -> None:
    recorder, item = Recorder({}, strict=False), Item(rule())
    played(recorder, item, LookupError("two"), defined=False)
    outcome = recorded(reported(recorder, item, "failed"))
    assert [each.state for each in outcome.steps] == ["passed", "undefined", "skipped"]
    assert outcome.state == "error"


def test_a_step_that_never_ended_has_failed() -> None:
    recorder, item = Recorder({}, strict=False), Item(rule())
    recorder.pytest_bdd_before_scenario(Request(item), SimpleNamespace(steps=STEPS))  # type: ignore[arg-type]
    recorder.pytest_bdd_before_step(Request(item))  # type: ignore[arg-type]
    outcome = recorded(reported(recorder, item, "failed"))
    assert [each.state for each in outcome.steps] == ["failed", "skipped", "skipped"]
    assert (outcome.state, outcome.got) == ("error", "a timeout")


@pytest.mark.parametrize(
    ("reason", "state"),
    [("not checked: no shop", "skipped"), ("not applicable: this shop has no coupons", "inapplicable")],
)
def test_a_skip_says_whether_the_rule_concerns_the_target(reason: str, state: str) -> None:
    longrepr = ("f.py", 1, f"Skipped: {reason}")
    outcome = recorded(reported(Recorder({}, strict=False), Item(rule()), "skipped", longrepr=longrepr))
    assert (outcome.state, outcome.reason) == (state, reason)


def test_a_step_that_finds_out_that_it_cannot_check_is_skipped() -> None:
    recorder, item = Recorder({}, strict=False), Item(rule())
    recorder.pytest_bdd_before_scenario(Request(item), SimpleNamespace(steps=STEPS))  # type: ignore[arg-type]
    recorder.pytest_bdd_before_step(Request(item))  # type: ignore[arg-type]
    outcome = recorded(reported(recorder, item, "skipped", longrepr=("f.py", 1, "NotChecked: no clock")))
    assert (outcome.state, outcome.reason) == ("skipped", "no clock")
    assert {each.state for each in outcome.steps} == {"skipped"}


def test_tidying_up_that_fails_does_not_hide_behind_a_deviation() -> None:
    recorder, item = Recorder(KNOWN, strict=False), Item(rule(name="MAP-2"))
    played(recorder, item, Broken("this", "that"))
    assert recorded(reported(recorder, item, "failed")).state == "deviation"
    report = reported(recorder, item, "failed", "teardown")
    assert (recorded(report).state, report.outcome) == ("error", "failed")


def test_a_good_set_up_tells_what_is_begun_and_a_good_end_nothing() -> None:
    recorder, item = Recorder({}, strict=False), Item(rule())
    assert recorded(reported(recorder, item, "passed", "setup")).rule == rule().id
    assert reported(recorder, item, "passed", "teardown").user_properties == []
    assert recorded(reported(recorder, item, "failed", "teardown")).state == "error"


def test_a_test_of_the_harness_is_no_scenario() -> None:
    item = Item(rule(), path=Path(__file__))
    assert reported(Recorder({}, strict=False), item, "failed").user_properties == []


def test_a_rule_is_known_by_its_sentence() -> None:
    assert sentence(rule().id) == rule().sentence
    assert sentence("NOPE-1") == ""
