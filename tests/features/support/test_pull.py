from typing import Any

import pytest

from features.support.evidence import Broken
from features.support.exchange import Exchange
from features.support.pull import Pull


def reading(exchange: Exchange) -> dict[str, Any]:
    if exchange.status != 200:
        raise Broken("an answer 200", str(exchange.status))
    first, *others = exchange.body.decode().split()
    return {"pages": None if first == "-" else int(first), "orders": [{"orderNumber": n} for n in others]}


class Store:
    """Answers a request for a page with what is next in `answers`: a body, or a status."""

    def __init__(self, *answers: str | int) -> None:
        self.answers = list(answers)
        self.asked: list[int] = []

    def __call__(self, page: int) -> Exchange:
        self.asked.append(page)
        answer = self.answers.pop(0)
        status, body = (200, answer.encode()) if isinstance(answer, str) else (answer, b"")
        return Exchange("GET", "http://store.example", {}, status, body=body)


def test_all_pages_that_the_first_announces_are_read() -> None:
    store = Store("2 1 2", "2 3")
    pull = Pull(store, reading)
    pull.finish()
    assert (store.asked, pull.announced) == ([1, 2], [2, 2])
    assert pull.counted() == {1: 1, 2: 1, 3: 1}


@pytest.mark.parametrize("announced", ["-", "0", "1"])
def test_without_a_number_of_pages_there_is_one(announced: str) -> None:
    pull = Pull(Store(f"{announced} 1"), reading)
    pull.go_on()
    assert pull.whole


def test_nothing_is_whole_before_it_has_begun() -> None:
    assert not Pull(Store(), reading).whole


def test_a_failed_pull_starts_over_once() -> None:
    store = Store("2 1", 503, "2 1", "2 2")
    pull = Pull(store, reading)
    pull.finish()
    assert (store.asked, pull.counted()) == ([1, 2, 1, 2], {1: 1, 2: 1})


@pytest.mark.parametrize("answers", [(503,), ("2 1", 503, "2 1", 503), ("2 1", 404), ("2 1", 503, 503)])
def test_a_pull_that_fails_otherwise_is_broken(answers: tuple[str | int, ...]) -> None:
    with pytest.raises(Broken, match="an answer 200"):
        Pull(Store(*answers), reading).finish()


def test_an_order_that_comes_twice_counts_twice() -> None:
    pull = Pull(Store("2 1", "2 1 2"), reading)
    pull.finish()
    assert pull.counted() == {1: 2, 2: 1}
