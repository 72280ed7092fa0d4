from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mocks.control.pages.flash import LENGTH, Flashes, local
from tests.in_process import serving

FLASHES = Flashes("stand")


def shown(text: str) -> tuple[list[list[str]], list[list[str]]]:
    """What the page that the form leads to shows, and what it shows when it is loaded again."""

    async def act(request: Request) -> Response:
        return FLASHES.see_other(request, "/page", text, "bad")

    async def page(request: Request) -> Response:
        response = JSONResponse([list(each) for each in FLASHES.read(request)])
        FLASHES.clear(request, response)
        return response

    with serving(Starlette(routes=[Route("/act", act, methods=["POST"]), Route("/page", page)])) as client:
        answer = client.post("/act")
        assert (answer.status_code, answer.headers["location"]) == (303, "/page")
        return client.get("/page").json(), client.get("/page").json()


@pytest.mark.parametrize("text", ["Saved", "<b>;\r\nSet-Cookie: x=y; ü €", "'\"\\"])
def test_a_message_is_shown_once_as_it_was_meant(text: str) -> None:
    assert shown(text) == ([[text, "bad"]], [])


def test_without_a_message_there_is_none() -> None:
    assert shown("") == ([], [])


@pytest.mark.parametrize("letter", ["x", "€", "😀", "\ud800"])
def test_a_long_message_is_cut(letter: str) -> None:
    (((text, _),), _) = shown(letter * 5000)
    assert len(text) <= LENGTH
    assert text.endswith("…")


@pytest.mark.parametrize(
    "forged", ["", "[", "{}", "[1]", '["good",1]', '["x","y"]', "[[],[]]", "1", "[" * 9999, "null"]
)
def test_a_cookie_that_is_none_of_ours_shows_nothing(forged: str) -> None:
    cookie = f"stand_flash_80={quote(forged)}".encode()
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "server": ("mock", 80)}
    headers = [(b"cookie", cookie), (b"host", b"mock")]
    assert FLASHES.read(Request({**scope, "headers": headers})) == []


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "https://evil.example", "/\n/x", "", "/ü"]
)
def test_a_form_never_leads_to_another_server(path: str) -> None:
    assert local(path) == "/"


def test_a_form_leads_to_any_page_of_this_one() -> None:
    assert local("/app/users?x=y#z") == "/app/users?x=y#z"
