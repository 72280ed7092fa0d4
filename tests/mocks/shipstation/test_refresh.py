"""Refreshes: window, all or nothing, one at a time."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from mocks.shipstation import received
from mocks.shipstation.orders import Filter
from mocks.shipstation.server import ShipStation
from tests.mocks.shipstation.desk import NOW, Desk, connected
from tests.mocks.shipstation.shop import Shop, order, orders


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
    monkeypatch.setattr(received, "WARNINGS_KEPT", 3)
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


def test_a_refresh_is_remembered_with_the_time_it_began(desk: Desk) -> None:
    store = desk.connect()
    reports = [desk.refresh(store)]
    desk.clock(now="2026-03-13T17:35:00.000Z")
    reports.insert(0, desk.refresh(store))
    assert desk.client.get(f"/stores/{store}/refreshes").json() == reports
    assert [report["startedAt"][14:16] for report in reports] == ["35", "34"]


def at_once(shipstation: ShipStation, store: int, times: int) -> list[dict[str, Any] | None]:
    async def play() -> list[dict[str, Any] | None]:
        return await asyncio.gather(*(shipstation.refreshes.refresh(store) for _ in range(times)))

    return asyncio.run(play())


def test_a_second_refresh_waits_for_the_first() -> None:
    shop = Shop()
    shipstation, store = connected(shop)
    running: list[int] = []
    most: list[int] = []

    async def answer(_request: object) -> Response:
        running.append(1)
        most.append(len(running))
        await asyncio.sleep(0.005)
        running.pop()
        return Response(orders(order()), media_type="text/xml")

    shop.answer = answer
    reports = at_once(shipstation, store, 3)
    assert most == [1, 1, 1]
    assert [report and report["imported"] for report in reports] == [1, 0, 0]
    assert shipstation.orders.matching("pharmacy", Filter(), 0, 10)[0][0].imports == 3


def deleting(shop: Shop, shipstation: ShipStation, store: int) -> None:
    """The store is disconnected while its shop answers."""

    def answer(_request: object) -> Response:
        found = shipstation.stores.get(store)
        assert found is not None
        shipstation.stores.delete(found)
        return Response(orders(order()), media_type="text/xml")

    shop.answer = answer


def test_one_who_waited_for_a_store_that_is_gone_by_then_asks_nobody() -> None:
    shop = Shop()
    shipstation, store = connected(shop)
    deleting(shop, shipstation, store)
    assert at_once(shipstation, store, 2) == [None, None]
    assert len(shop.asked) == 1


def due_twice(shipstation: ShipStation, store: int) -> list[bool]:
    """A store whose time has come is looked at twice at once; who refreshed it."""
    shipstation.clocks.own("pharmacy").set(NOW + timedelta(minutes=15), frozen=True)

    async def play() -> list[bool]:
        return await asyncio.gather(*(shipstation.refreshes.refresh_if_due(store) for _ in range(2)))

    return asyncio.run(play())


def test_of_two_who_find_a_store_due_only_one_refreshes_it() -> None:
    shop = Shop()
    shipstation, store = connected(shop, autoRefreshMinutes=15)
    assert due_twice(shipstation, store) == [True, False]
    assert len(shop.asked) == 1


def test_a_due_store_that_is_deleted_meanwhile_counts_as_no_refresh() -> None:
    shop = Shop()
    shipstation, store = connected(shop, autoRefreshMinutes=15)
    deleting(shop, shipstation, store)
    assert due_twice(shipstation, store) == [False, False]
    assert len(shop.asked) == 1


def test_a_store_is_due_so_long_after_its_last_attempt_and_never_by_default() -> None:
    shipstation, store = connected(Shop(), autoRefreshMinutes=15)
    found = shipstation.stores.get(store)
    assert found is not None
    clock = shipstation.clocks.own("pharmacy")
    clock.set(NOW + timedelta(minutes=15, milliseconds=-1), frozen=True)
    assert not shipstation.refreshes.due(found)
    clock.advance(timedelta(milliseconds=1))
    assert shipstation.refreshes.due(found)
    by_default, _ = connected(Shop())
    by_default.clocks.own("pharmacy").advance(timedelta(days=365))
    assert not any(by_default.refreshes.due(store) for store in by_default.stores.of("pharmacy"))


def test_a_refresh_under_way_tells_how_far_it_is() -> None:
    shop = Shop()
    shipstation, store = connected(shop)
    seen: list[tuple[int, int | None, int] | None] = []
    pages = [orders(order(str(number)), attributes='pages="3"') for number in range(3)]

    def answer(request: Request) -> Response:
        pull = shipstation.refreshes.running(store)
        seen.append((pull.pages, pull.announced, len(pull.orders)) if pull else None)
        return Response(pages[int(request.query_params["page"]) - 1], media_type="text/xml")

    shop.answer = answer
    at_once(shipstation, store, 1)
    assert seen == [(0, None, 0), (1, 3, 1), (2, 3, 2)]
    assert shipstation.refreshes.running(store) is None
