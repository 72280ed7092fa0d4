import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx2
import pytest
from starlette.exceptions import HTTPException

from bridge.credentials import Credentials
from bridge.crm import Session
from bridge.window import Window
from tests.bridge.fake_crm import FakeCrm, order
from tests.through import through

WINDOW = Window(datetime(2026, 3, 13, tzinfo=UTC), datetime(2026, 3, 14, tzinfo=UTC))
KEY = order()["_id"]

Use = Callable[[Session], Awaitable[Any]]


def call(crm: FakeCrm, use: Use, timeout: float = 5) -> Any:
    async def run() -> Any:
        session = Session(through(crm), timeout, Credentials("clinic_x", "rx@clinic.example", "right"))
        await session.sign_in()
        return await use(session)

    return asyncio.run(run())


def refused(crm: FakeCrm, use: Use, timeout: float = 5) -> HTTPException:
    with pytest.raises(HTTPException) as caught:
        call(crm, use, timeout)
    return caught.value


def listing(session: Session) -> Awaitable[Any]:
    return session.orders(WINDOW, None, 50)


def answering(path: str, answer: httpx2.Response, *orders: dict[str, Any]) -> FakeCrm:
    crm = FakeCrm(*orders)
    crm.fault = lambda request: answer if request.url.path == path else None
    return crm


def test_every_call_carries_the_token_and_the_organization() -> None:
    crm = FakeCrm()
    call(crm, listing)
    assert crm.bodies("POST", "/auth") == [{"username": "rx@clinic.example", "password": "right"}]
    assert "Authorization" not in crm.seen[0].headers
    assert crm.seen[1].headers["Authorization"] == "Bearer t"
    assert [request.headers["organization"] for request in crm.seen] == ["clinic_x", "clinic_x"]


def test_the_list_is_asked_for_by_time_of_change_with_deleted_orders() -> None:
    crm = FakeCrm()
    call(crm, lambda session: session.orders(WINDOW, "7", 50))
    assert dict(crm.seen[1].url.params) == {
        "updatedFrom": "2026-03-13T00:00:00.000Z",
        "updatedTo": "2026-03-14T00:00:00.000Z",
        "includeDeleted": "true",
        "limit": "50",
        "cursor": "7",
    }


def test_numbers_are_exact_and_one_absurd_number_spoils_nothing_else() -> None:
    text = (
        b'{"orders": [{"a": 0.1, "b": 1e999999999999999999999, "c": '
        + b"9" * 5000
        + b'}], "total": 1, "nextCursor": null}'
    )
    found = call(answering("/orders", httpx2.Response(200, content=text)), listing).orders[0]
    assert found["a"] == Decimal("0.1")
    assert found["b"].is_nan()
    assert found["c"] > 10**4998


@pytest.mark.parametrize("status", [400, 401])
def test_a_refused_sign_in_is_unauthorized(status: int) -> None:
    error = refused(answering("/auth", httpx2.Response(status)), listing)
    assert error.status_code == 401
    assert error.headers is not None
    assert "WWW-Authenticate" in error.headers


@pytest.mark.parametrize(
    "body", [{}, [], {"token": ""}, {"token": 3}, {"token": "a\nb"}, {"token": "é"}, None]
)
def test_a_sign_in_without_usable_token_is_the_crms_fault(body: Any) -> None:
    assert refused(answering("/auth", httpx2.Response(200, json=body)), listing).status_code == 502


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (401, 401),
        (403, 403),
        (400, 502),
        (404, 502),
        (301, 502),
        (201, 502),
        (500, 502),
        (503, 503),
        (429, 503),
    ],
)
def test_a_status_of_no_use_is_translated(status: int, told: int) -> None:
    answer = httpx2.Response(status, text="Pat Doe", headers={"Location": "/elsewhere"})
    error = refused(answering("/orders", answer), listing)
    assert error.status_code == told
    assert "Pat" not in error.detail


@pytest.mark.parametrize(("given", "passed"), [("120", {"Retry-After": "120"}), ("", None), ("é", {})])
def test_the_time_to_wait_is_passed_on(given: str, passed: dict[str, str] | None) -> None:
    answer = httpx2.Response(429, headers=[(b"Retry-After", given.encode("latin-1"))])
    assert refused(answering("/orders", answer), listing).headers == passed


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b'{"orders": [',
        b"[" * 100_000,
        b"[]",
        b"3",
        b'"orders"',
        b"{}",
        b'{"orders": [], "total": 0}',
        b'{"orders": {}, "total": 0, "nextCursor": null}',
        b'{"orders": [3], "total": 1, "nextCursor": null}',
        b'{"orders": [{}], "total": 0, "nextCursor": null}',
        b'{"orders": [], "total": true, "nextCursor": null}',
        b'{"orders": [], "total": 1.5, "nextCursor": null}',
        b'{"orders": [], "total": -1, "nextCursor": null}',
        b'{"orders": [], "total": 10000000000000, "nextCursor": null}',
        b'{"orders": [], "total": 0, "nextCursor": ""}',
        b'{"orders": [], "total": 0, "nextCursor": 3}',
        b'{"orders": [], "total": 0, "nextCursor": "\\ud800"}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_list_of_orders_is_the_crms_fault(body: bytes) -> None:
    assert refused(answering("/orders", httpx2.Response(200, content=body)), listing).status_code == 502


