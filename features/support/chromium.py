"""A real browser: finds Chromium, says what to install when there is none, starts it without a window.

Playwright is in the extra `browser` of the project; it is imported when a browser is asked for.
"""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from features.support.evidence import HarnessError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The first has no windows at all, and takes half the time for a page."""

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--disable-component-update",
    "--disable-sync",
)
"""Only pages of our own are opened, often as root in a container: there the sandbox cannot start."""

INSTALL = ("apt-get", "install", "--yes", "--no-install-recommends", "fonts-liberation")
PACKAGES = ("chromium-headless-shell", "chromium")
"""The first that there is; Debian has had the smaller one since 2025."""

MISSING = (
    "There is no Chromium here. Install it:  apt-get install chromium fonts-liberation  (Debian, Ubuntu),\n"
    "or set CHROMIUM to the path of a Chromium or Chrome that you have."
)


def executable() -> str:
    """The browser's path: CHROMIUM if that is set, else the first found. Raises HarnessError."""
    given = os.environ.get("CHROMIUM")
    found = shutil.which(given) if given else next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise HarnessError(f"CHROMIUM={given} is no program" if given else MISSING)
    return found


def install() -> None:
    """Install Chromium where that can be done without asking: as root on Debian. Else nothing happens."""
    if os.environ.get("CHROMIUM") or any(map(shutil.which, NAMES)):
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (("apt-get", "update"), *((*INSTALL, package) for package in PACKAGES)):
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)  # noqa: S603
        if any(map(shutil.which, NAMES)):
            return


@contextmanager
def chromium() -> Iterator["Browser"]:
    """A running browser. Raises HarnessError when it or Playwright is missing."""
    if importlib.util.find_spec("playwright") is None:
        raise HarnessError("Playwright is missing: pip install --editable '.[browser]'")
    from playwright.sync_api import sync_playwright

    path = executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()
