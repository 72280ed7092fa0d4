from typing import Any

import pytest

from features.support.coverage import Answer, Coverage, Point, assembled, begin, enough, measured
from features.support.evidence import HarnessError
from features.support.sandwich import Addresses
from features.support.verdict import Judgement, Verdict
from features.support.wire import Server, connections

GOOD = Judgement(Verdict.CONFORMS, "5 scenarios passed")
HALF = Coverage((Point("Document", "Order", valid=True), Point("Document", "Item")))


def told(**changed: object) -> Any:
    """What the mock ShipStation tells, with little in it."""
    element = {
        "element": "Order/OrderID",
        "facet": "maxLength",
        "limit": "50",
        "valid": True,
        "refused": False,
    }
    nothing: dict[str, object] = {
        "points": [element],
        "statuses": [],
        "answers": {},
        "parameters": {"carrier": []},
    }
    return nothing | changed


def points(seen: Any, *by_hand: Answer) -> dict[str, Point]:
    return {point.name: point for point in assembled(seen, by_hand).points}


def test_a_point_is_seen_when_something_was_taken_or_refused_with_it() -> None:
    found = [
        Point("g", "n", valid=valid, refused=refused) for valid in (True, False) for refused in (True, False)
    ]
    assert [point.seen for point in found] == [True, True, True, False]
    assert str(Coverage(tuple(found))) == "3 of 4 points, 75 %"


def test_no_points_are_no_coverage() -> None:
    assert Coverage(()).percent == 0


def test_a_percentage_is_never_rounded_up() -> None:
    assert Coverage((*[Point("g", "n", valid=True)] * 199, Point("g", "n"))).percent == 99


def test_the_points_of_the_document_are_as_shipstation_tells_them() -> None:
    found = points(told())["Order/OrderID"]
    assert (found.group, found.facet, found.limit) == ("Orders document", "maxLength", "50")
    assert (found.valid, found.refused) == (True, False)


def test_the_statuses_are_the_guides() -> None:
    found = [
        point for point in assembled(told(statuses=["shipped", "lost"]), ()).points if "guide" in point.group
    ]
    assert len(found) == 7
    assert [(point.name, point.limit) for point in found if point.seen] == [("shipped", "Shipped Status")]


def test_answers_are_those_to_shipstation_and_those_to_the_harness() -> None:
    found = points(told(answers={"export": [200, 503]}), ("export", 404, ()), ("shipnotify", 401, ()))
    seen = {name: point.values for name, point in found.items() if ": " in name and point.seen}
    assert seen == {
        "export: 2xx": ("200",),
        "export: 4xx but 401": ("404",),
        "export: 5xx": ("503",),
        "shipnotify: 401": ("401",),
    }
    assert (found["export: 2xx"].valid, found["export: 5xx"].refused) == (True, True)


def test_a_parameter_counts_as_the_notice_was_answered() -> None:
    by_hand: Answer = ("shipnotify", 400, ("action", "carrier"))
    found = points(told(parameters={"carrier": ["valid"], "service": []}), by_hand)
    assert (found["carrier"].valid, found["carrier"].refused) == (True, True)
    assert not found["service"].seen


@pytest.mark.parametrize("least", [None, 0, 50])
def test_a_run_that_has_shown_enough_conforms(least: float | None) -> None:
    assert enough(GOOD, HALF, least) == GOOD


def test_a_run_that_has_shown_too_little_is_not_fully_checked() -> None:
    found = enough(GOOD, HALF, 51)
    assert found.verdict is Verdict.NOT_FULLY_CHECKED
    assert found.reason == (
        "the traffic has shown 1 of 2 points, 50 % of the contract, less than 51 %; 5 scenarios passed"
    )


def test_a_run_of_which_nobody_can_tell_is_not_fully_checked() -> None:
    assert enough(GOOD, None, 1).verdict is Verdict.NOT_FULLY_CHECKED


def test_a_worse_verdict_stays() -> None:
    worse = Judgement(Verdict.BROKEN, "1 scenario failed, rules: MAP-1")
    assert enough(worse, None, 100) == worse


def test_it_is_read_from_the_mock_shipstation(addresses: Addresses) -> None:
    with connections() as send:
        found = measured(Server(send, addresses.shipstation), [("export", 401, ())])
    assert found is not None
    assert len({point.group for point in found.points}) == 4
    assert any(point.name == "export: 401" and point.seen for point in found.points)


def test_an_older_shipstation_cannot_tell(addresses: Addresses) -> None:
    with connections() as send:
        # CarePortals has no such page.
        assert measured(Server(send, addresses.careportals), ()) is None
        with pytest.raises(HarnessError):
            begin(Server(send, addresses.careportals))
