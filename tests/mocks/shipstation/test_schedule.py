"""What happens by itself."""

import time
from collections.abc import Callable

from starlette.responses import Response
from starlette.testclient import TestClient

from mocks.shipstation.app import create_app
from tests.mocks.shipstation.desk import Desk
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


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 5
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.005)
    return condition()


def test_the_background_refreshes_on_the_running_clock_in_spite_of_errors() -> None:
    shop = Shop()
    app = create_app(transport=shop.transport(), tick_seconds=0.005)
    calls: list[int] = []

    def answer(_request: object) -> Response:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("the transport broke in an unforeseen way")
        return Response(orders(order()), media_type="text/xml")

    shop.answer = answer
    store = form(settings={"autoRefreshMinutes": 1})
    account = {"account": "a", "email": "a@clinic.example", "password": "pw", "stores": [store]}
    with TestClient(app) as client:
        client.post("/_control/seed", json={"accounts": [account]})
        app.state.shipstation.db.execute("UPDATE stores SET created_at = '2020-01-01T00:00:00.000Z'")
        assert eventually(lambda: len(calls) == 2)
        assert eventually(
            lambda: app.state.shipstation.db.execute("SELECT count(*) FROM orders").fetchone()[0] == 1
        )
        time.sleep(0.05)
    assert len(calls) == 2
