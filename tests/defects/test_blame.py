from dataclasses import replace

import pytest

from features.support.evidence import Outcome
from tests.defects import console
from tests.defects.unusual.blame import Blame
from tests.defects.unusual.catalogue import Unusual

WAYS = {"keeps_silent": Unusual("keeps_silent", "Silent.", ("AUT-1", "AUT-3"), ("AUT-3",), lambda: None)}


def outcome(state: str) -> Outcome:
    return Outcome("AUT-1", "A scenario", "", "f.feature", 1, state=state, got="a surprise")


def blame(*rules: str) -> Blame:
    return Blame("a shop", ["keeps_silent"], rules)


def test_what_passes_over_its_own_recommendation_and_no_other_is_right() -> None:
    found = blame("AUT-1", "AUT-3")
    found.note("AUT-1", "f.py::n", outcome("passed"))
    found.note("AUT-1", "f.py::spared", None)
    found.note("AUT-1", "f.py::o", outcome("inapplicable"))
    found.note("AUT-3", "f.py::m", outcome("unmet"))
    assert (found.run, found.spared) == (3, 1)
    assert list(found.wrong(WAYS)) == []


def test_a_recommendation_that_counts_like_a_promise_is_one_all_the_same() -> None:
    found = blame("AUT-3")
    found.note("AUT-3", "f.py::n", replace(outcome("broken"), level="should"))
    assert list(found.wrong(WAYS)) == []


@pytest.mark.parametrize("state", ["broken", "error", "deviation", "skipped"])
def test_whatever_else_comes_of_a_scenario_is_told(state: str) -> None:
    found = blame("AUT-1")
    found.note("AUT-1", "f.py::n", outcome(state))
    assert list(found.wrong(WAYS)) == [f"n: AUT-1, {state}: a surprise"]


def test_a_recommendation_that_is_followed_in_its_way_may_not_be_missed() -> None:
    found = blame("AUT-1")
    found.note("AUT-1", "f.py::n", outcome("unmet"))
    assert list(found.wrong(WAYS)) == ["AUT-1 says that a recommendation is not followed"]


def test_a_recommendation_that_is_passed_over_must_be_missed() -> None:
    found = blame("AUT-3")
    found.note("AUT-3", "f.py::n", outcome("passed"))
    assert list(found.wrong(WAYS)) == ["AUT-3 does not say that its recommendation is passed over"]


def test_where_nothing_ran_nothing_is_right() -> None:
    assert list(blame("AUT-1").wrong(WAYS)) == ["nothing was checked"]
    found = blame("AUT-3")
    found.trouble = "the process died"
    assert list(found.wrong(WAYS)) == ["the process died"]


def test_the_terminal_tells_blame_by_endpoint_and_a_line_of_all() -> None:
    wrong, right = blame("AUT-1"), blame("AUT-1")
    wrong.note("AUT-1", "f.py::n", outcome("broken"))
    right.note("AUT-1", "f.py::n", outcome("passed"))
    assert list(console.blames([wrong, right], WAYS)) == [
        "BLAMED a shop: n: AUT-1, broken: a surprise",
        "1 unusual bridges, in endpoints of several: 1 times blamed; 2 scenarios",
    ]
    assert list(console.blames([right], WAYS)) == [
        "1 unusual bridges, in endpoints of several: none blamed; 1 scenarios"
    ]
    assert list(console.blames([], WAYS)) == []
