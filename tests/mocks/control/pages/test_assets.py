import pytest
from starlette.applications import Starlette

from mocks.control.pages.assets import asset
from tests.in_process import serving


@pytest.mark.parametrize(
    ("file", "kind"),
    [("look.css", "text/css"), ("traffic.js", "text/javascript"), ("icon.svg", "image/svg+xml")],
)
def test_a_file_is_sent_as_what_it_is_and_as_nothing_else(file: str, kind: str) -> None:
    with serving(Starlette(routes=[asset("/x", "mocks.control.pages", file)])) as client:
        answer = client.get("/x")
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-cache"
