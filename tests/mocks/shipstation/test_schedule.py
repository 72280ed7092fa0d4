"""What happens by itself."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from starlette.requests import Request
from starlette.responses import Response

from mocks.shipstation.form import read_form
from mocks.shipstation.server import ShipStation
from tests.mocks.shipstation.desk import NOW, Desk, connected
from tests.mocks.shipstation.shop import Shop, form, order, orders


def test_moving_the_clock_runs_a_due_refresh_once(desk: Desk) -> None:
    store = desk.connect(settings={"autoRefreshMinutes": 15})
    assert desk.clock(advanceSeconds=899) == {
        "now": "2026-03-13T17:49:39.000Z",
        "frozen": True,
        "refreshes": 0,
        "retries": 0,
    }
    assert desk.clock(advanceSeconds=3600)["refreshes"] == 1
    assert len(desk.client.get(f"/stores/{store}/refreshes").json()) == 1
    assert desk.clock(advanceSeconds=899)["refreshes"] == 0


def test_by_default_nothing_refreshes_by_itself(desk: Desk) -> None:
    desk.connect()
    assert desk.clock(advanceSeconds=10**6)["refreshes"] == 0


def test_the_default_can_be_changed_for_all_stores_but_those_that_say_no(desk: Desk) -> None:
    desk.connect()
    desk.connect(settings={"autoRefreshMinutes": None})
    desk.client.put("/_control/settings", json={"autoRefreshMinutes": 5})
    assert desk.clock(advanceSeconds=300)["refreshes"] == 1


def test_the_clock_of_one_account_moves_nothing_in_another(desk: Desk) -> None:
    desk.connect(settings={"autoRefreshMinutes": 15})
    answer = desk.client.put("/_control/clock", json={"account": "other", "advanceSeconds": 10**6})
    assert answer.json()["refreshes"] == 0


def watched(shipstation: ShipStation, until: Callable[[], bool]) -> None:
    """The background runs until something has come to pass, and a few ticks longer."""

    async def watch() -> None:
        async with shipstation.schedule.running(0.001), asyncio.timeout(5):
            while not until():
                await asyncio.sleep(0.001)
            await asyncio.sleep(0.02)

    asyncio.run(watch())


def test_the_background_refreshes_on_the_running_clock_in_spite_of_errors(
    caplog: pytest.LogCaptureFixture,
) -> None:
    shop = Shop()
    shipstation, _ = connected(shop, autoRefreshMinutes=1)
    shipstation.clocks.own("pharmacy").set(NOW + timedelta(hours=1), frozen=False)

    def answer(_request: object) -> Response:
        if len(shop.asked) == 1:
            raise RuntimeError("the transport broke in an unforeseen way, and names Jane Doe")
        return Response(orders(order()), media_type="text/xml")

    shop.answer = answer
    watched(shipstation, lambda: shipstation.orders.tabs("pharmacy")["awaiting_shipment"] == 1)
    assert len(shop.asked) == 2
    assert caplog.messages == ["background job failed: RuntimeError"]


def test_a_store_that_does_not_answer_holds_up_nobody_and_is_not_asked_twice() -> None:
    shop = Shop()
    shipstation, _ = connected(shop, autoRefreshMinutes=1)
    silent = form(settings={"autoRefreshMinutes": 1}, urlToCustomXmlPage="http://shop.example.com/silent")
    shipstation.stores.add("pharmacy", read_form(silent), NOW - timedelta(hours=1))
    answered: list[str] = []

    async def answer(request: Request) -> Response:
        if request.url.path == "/silent":
            await asyncio.sleep(60)
        answered.append(request.url.path)
        return Response(orders(), media_type="text/xml")

    shop.answer = answer
    shipstation.clocks.own("pharmacy").set(NOW + timedelta(minutes=1), frozen=True)
    watched(shipstation, lambda: bool(answered))
    assert answered == ["/shipstation/clinic_x"]
    assert sorted(request.url.path for request in shop.asked) == ["/shipstation/clinic_x", "/silent"]


def test_the_background_sends_a_failed_notice_again() -> None:
    shop = Shop()
    shop.pages = [orders(order())]
    shipstation, store = connected(shop)
    asyncio.run(shipstation.refreshes.refresh(store))
    number = shipstation.notices.add("pharmacy", 1, "action=shipnotify", "<ShipNotice/>")

    def delivered() -> bool:
        notice = shipstation.notices.get(number)
        return notice is not None and notice.state == "delivered"

    watched(shipstation, delivered)
    assert [request.method for request in shop.asked] == ["GET", "POST"]
