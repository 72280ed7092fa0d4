from types import SimpleNamespace
from typing import Any

import httpx2
import pytest

from features.support.answers import Answers


def asked(*queries: str, status: int = 200) -> Answers:
    answers = Answers()
    transport = httpx2.MockTransport(lambda _request: httpx2.Response(status))
    with httpx2.Client(transport=transport) as client:
        answers.watch(client)
        for query in queries:
            client.get(f"http://store.example/clinic_x?{query}")
    return answers


def test_an_answer_is_noted_once_and_without_what_was_asked_for() -> None:
    query = "action=export&start_date=1&SS-Password=secret"
    assert asked(query, query, status=401).seen == {("export", 401, ())}


def test_a_notice_is_noted_with_the_names_of_its_parameters() -> None:
    assert asked("action=shipnotify&carrier=&order_number=1").seen == {
        ("shipnotify", 200, ("action", "carrier", "order_number"))
    }


@pytest.mark.parametrize("query", ["", "action=", "action=delete", "Action=export", "%ff=%00"])
def test_what_is_none_of_the_protocols_actions_is_left_out(query: str) -> None:
    assert asked(query).seen == set()


def test_a_worker_hands_over_what_it_has_seen() -> None:
    config = SimpleNamespace(workeroutput={})
    session: Any = SimpleNamespace(config=config)
    asked("action=shipnotify&carrier=").pytest_sessionfinish(session)
    whole = asked("action=export")
    whole.pytest_testnodedown(SimpleNamespace(workeroutput=config.workeroutput))
    assert whole.seen == {("export", 200, ()), ("shipnotify", 200, ("action", "carrier"))}


def test_the_main_process_hands_over_nothing_and_a_dead_worker_has_nothing() -> None:
    session: Any = SimpleNamespace(config=SimpleNamespace())
    answers = asked("action=export")
    answers.pytest_sessionfinish(session)
    answers.pytest_testnodedown(SimpleNamespace())
    assert answers.seen == {("export", 200, ())}
