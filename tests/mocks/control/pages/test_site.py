import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mocks.control.pages.render import Renderer
from mocks.control.pages.site import site
from mocks.control.payload import Refusal
from tests.in_process import serving


async def refused(_request: Request) -> Response:
    raise Refusal(409, "<Taken> already", headers={"Retry-After": "1"})


async def plain(_request: Request) -> Response:
    raise HTTPException(403)


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/refused", 409, "&lt;Taken&gt; already"),
        ("/plain", 403, "Forbidden"),
        ("/nowhere", 404, "leads to no page"),
    ],
)
def test_what_goes_wrong_is_a_page(path: str, status: int, says: str) -> None:
    routes = [Route("/refused", refused), Route("/plain", plain)]
    with serving(site(Renderer("mocks.control.pages", "stand", "Stand"), routes)) as client:
        answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert says in answer.text
    assert answer.headers.get("retry-after") == ("1" if status == 409 else None)


def test_what_goes_wrong_is_shown_in_the_frame_of_its_visitor() -> None:
    renderer = Renderer("mocks.control.pages", "stand", "Stand")
    frame = {"frame": renderer.environment.from_string("Menu of {{ who }}: {% block main %}{% endblock %}")}
    with serving(site(renderer, [], lambda request: {**frame, "who": request.url.path})) as client:
        assert "Menu of /nowhere: " in client.get("/nowhere").text


def test_a_defect_is_a_page_without_its_reason() -> None:
    async def defective(_request: Request) -> Response:
        raise KeyError("secret")

    app = site(Renderer("mocks.control.pages", "stand", "Stand"), [Route("/", defective)])
    with serving(app) as client, pytest.raises(KeyError):
        client.get("/")