@pytest.mark.parametrize(
    ("limit", "found", "cursor"), [(4, 4, "4"), (5, 5, None), (3, 3, "3"), (50, 5, None)]
)
def test_smaller_pages_than_asked_for_are_put_together(limit: int, found: int, cursor: str | None) -> None:
    crm = FakeCrm(*(order(number) for number in range(1, 6)))
    crm.page_rows = 2
    got = call(crm, lambda session: session.orders(WINDOW, None, limit))
    assert ([entry["id"] for entry in got.orders], got.cursor) == (list(range(1, found + 1)), cursor)
    assert got.total == 5


@pytest.mark.parametrize("orders", [[], [{}]])
def test_a_list_without_end_is_the_crms_fault(orders: list[object]) -> None:
    body = {"orders": orders, "total": 9, "nextCursor": "7"}
    crm = answering("/orders", httpx2.Response(200, json=body))
    assert refused(crm, lambda session: session.orders(WINDOW, None, 3)).status_code == 502


def test_an_order_that_comes_twice_is_the_crms_fault() -> None:
    body = {"orders": [order(), order(7), order()], "total": 60, "nextCursor": None}
    crm = answering("/orders", httpx2.Response(200, json=body))
    assert refused(crm, lambda session: session.orders(WINDOW, "7", 50)).status_code == 502


def test_more_orders_than_asked_for_are_the_crms_fault() -> None:
    body = {"orders": [{}, {}], "total": 2, "nextCursor": None}
    crm = answering("/orders", httpx2.Response(200, json=body))
    assert refused(crm, lambda session: session.orders(WINDOW, None, 1)).status_code == 502


def test_a_crm_that_is_down_is_reported() -> None:
    crm = FakeCrm()

    def down(_request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused")

    crm.fault = down
    assert refused(crm, listing).status_code == 502


def test_one_limit_holds_for_all_steps_of_a_call() -> None:
    class Slow(FakeCrm):
        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            await asyncio.sleep(5)
            return await super().handle_async_request(request)

    assert refused(Slow(), listing, timeout=0.02).status_code == 504


def test_an_order_is_found_by_its_id_or_its_number() -> None:
    crm = FakeCrm(order(1392), order(1393))
    assert call(crm, lambda session: session.order(KEY))["id"] == 1392
    assert call(crm, lambda session: session.order_numbered("1393"))["id"] == 1393
    assert crm.seen[-1].url.params["includeDeleted"] == "true"


def test_an_unknown_order_is_none() -> None:
    assert call(FakeCrm(), lambda session: session.order(KEY)) is None
    assert call(FakeCrm(), lambda session: session.order_numbered("7")) is None


def test_what_is_no_order_is_the_crms_fault() -> None:
    crm = answering(f"/orders/{KEY}", httpx2.Response(200, json=[]))
    assert refused(crm, lambda session: session.order(KEY)).status_code == 502


@pytest.mark.parametrize("status", [400, 404, 409])
def test_a_shipment_that_the_crm_refuses_is_refused(status: int) -> None:
    crm = answering(f"/orders/{KEY}/shipments", httpx2.Response(status))
    assert refused(crm, lambda session: session.add_shipment(KEY, {}, "key")).status_code == status


def test_a_status_is_set_for_the_version_that_was_read() -> None:
    crm = FakeCrm(order(version=4))
    assert call(crm, lambda session: session.set_status(KEY, "shipped", 3)) is False
    assert call(crm, lambda session: session.set_status(KEY, "shipped", 4)) is True
    assert call(crm, lambda session: session.set_status(KEY, "completed", None)) is True
    assert crm.bodies("PATCH", KEY)[-1] == {"status": "completed"}


@pytest.mark.parametrize("answer", [{}, {"status": "awaiting_shipment"}, [], "<html>"])
def test_a_200_without_the_new_status_is_no_success(answer: object) -> None:
    crm = FakeCrm(order())
    crm.fault = lambda _request: httpx2.Response(200, json=answer)
    with pytest.raises(HTTPException) as refused:
        call(crm, lambda session: session.set_status(KEY, "shipped", 1))
    assert refused.value.status_code == 502


def test_calls_are_counted() -> None:
    async def count(session: Session) -> int:
        await session.order(KEY)
        return session.calls

    assert call(FakeCrm(), count) == 2
