import json
from pathlib import Path

import pytest

from features.support.evidence import Broken, Outcome, expect, failure_text

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
        guide=["G14"],
    )


def test_a_broken_rule_reads_like_this() -> None:
    expected = (GOLDEN / "broken.txt").read_text(encoding="utf-8")
    assert failure_text(outcome(), SENTENCE, "must") + "\n" == expected


def test_an_error_of_the_harness_leaves_out_what_it_does_not_know() -> None:
    failed = Outcome(
        "MAP-3", "An order that has left", "", "f.feature", 37, state="error", got="no answer\n\nat all"
    )
    expected = (GOLDEN / "harness_error.txt").read_text(encoding="utf-8")
    assert failure_text(failed, SENTENCE, "should") + "\n" == expected


def test_an_outcome_survives_the_way_from_worker_to_controller() -> None:
    assert Outcome.from_data(json.loads(json.dumps(outcome().as_data()))) == outcome()


def test_what_holds_is_no_news() -> None:
    expect([1], "something", "it")


def test_what_does_not_hold_is_broken_with_both_sides_and_the_place() -> None:
    with pytest.raises(Broken, match="expected 2 orders, got 3") as caught:
        expect(0, "2 orders", 3, "line 7")
    assert (caught.value.expected, caught.value.got, caught.value.where) == ("2 orders", "3", "line 7")
