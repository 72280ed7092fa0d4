import subprocess
import sys

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp

from mocks.control.clock import Clocks
from mocks.control.journal import Journal, JournalMiddleware
from mocks.control.pages.lazy import LazyPages
from tests.in_process import serving

made: list[object] = []


def factory(*given: object) -> ASGIApp:
    made.append(given)

    async def app(scope, receive, send):  # type: ignore[no-untyped-def] # of any kind
        await PlainTextResponse(Request(scope).method)(scope, receive, send)

    return app


def test_it_is_made_at_the_first_request_and_once() -> None:
    made.clear()
    pages = LazyPages(f"{__name__}:factory", 1, 2)
    assert made == []
    with serving(Starlette(routes=pages.routes("/app"))) as client:
        answers = [client.get("/app").text, client.post("/app/x/y").text, client.get("/apple").status_code]
    assert (answers, made) == (["GET", "POST", 404], [(1, 2)])


def test_what_is_asked_of_pages_is_no_traffic() -> None:
    journal = Journal(Clocks())
    app = Starlette(routes=LazyPages(f"{__name__}:factory").routes("/users/page"))
    app.add_middleware(JournalMiddleware, journal=journal, tenant_of=lambda _scope: None)
    with serving(app) as client:
        client.get("/users/page")
        assert list(journal.newest()) == []
        client.get("/users")
    assert [entry.url for entry in journal.newest()] == ["/users"]


@pytest.mark.parametrize("mock", ["careportals", "shipstation"])
def test_a_mock_starts_without_the_template_engine(mock: str) -> None:
    program = f"import sys, mocks.{mock}.app as m; m.create_app(); print('jinja2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    assert done.stdout == "False\n"


def test_the_look_is_there_for_both(client: httpx2.Client) -> None:
    answer = client.get("/_control/pages/look.css")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/css; charset=utf-8")
