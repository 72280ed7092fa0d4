import asyncio
import json
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from bridge.access_log import AccessLog


async def fine(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("fine")


def serve(path: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    app = AccessLog(Starlette(routes=[Route("/fine", fine)]))
    answer = TestClient(app).get(path)
    return answer.status_code, json.loads(capsys.readouterr().err)


def test_a_request_is_one_line_without_its_query(capsys: pytest.CaptureFixture[str]) -> None:
    status, line = serve("/fine?SS-Password=secret", capsys)
    assert (status, line["method"], line["path"], line["status"]) == (200, "GET", "/fine", 200)
    assert "secret" not in json.dumps(line)
    assert set(line) == {
        "time", "method", "path", "org", "action", "page", "status", "ms", "crmCalls", "reason",
    }  # fmt: skip


def broken(after_start: bool) -> tuple[list[Message], AccessLog]:
    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        if after_start:
            await send({"type": "http.response.start", "status": 200, "headers": []})
        raise KeyError("Pat Doe")

    return [], AccessLog(app)


@pytest.mark.parametrize(("after_start", "status"), [(False, 500), (True, 200)])
def test_a_defect_is_logged_by_its_place_not_its_words(
    after_start: bool, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    sent, app = broken(after_start)

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "GET", "path": "/x" * 500, "headers": []}
    asyncio.run(app(scope, receive, send))
    line = json.loads(capsys.readouterr().err)
    assert sent[0]["status"] == line["status"] == status
    assert line["reason"].startswith("defect: KeyError at test_access_log.py:")
    assert "Pat" not in json.dumps(line)
    assert len(line["path"]) == 200


@pytest.mark.parametrize("path", ["http://rx:secret@host/shipstation/clinic_x", "*", ""])
def test_a_target_that_is_no_path_is_not_logged(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    async def send(_message: Message) -> None: ...

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    asyncio.run(AccessLog(Starlette())(scope, receive, send))
    assert json.loads(capsys.readouterr().err)["path"] is None


def test_the_lifespan_is_passed_on() -> None:
    with TestClient(AccessLog(Starlette())) as client:
        assert client.get("/").status_code == 404
