"""Refreshes: window, all or nothing, one at a time."""

import asyncio
import threading

import pytest
from starlette.responses import Response

from mocks.shipstation import refresh, stores
from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.shop import order, orders


def test_the_first_window_looks_back_as_the_settings_say(desk: Desk) -> None:
    report = desk.pull(order(), firstImportDays=2)
    assert report["window"] == {"start": "2026-03-11T17:34:00.000Z", "end": "2026-03-13T17:34:00.000Z"}


def test_the_next_window_starts_where_the_last_good_one_ended(desk: Desk) -> None:
    store = desk.connect()
    desk.refresh(store)
    desk.clock(advanceSeconds=600)
    desk.shop.status = 500
    assert desk.refresh(store)["ok"] is False
    desk.shop.status = 200
    desk.clock(advanceSeconds=600)
    assert desk.refresh(store)["window"] == {
        "start": "2026-03-13T17:34:00.000Z",
        "end": "2026-03-13T17:54:00.000Z",
    }


def test_a_clock_set_back_gives_an_empty_window_not_a_reversed_one(desk: Desk) -> None:
    store = desk.connect()
    desk.refresh(store)
    desk.clock(now="2026-03-01T00:00:00Z")
    window = desk.refresh(store)["window"]
    assert window["start"] == window["end"] == "2026-03-01T00:00:00.000Z"


@pytest.mark.parametrize("now", ["1970-01-01T00:00:30Z", "8999-01-01T00:00:30Z"])
def test_odd_times_make_no_crash(desk: Desk, now: str) -> None:
    store = desk.connect()
    desk.clock(now=now)
    assert desk.refresh(store)["ok"] is True


def test_a_failed_refresh_tells_what_was_received(desk: Desk) -> None:
    store = desk.connect()
    desk.shop.status, desk.shop.pages = 503, ["CRM is down"]
    report = desk.refresh(store)
    assert report["error"] == {
        "message": "The remote server returned an error: (503) Server Unavailable.",
        "page": 1,
        "status": 503,
        "xpath": None,
        "line": None,
        "received": "CRM is down",
    }


def test_strict_turns_any_warning_into_a_refusal(desk: Desk) -> None:
    report = desk.pull(order(status="Unknown"), strict=True)
    assert report["ok"] is False
    assert report["error"]["message"].startswith("Order 1392: The status 'Unknown' is in no box")
    assert desk.client.get("/orders").json()["total"] == 0


def test_strict_also_heeds_warnings_about_the_reply(desk: Desk) -> None:
    desk.shop.content_type = "text/html"
    assert desk.pull(order(), strict=True)["error"]["message"] == "The Content-Type is 'text/html', not XML."


def test_the_list_of_warnings_ends_somewhere(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refresh, "WARNINGS_KEPT", 3)
    report = desk.pull(*(order(str(number), status="?") for number in range(5)))
    assert len(report["warnings"]) == 4
    assert report["warnings"][-1]["message"] == "and 2 more warnings"
    assert report["imported"] == 5


def test_a_store_deleted_while_it_answers_gets_no_orders(desk: Desk) -> None:
    store = desk.connect()

    def answer(_request: object) -> Response:
        desk.shipstation.forget("pharmacy")
        return Response(orders(order()), media_type="text/xml")

    desk.shop.answer = answer
    assert desk.client.post(f"/stores/{store}/refresh").status_code == 404


def test_a_second_refresh_waits_for_the_first(desk: Desk) -> None:
    store = desk.connect()
    running: list[int] = []
    most: list[int] = []

    async def answer(_request: object) -> Response:
        running.append(1)
        most.append(len(running))
        await asyncio.sleep(0.02)
        running.pop()
        return Response(orders(order()), media_type="text/xml")

    desk.shop.answer = answer
    threads = [threading.Thread(target=desk.refresh, args=(store,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1]
    assert desk.order()["imports"] == 3


def test_refreshes_are_remembered_newest_first_and_not_for_ever(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "REFRESHES_KEPT", 2)
    store = desk.connect()
    for minute in (35, 36, 37):
        desk.clock(now=f"2026-03-13T17:{minute}:00.000Z")
        desk.refresh(store)
    kept = desk.client.get(f"/stores/{store}/refreshes").json()
    assert [r["startedAt"][14:16] for r in kept] == ["37", "36"]
