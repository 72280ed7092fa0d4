from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from playwright.sync_api import Page

from features.support import chromium
from features.support.evidence import HarnessError
from tests.browser.look import Look

T = TypeVar("T")
InBrowser = Callable[[Look, Callable[[Page], T]], T]


@pytest.fixture
def in_browser() -> InBrowser[T]:
    """Does something in a window. In a thread, for Playwright leaves its event loop behind in its own."""
    try:
        chromium.executable()
    except HarnessError as reason:
        pytest.skip(f"NOT TESTED, for lack of a browser: {reason}")

    def act(look: Look, done: Callable[[Page], T]) -> T:
        with chromium.chromium() as browser, look.window(browser) as page:
            return done(page)

    def apart(look: Look, done: Callable[[Page], T]) -> T:
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(act, look, done).result()

    return apart
