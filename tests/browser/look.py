"""How somebody looks at a page: on what, and by day or night."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, Page, ViewportSize


class Look(NamedTuple):
    """A device, and the colours that its owner prefers."""

    device: Literal["desktop", "phone"]
    scheme: Literal["light", "dark"]

    @property
    def size(self) -> ViewportSize:
        """Width and height of the window, in pixels."""
        return {"width": 1280, "height": 800} if self.device == "desktop" else {"width": 360, "height": 740}

    def __str__(self) -> str:
        return f"{self.device}-{self.scheme}"

    @contextmanager
    def window(self, browser: Browser) -> Iterator[Page]:
        """A window that nobody has signed in to."""
        phone = self.device == "phone"
        with browser.new_context(
            viewport=self.size, color_scheme=self.scheme, reduced_motion="reduce", has_touch=phone
        ) as context:
            yield context.new_page()


LOOKS = [Look("desktop", "light"), Look("desktop", "dark"), Look("phone", "light"), Look("phone", "dark")]
