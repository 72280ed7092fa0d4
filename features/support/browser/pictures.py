"""Pictures of the pages that a step of the guide has led to."""

import base64
import re

from playwright.sync_api import Error

from features.support.browser.screen import Screen
from features.support.browser.windows import Windows
from features.support.evidence import Attachment

QUALITY = 30
"""Of JPEG, in percent: text stays readable, in a third of what PNG takes."""

LARGEST = 100_000
"""Bytes of a picture: a page of the mocks takes a third of it."""


class Album:
    """The pictures of one scenario: of each page once."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows
        self._taken: dict[int, int] = {}

    def take(self, number: int, step: str) -> list[Attachment]:
        """Pictures of what has come up since the last time, named after a step; none that is too large."""
        found: list[Attachment] = []
        for screen in self._new():
            found += _picture(screen, _name(number, step, len(found)))
        return found

    def skip(self) -> None:
        """What has come up since the last time needs no picture."""
        self._new()

    def forget(self) -> None:
        """Let all that is shown count as new."""
        self._taken.clear()

    def _new(self) -> list[Screen]:
        found = [screen for screen in self._windows.screens if self._taken.get(id(screen), 0) != screen.loads]
        self._taken |= {id(screen): screen.loads for screen in found}
        return found


def _picture(screen: Screen, name: str) -> list[Attachment]:
    try:
        taken = screen.page.screenshot(type="jpeg", quality=QUALITY, caret="hide", scale="css")
    except Error:
        return []  # a browser that shows nothing any more is no reason to fail, or to fail otherwise
    if len(taken) > LARGEST:
        return []
    return [Attachment(name, "image/jpeg", base64.b64encode(taken).decode())]


def _name(number: int, step: str, others: int) -> str:
    """Such as `step-3-when-the-admin-clicks-connect.jpg`."""
    words = re.sub(r"[^a-z0-9]+", "-", step.lower()).strip("-")[:60]
    return f"step-{number}-{words}{f'-{others + 1}' if others else ''}.jpg"
