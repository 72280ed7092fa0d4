"""The picture of a page, and what is wrong with the page when it is looked at like that."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import ConsoleMessage, Error, FloatRect, Page

from tests.browser.axe import GRAVE, violations
from tests.browser.look import Look

TALLEST = 4000
"""Pixels of a picture."""

SETTLE = 150
"""Milliseconds until a page has fetched what it fetches by itself."""

ERROR_PAGE = 3000
"""Milliseconds in which the browser shows that there is no page."""

WIDER = "document.documentElement.scrollWidth > window.innerWidth"


class Stop(NamedTuple):
    """A page to take a picture of. `act` is done in it before."""

    name: str
    url: str
    act: Callable[[Page], object] = lambda _page: None


class Picture(NamedTuple):
    """A page as it looked: `problems` fail the run, `remarks` do not."""

    name: str
    look: Look
    file: Path
    problems: list[str]
    remarks: list[str]


def shoot(page: Page, stop: Stop, look: Look, folder: Path) -> Picture:
    """Open a page, do what is to be done in it, take its picture, and look what is wrong with it."""
    with _complaints(page) as complaints:
        _reach(page, stop, complaints)
        page.wait_for_timeout(SETTLE)
        file = folder / f"{stop.name[:150]}.{look}.png"
        page.screenshot(path=file, full_page=True, clip=_clip(page, look))
        found = violations(page)
        if page.evaluate(WIDER):
            complaints.append("is wider than the window")
    grave = [str(each) for each in found if each.impact in GRAVE]
    return Picture(
        stop.name, look, file, grave + complaints, [str(each) for each in found if each.impact not in GRAVE]
    )


def _reach(page: Page, stop: Stop, complaints: list[str]) -> None:
    try:
        page.goto(stop.url, wait_until="load")
    except Error as error:
        complaints.append(f"cannot be reached: {error.message.splitlines()[0]}")
        with suppress(Error):
            # The browser's own page about that comes up a moment later.
            page.wait_for_url("chrome-error://**", timeout=ERROR_PAGE)
        return
    try:
        stop.act(page)
    except Error as error:
        complaints.append(f"does not do what it should: {error.message.splitlines()[0]}")


def _clip(page: Page, look: Look) -> FloatRect:
    height = int(page.evaluate("Math.max(document.documentElement.scrollHeight, window.innerHeight)"))
    return {"x": 0, "y": 0, "width": look.size["width"], "height": min(height, TALLEST)}


@contextmanager
def _complaints(page: Page) -> Iterator[list[str]]:
    """What the browser writes into its console as an error, and what a script of the page does not catch."""
    found: list[str] = []

    def complain(message: ConsoleMessage) -> None:
        # A browser reports the status of the page itself as an error, too.
        own = message.text.startswith("Failed to load resource") and message.location["url"] == page.url
        if message.type == "error" and not own:
            found.append(f"console: {message.text}")

    def fail(error: Error) -> None:
        found.append(f"script: {error.message}")

    page.on("console", complain)
    page.on("pageerror", fail)
    try:
        yield found
    finally:
        page.remove_listener("console", complain)
        page.remove_listener("pageerror", fail)
