"""How far a long run is, for people at a terminal and in the log of a CI server."""

import sys
import time
from typing import TextIO

EVERY = 10.0
"""Seconds between two lines in a log."""


class Progress:
    """Counts to `total`: on a terminal in one line that changes, elsewhere a line now and then."""

    def __init__(self, what: str, total: int, out: TextIO | None = None) -> None:
        self._what = what
        self._total = total
        self._out = out or sys.stdout
        self._done = 0
        self._started = self._told = time.monotonic()

    def step(self, news: str = "") -> None:
        """One more is done; `news` stay on a line of their own."""
        self._done += 1
        now = time.monotonic()
        line = f"{self._what} {self._done}/{self._total}, {now - self._started:.0f} s"
        if self._out.isatty():
            self._out.write(f"\r\x1b[K{news}\n" * bool(news) + f"\r\x1b[K{line}" + "\n" * self._over)
        else:
            due = self._over or now - self._told >= EVERY
            self._out.write(f"{news}\n" * bool(news) + f"{line}\n" * due)
            self._told = now if due else self._told
        self._out.flush()

    @property
    def _over(self) -> bool:
        return self._done == self._total
