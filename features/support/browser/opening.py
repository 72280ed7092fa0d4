"""How the adapters get windows."""

from collections.abc import Callable
from typing import Protocol

from features.support.browser.screen import Screen
from features.support.wire import Server


class Opening(Protocol):
    """Opens a window for somebody who was not there before."""

    def __call__(self, server: Server, sign_in: Callable[[Screen], None] | None = None) -> Screen:
        """The window, still empty."""
