"""The page on which people log in to ShipStation."""

from collections.abc import Callable

from features.support.browser.screen import Screen


def logging_in(account: str, email: str, password: str) -> Callable[[Screen], None]:
    """What somebody types there, each time that it is asked for."""

    def log_in(screen: Screen) -> None:
        screen.type("Account", account)
        screen.type("Email", email)
        screen.type("Password", password)
        screen.log_in("Log In")

    return log_in
