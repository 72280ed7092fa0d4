import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mocks.control.pages.form import FIELDS, LIMIT, read_form
from mocks.control.payload import ERROR_HANDLERS
from tests.in_process import serving


def posted(body: bytes, kind: str = "application/x-www-form-urlencoded") -> tuple[int, object]:
    async def read(request: Request) -> Response:
        return JSONResponse([await read_form(request)])

    app = Starlette(routes=[Route("/", read, methods=["POST"])], exception_handlers=ERROR_HANDLERS)
    with serving(app) as client:
        answer = client.post("/", content=body, headers={"Content-Type": kind})
    return answer.status_code, answer.json()


def test_fields_are_read_as_they_were_typed() -> None:
    body = b"name=%C3%BC+%26&empty=&lines=a%0D%0Ab&name=last"
    assert posted(body) == (200, [{"name": "last", "empty": "", "lines": "a\nb"}])


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"a=b", "text/plain", 415),
        (b"a=%ff", "application/x-www-form-urlencoded", 400),
        (b"a=\xff", "application/x-www-form-urlencoded", 400),
        (b"a=b&" * (FIELDS + 1), "application/x-www-form-urlencoded", 400),
        (b"a=" + b"b" * LIMIT, "application/x-www-form-urlencoded", 413),
    ],
)
def test_what_is_no_form_is_refused(body: bytes, kind: str, status: int) -> None:
    assert posted(body, kind)[0] == status
