"""The windows that a scenario has open, and its driver: what people do is clicked in them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from playwright.sync_api import Browser, Page

from features.support.browser.account import ClickedAccount
from features.support.browser.organization import ClickedOrganization
from features.support.browser.screen import Screen
from features.support.browser.shop import ClickedShop
from features.support.careportals_shop import CarePortalsShop
from features.support.names import Names
from features.support.shipstation import Account, Form
from features.support.wire import Server

SIZE = (900, 600)
"""Width and height of a window: a small desktop, so that pictures stay small."""


class Pool:
    """Windows that no scenario uses now; a new one takes the browser longer than five pages."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: list[Page] = []

    def take(self) -> Page:
        """A window that nobody has signed in to."""
        if self._idle:
            return self._idle.pop()
        width, height = SIZE
        return self._browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="light", reduced_motion="reduce"
        ).new_page()

    def give_back(self, page: Page) -> None:
        """Forget who was signed in to a window: the mocks keep nothing in browsers but cookies."""
        page.context.clear_cookies()
        self._idle.append(page)


class Windows:
    """The windows of one scenario; each belongs to somebody else.

    With `by_hand` stores are set up by clicks too, where a scenario only says that one is.
    """

    def __init__(self, pool: Pool, *, by_hand: bool = True) -> None:
        self._pool = pool
        self.by_hand = by_hand
        self.screens: list[Screen] = []

    @property
    def clicks(self) -> int:
        """How often something was clicked."""
        return sum(screen.clicks for screen in self.screens)

    def open(self, server: Server, sign_in: Callable[[Screen], None] | None = None) -> Screen:
        """The window of somebody who was not there before."""
        screen = Screen(self._pool.take(), server.url, server.before, sign_in)
        self.screens.append(screen)
        return screen

    def close(self) -> None:
        """Give all of them back."""
        for screen in self.screens:
            if screen.spoiled:
                screen.page.context.close()
            else:
                self._pool.give_back(screen.page)

    def shop(self, crm: Server, names: Names, name: str, now: datetime) -> CarePortalsShop:
        """The orders of a new organization, acted upon by its Owner."""
        return ClickedShop(ClickedOrganization(crm, names, name, now, self.open), now)

    def account(
        self, shipstation: Server, names: Names, now: datetime | None, forms: Sequence[Form]
    ) -> Account:
        """A new account, acted upon by its admin."""
        return ClickedAccount(shipstation, names, now=now, forms=forms, windows=self.open)
