from dataclasses import replace
from datetime import date

import pytest

from features.support.deviations import Deviation
from features.support.evidence import Outcome
from features.support.report.record import (
    FAMILIES,
    STATES,
    Record,
    in_order,
    moment,
    versions,
    worst,
)
from features.support.rules import RULE_ID
from features.support.verdict import FAILED
from tests.features.support.conftest import Write
from tests.features.support.report.conftest import outcomes, record_of

USR_1 = Deviation("USR-1", "TICKET-2", date(2026, 12, 31))


def test_a_rule_is_as_bad_as_its_worst_scenario(red: Record) -> None:
    assert [(r.rule.id, r.state) for r in red.results] == [
        ("USR-1", "broken"),
        ("USR-2", "unmet"),
        ("STO-1", "skipped"),
    ]


def test_a_rule_that_was_not_selected_is_there_without_a_state(green: Record) -> None:
    assert [(r.rule.id, r.state) for r in green.results][1:] == [("USR-2", ""), ("STO-1", "")]


def test_every_state_is_counted_and_the_counts_make_the_whole(red: Record) -> None:
    assert red.counts["broken"] == red.counts["error"] == red.counts["unmet"] == 1
    assert set(red.counts) == set(STATES) - {""}
    assert sum(red.counts.values()) == len(red.outcomes)


def test_a_scenario_that_does_not_concern_the_target_does_not_darken_its_rule() -> None:
    found = [replace(outcomes()[0], state=state) for state in ("inapplicable", "passed")]
    assert worst(found) == "passed"


def test_a_run_is_whole_when_every_row_of_every_scenario_was_selected(red: Record, green: Record) -> None:
    assert red.whole
    assert not green.whole


def test_failures_come_with_the_worst_first(red: Record) -> None:
    assert [found.state for found in red.failures()] == ["broken", "error", "unmet"]
    assert {found.state for found in red.failures()} < FAILED


def test_what_was_left_out_is_grouped_by_reason(red: Record) -> None:
    assert {reason: len(found) for reason, found in red.not_checked().items()} == {"not checked: no shop": 1}


def test_a_statement_has_the_scenarios_that_cite_it(red: Record) -> None:
    found = {statement.id: len(cited) for statement, cited in red.statements()}
    assert (len(found), found["G1"], found["G9"], found["G2"]) == (20, 3, 1, 0)


@pytest.mark.parametrize(
    ("states", "use"),
    [
        (("passed", "passed", "passed"), "no longer needed"),
        (("passed", "deviation", "passed"), "met"),
        (("passed", "passed"), "not checked"),
        (("passed", "passed", "skipped"), "not checked"),
        ((), "not checked"),
    ],
)
def test_a_deviation_says_whether_it_is_still_needed(write: Write, states: tuple[str, ...], use: str) -> None:
    found = [replace(each, state=state) for each, state in zip(outcomes(), states, strict=False)]
    assert record_of(write, found).use_of(USR_1) == use


def test_outcomes_are_put_into_the_order_of_the_features() -> None:
    def key(found: Outcome) -> tuple[str, int, int]:
        return (found.file, found.line, found.row)

    assert in_order(reversed(outcomes())) == tuple(sorted(outcomes(), key=key))


def test_each_family_of_rules_has_a_name() -> None:
    assert [family for family in FAMILIES if not RULE_ID.fullmatch(f"{family}-1")] == []
    assert len(FAMILIES) == RULE_ID.pattern.count("|") + 1


def test_a_moment_is_in_utc() -> None:
    assert moment(0.5) == "1970-01-01T00:00:00.500Z"


def test_versions_name_what_ran() -> None:
    assert set(versions()) == {"drydock", "pytest", "pytest-bdd", "python"}
