from typing import Any

import pytest

from mocks.control.journal import Entry
from mocks.control.pages.traffic_filter import TrafficFilter, number
from mocks.control.payload import Refusal
from tests.mocks.control.pages.stand import Stand


def newest(**query: str) -> list[int]:
    stand = Stand()
    stand.record("/Orders?x=1")
    stand.record("/auth", method="POST", status=401, tenant="b")
    stand.record("/orders", status=None, fault={"id": 1, "name": "f", "kind": "late"})
    return [entry.number for entry in TrafficFilter.of(query).newest(stand.journal, 10)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [3, 2, 1]),
        ({"method": "POST"}, [2]),
        ({"method": "BREW"}, [3, 2, 1]),
        ({"path": "orders"}, [3, 1]),
        ({"status": "2"}, [1]),
        ({"status": "4"}, [2]),
        ({"status": "none"}, [3]),
        ({"status": "9"}, [3, 2, 1]),
        ({"tenant": "b"}, [2]),
        ({"faults": "on"}, [3]),
        ({"faults": "on", "tenant": "b"}, []),
    ],
)
def test_it_lets_through_what_fits_newest_first(query: dict[str, str], found: list[int]) -> None:
    assert newest(**query) == found


def test_only_so_many_and_only_between_two_numbers() -> None:
    stand = Stand()
    for _ in range(9):
        stand.record()

    def numbers(**between: Any) -> list[int]:
        found: list[Entry] = TrafficFilter().newest(stand.journal, 3, **between)
        return [entry.number for entry in found]

    assert numbers() == [9, 8, 7]
    assert numbers(before=3) == [2, 1]
    assert numbers(after=7) == [9, 8]


def test_it_can_be_written_into_an_address_again() -> None:
    wanted = TrafficFilter.of({"path": "/a b&c", "faults": "on"})
    assert wanted.query(before=5) == "path=%2Fa+b%26c&faults=on&before=5"


def test_a_number_is_one_or_refused() -> None:
    assert (number(None, 7), number("", 7), number("5", 7)) == (7, 7, 5)
    with pytest.raises(Refusal):
        number("x", 7)
