import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bridge import connection
from bridge.connection import Reply, connected
from tests.served import served


async def echo(request: Request) -> Response:
    told = {
        "method": request.method,
        "query": dict(request.query_params),
        "headers": dict(request.headers),
        "body": (await request.body()).decode(),
    }
    return JSONResponse(told, headers={"Set-Cookie": "user=pat", "Retry-After": "9"})


async def elsewhere(_request: Request) -> Response:
    return RedirectResponse("/base/echo")


async def packed(_request: Request) -> Response:
    return Response(b"not gzip at all", headers={"Content-Encoding": "gzip"})


async def long(_request: Request) -> Response:
    async def parts() -> Any:
        for _ in range(20):
            yield b" " * 1000

    return StreamingResponse(parts())


@pytest.fixture(scope="module")
def crm() -> Iterator[str]:
    """The address of a CRM that stands below a path."""
    routes = [
        Route("/base/echo", echo, methods=["GET", "POST"]),
        Route("/base/elsewhere", elsewhere),
        Route("/base/packed", packed),
        Route("/base/long", long),
    ]
    with served(Starlette(routes=routes)) as port:
        yield f"http://127.0.0.1:{port}/base/"


def ask(url: str, *questions: tuple[str, str], **named: Any) -> list[Reply]:
    async def run() -> list[Reply]:
        async with connected(url) as asked:
            return [await asked(method, path, **named) for method, path in questions]

    return asyncio.run(run())


@contextmanager
def saying(*answers: bytes) -> Iterator[str]:
    """The address of a server that sends these bytes, one part for each connection, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for answer in answers:
                with listener.accept()[0] as caller:
                    caller.recv(65536)
                    caller.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join(5)


def test_a_question_has_parameters_a_body_and_headers(crm: str) -> None:
    asked = {"parameters": {"from": "a+b&c"}, "body": {"n": 1}, "headers": {"organization": "clinic_x"}}
    (reply,) = ask(crm, ("POST", "/echo"), **asked)
    told = reply.json()
    assert (reply.status, reply.retry_after) == (200, "9")
    assert (told["method"], told["query"], told["body"]) == ("POST", {"from": "a+b&c"}, '{"n": 1}')
    assert told["headers"]["organization"] == "clinic_x"
    assert told["headers"]["content-type"] == "application/json"
    assert told["headers"]["accept-encoding"] == "identity"


def test_cookies_of_the_crm_are_not_passed_on_to_others(crm: str) -> None:
    replies = ask(crm, ("GET", "/echo"), ("GET", "/echo"))
    assert not any("cookie" in reply.json()["headers"] for reply in replies)


def test_no_redirect_is_followed(crm: str) -> None:
    assert ask(crm, ("GET", "/elsewhere"))[0].status == 307


def test_nothing_is_unpacked(crm: str) -> None:
    assert ask(crm, ("GET", "/packed"))[0].body == b"not gzip at all"


def test_a_reply_is_read_up_to_a_limit(crm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "REPLY_LIMIT", 5000)
    with pytest.raises(HTTPException) as caught:
        ask(crm, ("GET", "/long"))
    assert (caught.value.status_code, caught.value.detail.split(": ")[-1]) == (502, "more than 5000 bytes")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"what?\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nmany\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
    ],
)
def test_what_is_no_whole_answer_is_an_error_of_the_connection(answer: bytes) -> None:
    with saying(answer) as url, pytest.raises(ConnectionError):
        ask(url, ("POST", "/auth"))


def test_nobody_there_is_an_error_of_the_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ConnectionError):
        ask(f"http://127.0.0.1:{port}", ("GET", "/orders"))
