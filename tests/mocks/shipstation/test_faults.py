"""Each fault in what ShipStation asks, as the store sees it."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree
from starlette.requests import Request
from starlette.responses import Response

from mocks.shipstation.app import create_app
from tests.in_process import serving
from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.shop import Shop, order, orders
from tests.served import served


@pytest.fixture
def wired() -> Iterator[Desk]:
    """An account whose store is reached over the network."""
    shop, app = Shop(), create_app(tick_seconds=3600)
    with served(shop.app) as port, serving(app) as client:
        desk = Desk(client, shop, app.state.shipstation)
        shop.pages = [orders(order("1", OrderID="1"), order("2", OrderID="2"))]
        store = desk.connect(urlToCustomXmlPage=f"http://127.0.0.1:{port}/store")
        assert desk.refresh(store)["imported"] == 2
        shop.asked.clear()
        yield desk


def fault(desk: Desk, kind: str, **fields: object) -> dict[str, Any]:
    answer = desk.client.post("/_control/faults", json={"kind": kind, "account": "pharmacy", **fields})
    assert answer.status_code == 201, answer.text
    added: dict[str, Any] = answer.json()
    return added


def ship(desk: Desk, number: str = "1") -> dict[str, Any]:
    """A label, and the notice that came of it."""
    shipped = desk.label(desk.order(number)["id"], trackingNumber=f"1Z{number}")
    assert shipped.status_code == 201, shipped.text
    notices: list[dict[str, Any]] = desk.client.get("/notices").json()
    return notices[-1]


def marks(desk: Desk) -> list[str | None]:
    """The kind of fault of each request that was sent, or would have been."""
    entries = desk.client.get("/_control/journal", params={"account": "pharmacy"}).json()["entries"]
    sent = [entry for entry in entries if entry["direction"] == "out"]
    return [entry["fault"] and entry["fault"]["kind"] for entry in sent]


def tracking(desk: Desk) -> list[str]:
    return [request.query_params["tracking_number"] for request in desk.shop.asked]


@pytest.mark.parametrize("kind", ["hang_up", "answer_lost"])
def test_a_notice_whose_answer_is_lost_is_sent_again_an_hour_later(wired: Desk, kind: str) -> None:
    fault(wired, kind, action="shipnotify", count=1)
    notice = ship(wired)
    assert (notice["state"], notice["attempts"][0]["status"]) == ("failed", None)
    assert "connection was closed" in notice["attempts"][0]["message"]
    assert wired.clock(advanceSeconds=3600)["retries"] == 1
    assert tracking(wired) == ["1Z1", "1Z1"]
    assert wired.client.get("/notices").json()[0]["state"] == "delivered"
    assert marks(wired)[-2:] == [kind, None]


def test_who_hangs_up_does_not_wait_for_the_answer(wired: Desk) -> None:
    async def when_gone(request: Request) -> Response:
        while not await request.is_disconnected():
            await asyncio.sleep(0.002)
        return Response()

    wired.shop.answer = when_gone
    fault(wired, "hang_up")
    assert ship(wired)["attempts"][0]["status"] is None


def test_two_identical_notices_come_at_the_same_time(wired: Desk) -> None:
    arrived = 0
    both = asyncio.Event()

    async def meet(_request: Request) -> Response:
        nonlocal arrived
        arrived += 1
        if arrived == 2:
            both.set()
        await asyncio.wait_for(both.wait(), 10)
        return Response(status_code=200 if arrived == 2 else 500)

    wired.shop.answer = meet
    fault(wired, "duplicate", action="shipnotify")
    assert ship(wired)["state"] == "delivered"
    assert tracking(wired) == ["1Z1", "1Z1"]
    assert wired.shop.bodies[-1] == wired.shop.bodies[-2]
    assert marks(wired)[-2:] == ["duplicate", "duplicate"]


@pytest.mark.parametrize(("statuses", "state"), [([500, 200], "delivered"), ([500, 503], "failed")])
def test_of_two_answers_the_better_one_counts(desk: Desk, statuses: list[int], state: str) -> None:
    desk.imported()
    left = list(statuses)
    desk.shop.answer = lambda _request: Response(status_code=left.pop(0))
    fault(desk, "duplicate")
    assert ship(desk, "1392")["state"] == state


@pytest.mark.parametrize(("sizes", "state"), [([100, 0], "delivered"), ([100, 100], "failed")])
def test_one_of_two_requests_may_bring_no_answer(desk: Desk, sizes: list[int], state: str) -> None:
    desk.imported()
    left = list(sizes)
    desk.shop.answer = lambda _request: Response(b"x" * left.pop(0))
    desk.client.put("/_control/settings", json={"replyLimitBytes": 10})
    fault(desk, "duplicate")
    assert ship(desk, "1392")["state"] == state


def three_pages(desk: Desk) -> int:
    store = desk.connect()
    desk.shop.pages = [orders(order(number), attributes='pages="3"') for number in ("1", "2", "3")]
    return store


def pages(desk: Desk) -> list[str]:
    return [request.query_params["page"] for request in desk.shop.asked]


def test_a_whole_pull_is_repeated_in_one_refresh(desk: Desk) -> None:
    store = three_pages(desk)
    fault(desk, "repeat_pull", count=1)
    report = desk.refresh(store)
    assert (report["imported"], report["received"], report["pages"]) == (3, 3, 3)
    assert pages(desk) == ["1", "2", "3", "1", "2", "3"]
    assert len(set(desk.shop.queries)) == 3
    assert marks(desk) == [None] + ["repeat_pull"] * 6


@pytest.mark.parametrize(("after", "first"), [(1, ["1"]), (2, ["1", "2"]), (9, ["1", "2", "3"])])
def test_a_pull_stops_and_starts_over(desk: Desk, after: int, first: list[str]) -> None:
    store = three_pages(desk)
    fault(desk, "restart_pull", afterPage=after, count=1)
    assert desk.refresh(store)["imported"] == 3
    assert pages(desk) == [*first, "1", "2", "3"]


def test_an_abandoned_pull_imports_nothing_and_is_asked_for_again(desk: Desk) -> None:
    store = three_pages(desk)
    fault(desk, "abandon_pull", afterPage=2, count=1)
    failed = desk.refresh(store)
    assert (failed["ok"], failed["error"]["page"]) == (False, 2)
    assert failed["error"]["message"] == "The pull was abandoned after page 2."
    assert desk.client.get("/orders").json()["orders"] == []
    assert desk.refresh(store)["imported"] == 3
    assert pages(desk) == ["1", "2", "1", "2", "3"]
    assert len(set(desk.shop.queries)) == 3


def test_a_held_notice_is_overtaken_by_a_later_one(wired: Desk) -> None:
    fault(wired, "hold_notice", minutes=10, count=1)
    held = ship(wired, "1")
    assert held["attempts"][0]["message"] == "Not sent: held back for 10 minutes"
    assert ship(wired, "2")["state"] == "delivered"
    assert wired.clock(advanceSeconds=599)["retries"] == 0
    assert wired.clock(advanceSeconds=1)["retries"] == 1
    assert tracking(wired) == ["1Z2", "1Z1"]
    assert marks(wired)[-3:] == ["hold_notice", None, None]


def test_a_notice_that_was_taken_comes_again(wired: Desk) -> None:
    statuses = [200, 500, 200]
    wired.shop.answer = lambda _request: Response(status_code=statuses.pop(0))
    fault(wired, "repeat_notice", times=2)
    notice = ship(wired)
    assert (notice["state"], [attempt["status"] for attempt in notice["attempts"]]) == ("delivered", [200])
    assert tracking(wired) == ["1Z1"] * 3
    assert marks(wired)[-3:] == ["repeat_notice"] * 3


def test_a_notice_that_was_refused_does_not_come_again_at_once(wired: Desk) -> None:
    wired.shop.notice_status = 503
    fault(wired, "repeat_notice", times=2)
    assert ship(wired)["state"] == "failed"
    assert tracking(wired) == ["1Z1"]


def test_a_fault_is_limited_to_an_action_and_an_account(desk: Desk) -> None:
    desk.opened("other")
    store = three_pages(desk)
    fault(desk, "answer_lost", action="shipnotify")
    fault(desk, "answer_lost", account="other")
    assert desk.refresh(store)["ok"]
    fault(desk, "answer_lost", action="export", skip=1, count=1)
    assert desk.refresh(store)["error"]["page"] == 2


def test_a_reset_forgets_the_faults_of_an_account(desk: Desk) -> None:
    desk.opened("other")
    fault(desk, "hang_up", account="other")
    fault(desk, "hang_up")
    desk.client.post("/_control/reset", json={"account": "other"})
    kept = desk.client.get("/_control/faults").json()["faults"]
    assert [each["account"] for each in kept] == ["pharmacy"]
    desk.client.post("/_control/reset")
    assert desk.client.get("/_control/faults").json() == {"faults": []}


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"kind": "hold_notice", "minutes": 0}, '"minutes"'),
        ({"kind": "hold_notice", "action": "export"}, '"action" can only be shipnotify'),
        ({"kind": "restart_pull", "afterPage": "1"}, '"afterPage"'),
        ({"kind": "repeat_notice", "times": 11}, '"times"'),
        ({"kind": "hang_up", "action": "import"}, '"action"'),
        ({"kind": "hang_up", "account": "nobody"}, '"account"'),
        ({"kind": "status"}, '"kind"'),
    ],
)
def test_a_wrong_description_is_refused(desk: Desk, fields: dict[str, object], named: str) -> None:
    answer = desk.client.post("/_control/faults", json=fields)
    assert (answer.status_code, named in answer.json()["message"]) == (400, True)


def test_a_notice_in_chunks_and_in_utf_16_means_the_same(wired: Desk) -> None:
    ship(wired, "1")
    settings = {"chunked": True, "noticeEncoding": "utf-16", "escaped": "every"}
    wired.client.put("/_control/settings", json=settings)
    ship(wired, "2")
    plain, odd = wired.shop.asked[-2:]
    assert odd.headers["transfer-encoding"] == "chunked"
    assert "content-length" in plain.headers
    assert odd.query_params["carrier"] == plain.query_params["carrier"]
    texts = [etree.fromstring(body).findtext("Carrier") for body in wired.shop.bodies[-2:]]
    assert texts == ["UPS", "UPS"]
    assert wired.shop.bodies[-1].startswith(b"\xff\xfe")
