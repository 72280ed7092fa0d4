"""What a pull has brought so far."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from mocks.shipstation import received
from mocks.shipstation.document import ImportedOrder, Warned
from mocks.shipstation.received import Received, Warnings


@pytest.fixture
def orders() -> Iterator[Received]:
    with closing(Received()) as received:
        yield received


def order(number: str, status: str = "pending", warnings: tuple[str, ...] = ()) -> ImportedOrder:
    return ImportedOrder(number, status, f'{{"status":"{status}"}}', warnings)


def test_orders_come_back_as_they_came(orders: Received) -> None:
    came = [order("10"), order("9", "Zoë’s", ("odd", "odder")), order("008")]
    orders.add(came[:2])
    orders.add(came[2:])
    assert list(orders) == came
    assert len(orders) == 3


def test_of_one_number_the_last_counts_where_the_first_came(orders: Received) -> None:
    orders.add([order("1"), order("2"), order("1", "shipped")])
    orders.add([order("1", "cancelled")])
    assert list(orders) == [order("1", "cancelled"), order("2")]
    assert list(orders.statuses()) == [("1", "cancelled"), ("2", "pending")]
    assert list(orders.repeated()) == [("1", 3)]
    assert len(orders) == 4


def test_nothing_received_is_an_empty_pull(orders: Received) -> None:
    orders.add([])
    assert (len(orders), list(orders), list(orders.repeated())) == (0, [], [])


def test_the_first_warnings_are_listed_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received, "WARNINGS_KEPT", 2)
    warnings = Warnings()
    assert not warnings
    warnings.add(Warned("1", "a"), Warned("2", "b"), Warned("3", "c"))
    warnings.add(Warned("4", "d"))
    assert warnings
    assert [shown["message"] for shown in warnings.shown()] == ["a", "b", "and 2 more warnings"]
