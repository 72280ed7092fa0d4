"""The pages on which people make their accounts on CarePortals."""

from features.support.browser.screen import Screen
from features.support.wire import Answer


class SignUpPage:
    """The page behind the link of an invitation, and `/auth/register`."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def set_password(self, password: str) -> Answer:
        """On the page behind the link: set a password, unless the page says that the link is used up."""
        if self._screen.status >= 400:
            return self._screen.answer()
        return self._sign_up(password)

    def register(self, email: str, password: str) -> Answer:
        """Sign up without an invitation."""
        self._screen.open("/auth/register")
        self._screen.type("Email", email)
        return self._sign_up(password)

    def _sign_up(self, password: str) -> Answer:
        self._screen.type("Password", password)
        self._screen.click("button", "Sign Up")
        return self._screen.answer()
