from pathlib import Path

import pytest

from features.support.evidence import (
    Attachment,
    Broken,
    Hop,
    Outcome,
    StepResult,
    expect,
    failure_text,
    printable,
)

GOLDEN = Path(__file__).parent / "golden"
SENTENCE = "shipped and completed are Shipped"


def outcome() -> Outcome:
    return Outcome(
        rule="MAP-3",
        scenario="An order that has left",
        example="completed",
        file="features/03_mapping.feature",
        line=37,
        node="features/test_contract.py::test_an_order_that_has_left[completed]",
        state="broken",
        step='Then the order 1392 is in the tab "Shipped"',
        step_line=40,
        expected="the order 1392 in the tab Shipped, once",
        got="Awaiting Shipment",
        where="GET http://bridge/shipstation/clinic_x?action=export&page=1 -> 200\nGET http://bridge/ -> 500",
        chain="> GET http://bridge/ -> 500\n      CarePortals was not asked",
        curl="curl -i -X GET http://bridge/",
        guide=["G14"],
        steps=[StepResult("Given an order", 38, "passed", 1.5, 0.25)],
        hops=[Hop("harness", "GET", "http://bridge/", 500, last=True)],
        attachments=[Attachment("answer.xml", "application/xml", "<Orders/>")],
    )


def test_a_broken_rule_reads_like_this() -> None:
    expected = (GOLDEN / "broken.txt").read_text(encoding="utf-8")
    assert failure_text(outcome(), SENTENCE) + "\n" == expected


def test_an_error_of_the_harness_leaves_out_what_it_does_not_know() -> None:
    failed = Outcome(
        "MAP-3", "An order", "", "f.feature", 37, level="should", state="error", got="no answer\n\nat all"
    )
    expected = (GOLDEN / "harness_error.txt").read_text(encoding="utf-8")
    assert failure_text(failed, SENTENCE) + "\n" == expected


def test_the_parts_of_the_run_are_given_again_to_repeat_it() -> None:
    failed = outcome()
    failed.given = "BRIDGE='php -S'"
    *_, rule, scenario = failure_text(failed, SENTENCE).splitlines()
    assert rule == "  repeat    make bdd RULE=MAP-3 BRIDGE='php -S'"
    assert scenario.endswith("::test_an_order_that_has_left[completed]' BRIDGE='php -S'")


def test_an_outcome_survives_the_way_from_worker_to_controller() -> None:
    assert Outcome.from_data(outcome().as_data()) == outcome()


def test_what_holds_is_no_news() -> None:
    expect([1], "something", "it")


def test_what_does_not_hold_is_broken_with_both_sides_and_the_place() -> None:
    with pytest.raises(Broken, match="expected 2 orders, got 3") as caught:
        expect(0, "2 orders", 3, "line 7")
    assert (caught.value.expected, caught.value.got, caught.value.where) == ("2 orders", "3", "line 7")


@pytest.mark.parametrize(
    ("state", "head"),
    [
        ("broken", "BROKEN MAP-3"),
        ("unmet", "RECOMMENDATION NOT MET MAP-3"),
        ("deviation", "KNOWN DEVIATION MAP-3"),
        ("error", "HARNESS ERROR MAP-3"),
    ],
)
def test_the_first_line_says_what_kind_of_failure_it_is(state: str, head: str) -> None:
    failed = outcome()
    failed.state = state
    assert failure_text(failed, SENTENCE).splitlines()[0] == head


def test_an_accepted_failure_says_why_it_is_accepted() -> None:
    failed = outcome()
    failed.reason = "known deviation until 2026-12-31: TICKET-12"
    assert "\n  accepted  known deviation until 2026-12-31: TICKET-12\n" in failure_text(failed, SENTENCE)


def test_a_text_holds_nothing_that_some_report_could_not() -> None:
    assert (
        printable("a\r\nb\tc\x07\x7f\ud800\ufffe\U0001f600é")
        == r"a" + "\n" + "b\tc" + r"\x07\x7f\ud800\ufffe" + "😀é"
    )


def test_every_text_of_an_outcome_can_be_made_printable() -> None:
    failed = outcome()
    failed.got, failed.attachments[0].body, failed.hops[0].note = "\x01", "\x02", "\x03"
    failed.clean()
    assert failed.hops[0].note == r"\x03"
    assert (failed.got, failed.attachments[0].body) == (r"\x01", r"\x02")


def test_a_row_of_an_outline_is_named_with_its_scenario() -> None:
    assert outcome().title == "An order that has left [completed]"
