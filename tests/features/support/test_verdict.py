import pytest

from features.support.evidence import Outcome
from features.support.verdict import Judgement, Verdict, judge


def outcomes(*states: str) -> list[Outcome]:
    return [
        Outcome(f"MAP-{number}", "A scenario", "", "f.feature", 1, state=state)
        for number, state in enumerate(states, start=1)
    ]


@pytest.mark.parametrize(
    ("states", "exit_code", "verdict", "reason"),
    [
        (["passed"], 0, Verdict.CONFORMS, "1 scenario passed"),
        (["passed", "passed"], 0, Verdict.CONFORMS, "2 scenarios passed"),
        (["broken", "passed"], 1, Verdict.BROKEN, "1 scenario failed, rules: MAP-1"),
        (["broken", "passed", "broken"], 1, Verdict.BROKEN, "2 scenarios failed, rules: MAP-1, MAP-3"),
        (["broken", "error", "skipped"], 1, Verdict.BROKEN, "1 scenario failed, rules: MAP-1"),
        (["passed", "error", "skipped"], 1, Verdict.HARNESS_ERROR, "the harness or a mock failed"),
        (["passed"], 1, Verdict.HARNESS_ERROR, "the harness or a mock failed"),
        ([], 1, Verdict.HARNESS_ERROR, "the harness or a mock failed"),
        (["passed"], 3, Verdict.HARNESS_ERROR, "the harness or a mock failed"),
        (
            ["passed", "skipped"],
            0,
            Verdict.NOT_FULLY_CHECKED,
            "1 scenario not checked, rules: MAP-2; 1 scenario passed",
        ),
        (
            ["passed", "skipped", "skipped"],
            0,
            Verdict.NOT_FULLY_CHECKED,
            "2 scenarios not checked, rules: MAP-2, MAP-3; 1 sc",
        ),
        (["skipped"], 0, Verdict.NOTHING_RAN, "no scenario could be checked here"),
        ([], 0, Verdict.NOTHING_RAN, "no scenario was selected, so nothing was checked"),
        ([], 5, Verdict.NOTHING_RAN, "no scenario was selected, so nothing was checked"),
        (["passed", "inapplicable"], 0, Verdict.CONFORMS, "1 scenario passed"),
        (["inapplicable"], 0, Verdict.NOTHING_RAN, "no scenario could be checked here"),
        (["passed", "deviation"], 0, Verdict.CONFORMS, "1 scenario passed, 1 known deviation (MAP-2)"),
        (["deviation"], 0, Verdict.CONFORMS, "0 scenarios passed, 1 known deviation (MAP-1)"),
        (["unmet", "passed"], 0, Verdict.CONFORMS, "1 scenario passed, 1 recommendation not met (MAP-1)"),
        (["unmet", "broken"], 1, Verdict.BROKEN, "1 scenario failed, rules: MAP-2"),
        (["passed"], 2, Verdict.INTERRUPTED, "the run did not come to its end"),
        ([], 4, Verdict.USAGE_ERROR, "the run did not come to its end"),
        ([], 6, Verdict.UNREACHABLE, "the run did not come to its end"),
    ],
)
def test_the_verdict_over_a_run(states: list[str], exit_code: int, verdict: Verdict, reason: str) -> None:
    judgement = judge(outcomes(*states), exit_code)
    assert judgement.verdict is verdict
    assert judgement.reason.startswith(reason)


def test_only_a_run_that_checked_everything_and_found_nothing_is_green() -> None:
    assert [verdict for verdict in Verdict if verdict.value == 0] == [Verdict.CONFORMS]


def test_a_verdict_reads_as_words() -> None:
    assert Verdict.NOT_FULLY_CHECKED.words == "not fully checked"


def test_a_rule_that_broke_twice_is_named_once() -> None:
    twice = outcomes("broken") + outcomes("broken")
    assert judge(twice, 1) == Judgement(Verdict.BROKEN, "2 scenarios failed, rules: MAP-1")


def test_a_recommendation_that_was_not_checked_is_told_and_weighs_nothing() -> None:
    found = outcomes("passed", "skipped")
    found[1].level = "should"
    reason = "1 scenario passed, 1 recommendation not checked (MAP-2)"
    assert judge(found, 0) == Judgement(Verdict.CONFORMS, reason)


def test_trouble_outside_of_the_scenarios_is_an_error_with_its_reason() -> None:
    assert judge(outcomes("passed"), 0, "f.py cannot be collected") == Judgement(
        Verdict.HARNESS_ERROR, "f.py cannot be collected"
    )


def test_a_run_that_was_ended_early_says_why() -> None:
    assert judge([], 6, "http://x: ConnectError") == Judgement(Verdict.UNREACHABLE, "http://x: ConnectError")


def test_a_verdict_and_its_reason_make_one_line() -> None:
    assert str(judge(outcomes("passed"), 0)) == "Verdict: conforms - 1 scenario passed"


def test_what_was_seen_after_a_mock_has_ended_blames_nobody() -> None:
    judgement = judge(outcomes("broken", "passed"), 1, fallen="python -m mocks.careportals ended")
    assert judgement.verdict is Verdict.HARNESS_ERROR
    assert "a mock ended during the run: python -m mocks.careportals ended" in judgement.reason
