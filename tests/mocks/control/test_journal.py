import asyncio
import time
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message, Scope

from mocks.control.clock import Clocks, from_text
from mocks.control.journal import URL_LIMIT, Journal, JournalMiddleware, redacted


def entries(journal: Journal, tenant: str | None = None, after: int = 0) -> list[dict[str, Any]]:
    found = journal.read(tenant, after)["entries"]
    assert isinstance(found, list)
    return found


def filled(*tenants: str | None, capacity: int = 100) -> Journal:
    """A journal in which each of these tenants sent one request."""
    journal = Journal(Clocks(), capacity)
    for tenant in tenants:
        journal.record(tenant, "in", "GET", "/orders", 200, 1.234)
    return journal


def test_an_entry_holds_the_exchange_at_the_tenants_time() -> None:
    clocks = Clocks()
    clocks.own("a").set(from_text("2026-03-13T17:34:00.000Z"), frozen=True)
    journal = Journal(clocks)
    before = time.time()
    journal.record("a", "out", "POST", "http://host/x", None, 1.239, "timed out")
    (entry,) = entries(journal)
    assert before <= entry.pop("ended") <= time.time()
    assert [entry] == [
        {
            "number": 1,
            "at": "2026-03-13T17:34:00.000Z",
            "tenant": "a",
            "direction": "out",
            "method": "POST",
            "url": "http://host/x",
            "status": None,
            "milliseconds": 1.24,
            "note": "timed out",
            "fault": None,
        }
    ]


def test_a_tenant_sees_its_own_entries_and_the_server_all() -> None:
    journal = filled("a", "b", None)
    assert [entry["number"] for entry in entries(journal, "a")] == [1]
    assert [entry["tenant"] for entry in entries(journal)] == ["a", "b", None]


def test_only_what_came_after_a_number_is_read() -> None:
    journal = filled("a", "a", "a")
    assert [entry["number"] for entry in entries(journal, "a", after=2)] == [3]
    assert journal.read("a", after=3) | {"asOf": 0} == {"entries": [], "dropped": 0, "last": 3, "asOf": 0}


def test_the_oldest_make_room_and_are_counted() -> None:
    journal = filled("a", "b", "b", "b", "a", capacity=2)
    assert [entry["number"] for entry in entries(journal)] == [4, 5]
    assert [journal.read(tenant)["dropped"] for tenant in (None, "a", "b", "c")] == [3, 1, 2, 0]


def test_of_an_endless_address_the_beginning_is_kept_and_its_length() -> None:
    journal = Journal(Clocks())
    journal.record(None, "in", "GET", "/orders?token=abc&x=" + "x" * 10**6, 414, 1)
    (entry,) = entries(journal)
    assert entry["url"].startswith("/orders?token=***&x=xxx")
    assert entry["url"].endswith("… (1000020 characters)")
    assert len(entry["url"]) < URL_LIMIT + 50


def test_a_tenant_can_be_forgotten_without_the_others() -> None:
    journal = filled("a", "b", "a", "b", capacity=2)
    journal.forget("a")
    assert [entry["tenant"] for entry in entries(journal)] == ["b"]
    assert (journal.read("a")["dropped"], journal.read("b")["dropped"]) == (0, 1)


def test_numbers_go_on_after_all_is_forgotten() -> None:
    journal = filled("a", "b", capacity=1)
    journal.forget()
    assert journal.read() | {"asOf": 0} == {"entries": [], "dropped": 0, "last": 2, "asOf": 0}


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("/orders?limit=5&order_number=1392", "/orders?limit=5&order_number=1392"),
        (
            "/x?SS-UserName=rx%40x&SS-Password=p&action=export",
            "/x?SS-UserName=***&SS-Password=***&action=export",
        ),
        ("/x?auth_key=1&api%5Ftoken=2&passw%6frd=3", "/x?auth_key=***&api%5Ftoken=***&passw%6frd=***"),
        ("/x?password=&token", "/x?password=&token"),
        ("/x?a=b?password=c", "/x?a=b?password=c"),
        ("http://user:pass@host/x", "http://***@host/x"),
        ("https://rx@clinic.example:p@ss@host:81/x", "https://***@host:81/x"),
        ("https://host/x@y?z=a@b", "https://host/x@y?z=a@b"),
        ("/auth/activate/abc.def?x=1", "/auth/activate/***?x=1"),
        ("/", "/"),
    ],
)
def test_secrets_in_urls_are_masked(url: str, kept: str) -> None:
    assert redacted(url) == kept


async def fine(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("fine")


async def defective(_request: Request) -> PlainTextResponse:
    raise KeyError


def tenant_of(scope: Scope) -> str | None:
    tenant: str | None = scope.get("path_params", {}).get("org")
    return tenant


def observed(path: str, method: str = "GET") -> list[dict[str, Any]]:
    journal = Journal(Clocks())
    routes = [Route("/{org}/fine", fine), Route("/defective", defective), Route("/_control/health", fine)]
    app = JournalMiddleware(Starlette(routes=routes), journal, tenant_of)
    TestClient(app, raise_server_exceptions=False).request(method, path)
    return entries(journal)


def test_a_request_is_recorded_with_what_routing_found() -> None:
    (entry,) = observed("/a/fine?password=p")
    assert (entry["tenant"], entry["direction"], entry["method"]) == ("a", "in", "GET")
    assert (entry["url"], entry["status"]) == ("/a/fine?password=***", 200)
    assert entry["milliseconds"] >= 0


@pytest.mark.parametrize(("path", "method", "status"), [("/nowhere", "GET", 404), ("/a/fine", "POST", 405)])
def test_a_refused_request_is_recorded_too(path: str, method: str, status: int) -> None:
    assert [entry["status"] for entry in observed(path, method)] == [status]


def test_a_defect_is_recorded_as_the_answer_that_was_given() -> None:
    assert [entry["status"] for entry in observed("/defective")] == [500]


def test_the_control_side_is_left_out() -> None:
    assert observed("/_control/health") == []


def test_the_lifespan_is_passed_on() -> None:
    journal = Journal(Clocks())
    with TestClient(JournalMiddleware(Starlette(), journal, tenant_of)):
        assert entries(journal) == []


def test_a_request_without_answer_has_no_status() -> None:
    async def gone(_scope: Scope, _receive: Any, _send: Any) -> None:
        raise ConnectionResetError

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(_message: Message) -> None: ...

    journal = Journal(Clocks())
    scope = {"type": "http", "method": "GET", "path": "/x", "query_string": b"\xff"}
    with pytest.raises(ConnectionResetError):
        asyncio.run(JournalMiddleware(gone, journal, tenant_of)(scope, receive, send))
    assert [(entry["url"], entry["status"]) for entry in entries(journal)] == [("/x?ÿ", None)]


def test_a_reader_learns_the_machines_time() -> None:
    before = time.time()
    assert before <= float(str(Journal(Clocks()).read()["asOf"])) <= time.time()
