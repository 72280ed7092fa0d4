import asyncio
import time
from typing import Any

import pytest

from mocks.control.faults import CAPACITY, Fault, Faults, Field, Kind, one_of, whole
from mocks.control.payload import Refusal

KINDS = {
    "broken": Kind("It breaks.", {"times": Field(whole(1, 9), "how often", 1)}),
    "cut": Kind("It is cut.", fixed={"side": "left"}, wire=True),
}
SIDE = {"side": Field(one_of("left", "right"), "which side")}


def some(*described: dict[str, Any]) -> Faults:
    faults = Faults("clinic", KINDS, SIDE)
    for body in described:
        faults.add({"kind": "broken"} | body)
    return faults


def struck(faults: Faults, requests: int, tenant: str | None = "x") -> str:
    """For each of some requests the name of the fault that it met, or a dot."""
    met = (faults.take(tenant, lambda fault: fault["side"] in (None, "left")) for _ in range(requests))
    return "".join(fault["name"] if fault else "." for fault in met)


@pytest.mark.parametrize(
    ("described", "expected"),
    [
        ({}, "aaaaaaaa"),
        ({"count": 2}, "aa......"),
        ({"skip": 3, "count": 2}, "...aa..."),
        ({"pattern": "..x"}, "..a..a.."),
        ({"pattern": "x.", "skip": 1, "count": 3}, ".a.a.a.."),
        ({"side": "left"}, "aaaaaaaa"),
        ({"side": "right"}, "........"),
        ({"clinic": "x"}, "aaaaaaaa"),
        ({"clinic": "y"}, "........"),
    ],
)
def test_a_fault_strikes_when_it_was_told_to(described: dict[str, Any], expected: str) -> None:
    assert struck(some({"name": "a"} | described), 8) == expected


def test_the_first_that_strikes_is_taken_and_the_others_do_not_see_it() -> None:
    faults = some({"name": "a", "count": 2}, {"name": "b", "count": 1}, {"name": "c", "pattern": ".x"})
    assert struck(faults, 7) == "aab.c.c"
    assert [(fault.seen, fault.injected) for fault in faults.read()] == [(2, 2), (1, 1), (4, 2)]


def test_chance_is_repeated_by_its_seed() -> None:
    faults = some({"name": "a", "probability": 0.3})
    seed = faults.read()[0]["seed"]
    met = struck(faults, 200)
    assert 20 < met.count("a") < 110
    assert struck(some({"name": "a", "probability": 0.3, "seed": seed}), 200) == met
    assert struck(some({"name": "a", "probability": 0.3, "seed": seed + 1}), 200) != met


def test_a_fault_that_is_spent_can_be_read_and_costs_no_request_anything() -> None:
    faults = some({"count": 1})
    assert struck(faults, 1) == "broken"
    assert (faults.live, faults.get(1).spent, faults.get(1).to_json()["injected"]) == ([], True, 1)


def test_a_fault_without_a_tenant_strikes_those_that_have_none_too() -> None:
    assert struck(some({"name": "a"}), 1, None) == "a"
    assert struck(some({"name": "a", "clinic": "x"}), 1, None) == "."


def test_a_fault_tells_all_its_fields() -> None:
    fault = some({"seed": 7}).get(1)
    assert fault.to_json() == {
        "id": 1,
        "kind": "broken",
        "name": "broken",
        "clinic": None,
        "side": None,
        "skip": 0,
        "count": None,
        "pattern": "x",
        "probability": 1.0,
        "seed": 7,
        "times": 1,
        "seen": 0,
        "injected": 0,
        "spent": False,
    }


@pytest.mark.parametrize(
    ("described", "named"),
    [
        ({"kind": "odd"}, '"kind"'),
        ({"kind": None}, '"kind"'),
        ({"kind": ["broken"]}, '"kind"'),
        ({"name": ""}, '"name"'),
        ({"name": "n" * 101}, '"name"'),
        ({"clinic": 5}, '"clinic"'),
        ({"skip": -1}, '"skip"'),
        ({"skip": None}, '"skip"'),
        ({"skip": True}, '"skip"'),
        ({"count": 0}, '"count"'),
        ({"count": 10**30}, '"count"'),
        ({"pattern": "..."}, '"pattern"'),
        ({"pattern": "x" * 1001}, '"pattern"'),
        ({"pattern": 1}, '"pattern"'),
        ({"probability": 0}, '"probability"'),
        ({"probability": 1.1}, '"probability"'),
        ({"probability": "often"}, '"probability"'),
        ({"probability": True}, '"probability"'),
        ({"seed": 2**32}, '"seed"'),
        ({"times": 10}, '"times"'),
        ({"side": "up"}, '"side"'),
        ({"kind": "cut", "side": "right"}, '"side" can only be left with cut'),
        ({"kind": "cut", "times": 1}, "Unknown field: times"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(described: dict[str, Any], named: str) -> None:
    faults = Faults("clinic", KINDS, SIDE)
    with pytest.raises(Refusal) as refused:
        faults.add({"kind": "broken"} | described)
    assert (refused.value.status_code, named in refused.value.detail) == (400, True)
    assert (faults.live, faults.read()) == ([], [])


def test_what_needs_a_connection_is_refused_where_there_is_none() -> None:
    faults = some()
    assert faults.add({"kind": "cut"})["side"] == "left"
    with pytest.raises(Refusal, match="process"):
        faults.add({"kind": "cut"}, wire=False)


def test_there_is_an_end_to_the_number_of_faults() -> None:
    faults = some(*({} for _ in range(CAPACITY)))
    with pytest.raises(Refusal) as refused:
        faults.add({"kind": "broken"})
    assert refused.value.status_code == 409


def test_faults_are_forgotten_by_tenant_or_all() -> None:
    faults = some({"clinic": "x"}, {"clinic": "y", "count": 1}, {})
    struck(faults, 1, "y")
    faults.forget("y")
    assert [fault.id for fault in faults.read()] == [1, 3]
    faults.forget()
    assert (faults.read(), faults.live) == ([], [])
    with pytest.raises(Refusal):
        faults.get(1)


def test_who_waits_goes_on_when_the_fault_is_removed() -> None:
    async def waited() -> float:
        faults = some({})
        began = time.perf_counter()
        waiting = asyncio.create_task(faults.get(1).wait(60))
        await asyncio.sleep(0)
        faults.forget()
        await waiting
        return time.perf_counter() - began

    assert asyncio.run(waited()) < 10


def test_the_mark_is_what_the_journal_shows() -> None:
    fault: Fault = some({"name": "a"}).get(1)
    assert fault.mark() == {"id": 1, "name": "a", "kind": "broken"}
