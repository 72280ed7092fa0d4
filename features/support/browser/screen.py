"""One window of the browser with a mock's pages in it, found by role and label as people find them."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal, Protocol
from urllib.parse import urlsplit

from playwright.sync_api import Error, Locator, Page

from features.support.evidence import HarnessError
from features.support.wire import TIME_LIMIT, Answer, Server, nothing

Role = Literal["button", "link"]

SIGN_IN = "/app/sign-in"
"""Where both mocks lead who is not signed in, and from there to where he wanted to go."""

PATIENCE = 5.0
"""Seconds until something that is not on the page counts as missing."""

OFFERED = 12
"""How much of what the page has instead is told."""

_WRONG = """all => all.map(field => [
    field.labels[0].textContent.trim(),
    document.getElementById(field.getAttribute('aria-describedby').trim().split(/\\s+/).pop()).textContent.trim(),
])"""


class Screen:
    """Pages of the server at `url`; `before` is called ahead of whatever reaches it.

    `sign_in` fills in the sign-in page whenever the pages lead there; without it that page is one like all
    others. `clicks` counts what was clicked to do something, `loads` the pages that came, `status` is the
    HTTP status of the one that is shown; a `spoiled` window shows an error of the browser's own.
    What is not on a page raises HarnessError: the pages are the mocks'.
    """

    def __init__(
        self,
        page: Page,
        url: str,
        before: Callable[[], None] = nothing,
        sign_in: "Callable[[Screen], None] | None" = None,
    ) -> None:
        page.set_default_timeout(PATIENCE * 1000)
        page.set_default_navigation_timeout((TIME_LIMIT + PATIENCE) * 1000)
        self.page = page
        self.url = url.rstrip("/")
        self._before = before
        self._sign_in = sign_in
        self.clicks = 0
        self.loads = 0
        self.status = 0
        self.spoiled = False

    @property
    def path(self) -> str:
        """The path of the page that is shown."""
        return urlsplit(self.page.url).path if self.loads else ""

    @property
    def main(self) -> Locator:
        """The page without menu and banner."""
        return self.page.get_by_role("main")

    def open(self, address: str) -> None:
        """Open a page by its path and query, signing in if need be."""
        self._before()
        wanted = self.url + address
        try:
            answer = self.page.goto(wanted, wait_until="domcontentloaded")
        except Error as error:
            self.spoiled = True
            raise HarnessError(f"{wanted} cannot be opened: {error.message}") from error
        self._count(answer.status if answer else 0)
        self._enter()

    def click(self, role: Role, name: str, within: Locator | None = None) -> None:
        """Click what leads to another page, sign in there if need be, and wait for it."""
        self.clicks += 1
        self._click(role, name, within)
        self._enter()

    def log_in(self, button: str) -> None:
        """Send the sign-in page, which counts for nothing."""
        self._click("button", button, None)

    def _click(self, role: Role, name: str, within: Locator | None) -> None:
        found = (within or self.page).get_by_role(role, name=name, exact=True)
        with self._looking_for(f'the {role} "{name}"', role):
            found.wait_for()
            self._before()
            with self.page.expect_navigation(wait_until="domcontentloaded") as loading:
                found.click()
            answer = loading.value
        self._count(answer.status if answer else 0)

    def type(self, label: str, text: str) -> None:
        """Type into a field, in the place of what is there, unless that is the same."""
        with self._looking_for(f'the field "{label}"', "textbox"):
            field = self.field(label)
            if field.input_value() != text:
                field.fill(text)

    def wait_until_gone(self, what: Locator) -> None:
        """Wait for the page to take something away."""
        with self._looking_for(f"the end of {what}", "heading"):
            what.wait_for(state="hidden", timeout=TIME_LIMIT * 1000)

    def choose(self, label: str, option: str) -> bool:
        """Choose from a list by what stands in it or for it; False when that is not offered."""
        with self._looking_for(f'the list "{label}"', "combobox"):
            offered = self.field(label).locator("option").all()
            known = {
                word: each for each in offered for word in (each.inner_text(), each.get_attribute("value"))
            }
            if option not in known:
                return False
            self.field(label).select_option(known[option].get_attribute("value"))
        return True

    def field(self, label: str) -> Locator:
        """The field under a label."""
        return self.page.get_by_label(label, exact=True)

    def read(self, what: Locator) -> str:
        """The text of something that has to be there."""
        with self._looking_for(str(what), "heading"):
            return what.inner_text()

    def facts(self, within: Locator) -> dict[str, str]:
        """The terms of a description list with what is said of each."""
        names, values = (within.locator(each).all_text_contents() for each in ("dt", "dd"))
        return {name.strip(): value.strip() for name, value in zip(names, values, strict=True)}

    def number(self, pattern: str) -> int:
        """The number in the path of the page that is shown, which has to be one of these."""
        found = re.fullmatch(pattern, self.path)
        if not found:
            raise HarnessError(f"{self.page.url} ({self.status}): not {pattern}; {self._told()}")
        return int(found[1])

    def answer(self) -> Answer:
        """What the page says of what was just done: `ok`, `message`, and `fields` by label.

        Raises HarnessError when it says nothing of it.
        """
        good, bad = (self.page.get_by_role(role).all_inner_texts() for role in ("status", "alert"))
        fields = dict(self.page.locator("[aria-invalid=true]").evaluate_all(_WRONG))
        told = " ".join([*bad, *good])
        if self.status >= 400:
            told = told or self.read(self.main)
        elif bool(good) == bool(bad or fields):
            raise HarnessError(
                f"{self.page.url} ({self.status}) does not say what came of it; {self._told()}"
            )
        content = {"ok": bool(good) and self.status < 400, "message": told, "fields": fields}
        status = 409 if self.status < 400 and not good else self.status
        return Answer(status, json.dumps(content, ensure_ascii=False).encode())

    def _count(self, status: int) -> None:
        self.status = status
        self.loads += 1

    def _enter(self) -> None:
        if self._sign_in and self.path == SIGN_IN:
            self._sign_in(self)
            if self.path == SIGN_IN:
                raise HarnessError(f"{self.page.url}: nobody could sign in; {self._told()}")

    @contextmanager
    def _looking_for(
        self, what: str, role: Literal["button", "link", "textbox", "combobox", "heading"]
    ) -> Iterator[None]:
        try:
            yield
        except Error as error:
            there = [text for text in self.page.get_by_role(role).all_inner_texts() if text.strip()][:OFFERED]
            reason = f"{self.page.url} ({self.status}): looked for {what}"
            raise HarnessError(
                f"{reason}; {role}s there: {there}; {self._told()}; {_first(error)}"
            ) from error

    def _told(self) -> str:
        said = self.page.locator("h1, [role=alert], [role=status]").all_inner_texts()
        return f"the page says: {' / '.join(said)}"


def _first(error: Error) -> str:
    """Playwright tells a whole log after the first line."""
    return error.message.partition("\n")[0]


class Opening(Protocol):
    """Opens a window for somebody who was not there before."""

    def __call__(self, server: Server, sign_in: Callable[[Screen], None] | None = None) -> Screen:
        """The window, still empty."""
