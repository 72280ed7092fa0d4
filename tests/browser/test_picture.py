from pathlib import Path

import pytest

from tests.browser.conftest import InBrowser
from tests.browser.look import Look
from tests.browser.picture import Picture, Stop, shoot

PHONE = Look("phone", "dark")
GOOD = '<!doctype html><html lang="en"><title>t</title><main><h1>Orders</h1>{}</main>'

pytestmark = pytest.mark.browser


@pytest.fixture
def taken(in_browser: InBrowser[Picture], tmp_path: Path) -> Picture:
    """The picture of a page that does everything wrong."""
    page = tmp_path / "page.html"
    wrong = '<input><div style="width: 900px">.</div><script>console.error("no"); nothing()</script>'
    page.write_text(GOOD.format(wrong), encoding="utf-8")
    return in_browser(PHONE, lambda window: shoot(window, Stop("p", page.as_uri()), PHONE, tmp_path))


def test_what_is_wrong_with_a_page_is_told(taken: Picture) -> None:
    told = "\n".join(taken.problems)
    assert "critical: label:" in told
    assert "is wider than the window" in told
    assert "console: no" in told
    assert "script: nothing is not defined" in told


def test_a_good_page_has_nothing_wrong(in_browser: InBrowser[Picture], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(GOOD.format(""), encoding="utf-8")
    taken = in_browser(PHONE, lambda window: shoot(window, Stop("p", page.as_uri()), PHONE, tmp_path))
    assert (taken.problems, taken.file.read_bytes()[:4]) == ([], b"\x89PNG")


def test_a_page_that_does_not_answer_is_a_problem(in_browser: InBrowser[Picture], tmp_path: Path) -> None:
    stop = Stop("gone", "http://127.0.0.1:9/")
    taken = in_browser(PHONE, lambda window: shoot(window, stop, PHONE, tmp_path))
    assert any("cannot be reached" in problem for problem in taken.problems)
