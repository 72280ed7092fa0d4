import asyncio

from mocks.control.clock import Clocks
from mocks.control.journal import Journal
from mocks.control.listeners import BACKLOG, MOST, Listener


def journal_with(listener: Listener, entries: int) -> Journal:
    journal = Journal(Clocks())
    journal.listeners.add(listener)
    for _ in range(entries):
        journal.record("a", "in", "GET", "/", 200, 1)
    return journal


def test_a_listener_gets_what_happened_since_it_asked_last() -> None:
    async def listened() -> list[list[int]]:
        listener = Listener(lambda: None)
        journal = journal_with(listener, 2)
        first = await listener.next()
        journal.record("a", "in", "GET", "/", 200, 1)
        return [[entry.number for entry in each] for each in (first, await listener.next())]

    assert asyncio.run(listened()) == [[1, 2], [3]]


def test_one_that_falls_behind_is_let_go_and_holds_no_memory() -> None:
    hung_up: list[bool] = []
    listener = Listener(lambda: hung_up.append(True))
    journal = journal_with(listener, BACKLOG)
    assert not listener.ended
    for _ in range(3):
        journal.record("a", "in", "GET", "/", 200, 1)
    assert (listener.ended, asyncio.run(listener.next()), hung_up) == (True, [], [True])


def test_when_the_server_stops_all_are_let_go() -> None:
    listener = Listener(lambda: None)
    journal_with(listener, 0).listeners.end()
    assert (listener.ended, asyncio.run(listener.next())) == (True, [])


def test_bodies_are_kept_while_somebody_listens() -> None:
    journal = Journal(Clocks())
    states = []
    with journal.listened_by(Listener(lambda: None)):
        states.append((journal.contents.wanted, bool(journal.listeners)))
    states.append((journal.contents.wanted, bool(journal.listeners)))
    assert states == [(True, True), (False, False)]


def test_there_is_room_for_so_many() -> None:
    journal = Journal(Clocks())
    for _ in range(MOST):
        assert not journal.listeners.full
        journal.listeners.add(Listener(lambda: None))
    assert journal.listeners.full
