"""Wrong passwords: who guesses is slowed down, alike for users that there are and that there are not."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from mocks.careportals.accounts import email_key
from mocks.careportals.settings import Settings
from mocks.control.clock import Clocks

WINDOW = timedelta(minutes=1)

CAPACITY = 10_000
"""Users whose failures are remembered; beyond it the longest known ones are forgotten."""

Key = tuple[str, bytes]


@dataclass
class _Failures:
    since: datetime
    count: int = 0


class Attempts:
    """Failed sign-ins of each user of each organization, within a minute of the organization's clock."""

    def __init__(self, clocks: Clocks, settings: Settings) -> None:
        self._clocks = clocks
        self._settings = settings
        self._failures: OrderedDict[Key, _Failures] = OrderedDict()

    def wait(self, organization: str, username: str) -> int:
        """Seconds until this user may try again; 0 when at once."""
        if not self._failures or not self._settings.sign_in_failures:
            return 0
        failures = self._current(_key(organization, username))
        if failures is None or failures.count < self._settings.sign_in_failures:
            return 0
        left = failures.since + WINDOW - self._clocks.of(organization).now()
        return -(-left // timedelta(seconds=1))

    def failed(self, organization: str, username: str) -> None:
        """Note a wrong password, or a user that there is not."""
        key = _key(organization, username)
        failures = self._current(key) or _Failures(self._clocks.of(organization).now())
        failures.count += 1
        self._failures[key] = failures
        if len(self._failures) > CAPACITY:
            self._failures.popitem(last=False)

    def _current(self, key: Key) -> _Failures | None:
        failures = self._failures.get(key)
        if failures is None:
            return None
        # A clock may have been set back.
        if timedelta(0) <= self._clocks.of(key[0]).now() - failures.since < WINDOW:
            return failures
        del self._failures[key]
        return None

    def forget(self, organization: str | None) -> None:
        """Drop what is known of the users of one organization, or of all."""
        for key in [key for key in self._failures if organization in (None, key[0])]:
            del self._failures[key]


def _key(organization: str, username: str) -> Key:
    """Short, whatever somebody sends; nobody's name is kept."""
    return organization[:64], hashlib.sha256(email_key(username).encode()).digest()
