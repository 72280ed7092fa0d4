import pytest
from jinja2 import UndefinedError
from starlette.requests import Request

from mocks.control.pages.render import Renderer

HOSTILE = "<script>alert('\"')</script>\ud800"


def request(path: str = "/app") -> Request:
    headers = [(b"host", b"mock:81")]
    return Request({"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers})


@pytest.fixture
def renderer() -> Renderer:
    return Renderer("mocks.control.pages", "stand", "Stand")


def test_a_page_lets_nothing_be_loaded_from_elsewhere(renderer: Renderer) -> None:
    answer = renderer.page(request(), "error.html", 404, phrase="Not Found", message="")
    assert answer.status_code == 404
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


def test_what_is_shown_stays_text(renderer: Renderer) -> None:
    answer = renderer.page(request(f"/{HOSTILE}"), "error.html", phrase=HOSTILE, message=HOSTILE)
    page = bytes(answer.body).decode()
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 3  # title, heading, message


def test_every_page_says_that_it_is_a_mock(renderer: Renderer) -> None:
    page = bytes(renderer.page(request(), "error.html", phrase="x", message="").body).decode()
    assert "Mock – not the real product" in page
    assert "<title>x – Stand (mock)</title>" in page
    assert 'href="#main"' in page


def test_a_name_that_no_page_gave_is_an_error(renderer: Renderer) -> None:
    with pytest.raises(UndefinedError):
        renderer.page(request(), "error.html")
