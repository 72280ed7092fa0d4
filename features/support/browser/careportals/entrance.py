"""The sign-in page of CarePortals."""

from collections.abc import Callable

from features.support.browser.screen import Screen


def signing_in(organization: str, email: str, password: Callable[[], str]) -> Callable[[Screen], None]:
    """What somebody types there, each time that it is asked for."""

    def sign_in(screen: Screen) -> None:
        screen.type("Organization", organization)
        screen.type("Email", email)
        screen.type("Password", password())
        screen.log_in("Sign In")

    return sign_in
