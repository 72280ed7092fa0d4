from collections.abc import Iterator

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from mocks.careportals.resource import resource
from tests.in_process import serving


async def read(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"read {request.path_params['name']}")


async def write(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"write {request.path_params['name']}", 201)


@pytest.fixture
def client() -> Iterator[httpx2.Client]:
    routes = [resource("/both/{name}", get=read, put=write), resource("/write/{name}", put=write)]
    with serving(Starlette(routes=routes)) as client:
        yield client


def test_each_method_has_its_handler(client: httpx2.Client) -> None:
    assert (client.get("/both/x").status_code, client.get("/both/x").text) == (200, "read x")
    assert (client.put("/both/x").status_code, client.put("/both/x").text) == (201, "write x")


def test_head_is_answered_as_get_without_a_body(client: httpx2.Client) -> None:
    answer = client.head("/both/x")
    assert (answer.status_code, answer.content, answer.headers["Content-Length"]) == (200, b"", "6")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/both/x", {"GET", "HEAD", "PUT"}),
        ("OPTIONS", "/both/x", {"GET", "HEAD", "PUT"}),
        ("GET", "/write/x", {"PUT"}),
        ("HEAD", "/write/x", {"PUT"}),
    ],
)
def test_another_method_is_refused_with_those_allowed(
    client: httpx2.Client, method: str, path: str, allowed: set[str]
) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == allowed
