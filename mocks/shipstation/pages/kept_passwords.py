"""Passwords of store forms between Test Connection and Connect: a page never sends one back."""

import secrets
from collections import OrderedDict

CAPACITY = 200
"""Forms that are remembered at a time."""


class KeptPasswords:
    """What was typed into forms that are still being filled in, in memory, each for its own user alone."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, str], str] = OrderedDict()

    def keep(self, user: int, password: str) -> str:
        """The name under which the form finds its password again."""
        name = secrets.token_urlsafe(12)
        self._kept[user, name] = password
        if len(self._kept) > CAPACITY:
            self._kept.popitem(last=False)
        return name

    def get(self, user: int, name: str) -> str:
        """The password; empty when it is forgotten, or was another user's."""
        return self._kept.get((user, name), "")
