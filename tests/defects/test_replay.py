import asyncio
import contextlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.types import Message

from bridge.connection import Ask, Reply
from bridge.credentials import Credentials
from bridge.crm import Session
from tests.bridge.fake_crm import FakeCrm, order
from tests.defects.fresh import Fresh
from tests.defects.gallery import load
from tests.defects.haste import HastyLoop
from tests.defects.replay import Replay
from tests.defects.replies import put_back
from tests.defects.stand import settings
from tests.defects.tape import Recorder, Tape
from tests.through import through

EXPORT = b"action=export&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+18%3a00&page=1"
URL = "http://crm.example.com"


def scope(query: bytes) -> dict[str, Any]:
    pair = b64encode(b"rx@clinic.example:right")
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/shipstation/clinic_x",
        "raw_path": b"/shipstation/clinic_x",
        "root_path": "",
        "query_string": query,
        "headers": [(b"authorization", b"Basic " + pair)],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
    }


async def broken(*_asked: object, **_named: object) -> Reply:
    """CarePortals, where the line is cut."""
    raise ConnectionError("reset by peer")


async def silent(*_asked: object, **_named: object) -> Reply:
    """CarePortals, where nobody answers."""
    await asyncio.Event().wait()
    raise AssertionError


async def record(*queries: bytes, at_once: bool = False, ask: Ask | None = None) -> Tape:
    """What the reference bridge makes of some requests."""
    recorder = Recorder(ask or through(FakeCrm(order(1392), order(1393))))

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_message: Message) -> None:
        await asyncio.sleep(0)

    fresh = Fresh(replace(settings(URL), crm_timeout=0.01), recorder.ask)
    await fresh.start()
    serve = [recorder.serve(fresh, scope(query), receive, send) for query in queries]
    if at_once:
        await asyncio.gather(*serve)
    else:
        for each in serve:
            await each
    await fresh.stop()
    return recorder.tape


@pytest.fixture(autouse=True)
def whole_again() -> Iterator[None]:
    yield
    put_back()


def differs(tape: Tape, defect: str | None = None) -> bool:
    if defect:
        load()[defect].install()
    with contextlib.closing(HastyLoop()) as loop:
        return Replay(URL, loop).differs(tape)


def test_the_reference_bridge_plays_its_own_tape() -> None:
    tape = asyncio.run(record(EXPORT, b"action=nothing"))
    assert [exchange.answer.status for exchange in tape.exchanges if exchange.answer] == [200, 400]
    assert not differs(tape)


def test_another_answer_is_a_difference() -> None:
    assert differs(asyncio.run(record(EXPORT)), "holds_every_order")


def test_another_question_to_careportals_is_a_difference() -> None:
    assert differs(asyncio.run(record(EXPORT)), "always_exports_everything")


def test_a_question_more_is_a_difference() -> None:
    assert differs(asyncio.run(record(EXPORT)), "needs_the_users_list")


def test_what_the_requests_do_not_touch_makes_none() -> None:
    tape = asyncio.run(record(EXPORT))
    assert not differs(tape, "demands_a_tracking_number")
    assert not differs(tape, "refuses_in_html")


def test_an_answer_that_does_not_come_is_a_difference() -> None:
    assert differs(asyncio.run(record(b"action=nothing")), "hangs_on_unknown_actions")


def test_requests_side_by_side_are_never_played() -> None:
    tape = asyncio.run(record(EXPORT, EXPORT, at_once=True))
    assert not tape.plain
    assert differs(tape)


@pytest.mark.parametrize(("ask", "status"), [(broken, 502), (silent, 504)])
def test_what_careportals_leaves_without_an_answer_is_on_the_tape(ask: Ask, status: int) -> None:
    tape = asyncio.run(record(EXPORT, ask=ask))
    assert [exchange.answer.status for exchange in tape.exchanges if exchange.answer] == [status]
    assert not differs(tape)
    assert differs(tape, "takes_trouble_for_a_quiet_day")


def test_a_bridge_that_waits_longer_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    tape = asyncio.run(record(EXPORT, ask=silent))
    original = Session.__init__

    def patient(self: Session, ask: Ask, timeout: float, credentials: Credentials) -> None:
        original(self, ask, timeout + 1, credentials)

    monkeypatch.setattr(Session, "__init__", patient)
    assert differs(tape)


def test_what_a_defect_has_replaced_is_put_back() -> None:
    tape = asyncio.run(record(EXPORT))
    assert differs(tape, "holds_every_order")
    put_back()
    assert not differs(tape)
