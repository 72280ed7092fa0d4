"""How a target lets itself be checked: with a shop behind it, or by its address and credentials alone."""

import argparse
import getpass
import os
import re
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from _pytest.outcomes import Skipped  # pytest.skip.Exception is a variable, which mypy takes for no type

from features.support.evidence import HarnessError

REQUESTS = 60
"""How many requests a run sends to a target that is only looked at: it may be in production."""

NO_SHOP = "http://no-shop.invalid"
"""Stands for the mock CarePortals where there is none."""

USERNAME, PASSWORD = "DRYDOCK_USERNAME", "DRYDOCK_PASSWORD"


class NotApplicable(Skipped):
    """Ends a scenario that speaks of what this target's world does not have; that says nothing of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"not applicable: {reason}")


class NotChecked(Skipped):
    """Ends a scenario that may concern this target, but cannot be played with it."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"not checked: {reason}")


@dataclass
class Passage:
    """Address and credentials of a target without a shop; counts the requests, and lets no write through."""

    url: str
    username: str
    password: str = field(repr=False)
    limit: int = REQUESTS
    sent: int = 0

    def spend(self, method: str) -> None:
        """Count one request. Raises HarnessError for a write, and for one request too many."""
        if method != "GET":
            raise HarnessError(f"{method} must not be sent to a target that is only looked at")
        if self.sent == self.limit:
            raise HarnessError(f"the {self.limit} requests that a look at a target may take are used up")
        self.sent += 1


def shop_option(text: str) -> str:
    """A value of --shop that has a meaning. Raises argparse's error for any other."""
    if text in {"careportals", "none"} or re.fullmatch(r"https?://[^/\s]+\S*", hook_address(text) or ""):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is none of careportals, none, hook:http://...")


def hook_address(shop: str) -> str | None:
    """The address in a value of --shop; None when it names no hook."""
    return shop.removeprefix("hook:") if shop.startswith("hook:") else None


def from_environment(url: str, environment: Mapping[str, str] = os.environ) -> Passage:
    """Credentials from DRYDOCK_USERNAME and DRYDOCK_PASSWORD, else asked for on the terminal.

    Never from the command line, which every user of the machine can read. Raises HarnessError.
    """
    username, password = environment.get(USERNAME), environment.get(PASSWORD)
    if not (username and password) and not sys.stdin.isatty():
        raise HarnessError(f"set {USERNAME} and {PASSWORD}, for there is no terminal to ask on")
    username = username or input("Username of the store: ")
    return Passage(url, username, password or getpass.getpass("Password of the store: "))


def not_checked(tags: Collection[str], *, shop: bool) -> str | None:
    """Why a scenario with these tags cannot be checked; None when it can.

    Without a shop only what is @passive and nothing else can be: @write and @fault need one as well.
    """
    if shop or ("passive" in tags and not {"shop", "write", "fault"} & set(tags)):
        return None
    return "not checked: the target is only looked at (SHOP=none), this rule needs a shop"
