"""Who wants to hear of each journal entry as it happens."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mocks.control.journal import Entry

BACKLOG = 1000
"""Entries that wait for a listener; one that is farther behind is let go."""

MOST = 20
"""Listeners at a time."""


class Listener:
    """One reader. `hang_up` is called when it has to be let go and may not be reading at all."""

    def __init__(self, hang_up: Callable[[], None]) -> None:
        self.ended = False
        self._waiting: deque[Entry] = deque()
        self._news = asyncio.Event()
        self._hang_up = hang_up

    def tell(self, entry: "Entry") -> None:
        """Let one more entry wait, or let go of a reader that does not keep up."""
        if self.ended:
            return
        if len(self._waiting) >= BACKLOG:
            self.end()
            return
        self._waiting.append(entry)
        self._news.set()

    def end(self) -> None:
        """No more for this one; what waits for it is dropped."""
        self.ended = True
        self._waiting.clear()
        self._news.set()
        self._hang_up()

    async def next(self) -> list["Entry"]:
        """All that is new, as soon as there is anything; nothing when it has ended."""
        await self._news.wait()
        if not self.ended:
            self._news.clear()
        found = list(self._waiting)
        self._waiting.clear()
        return found


class Listeners:
    """All of them."""

    def __init__(self) -> None:
        self._all: list[Listener] = []

    def __bool__(self) -> bool:
        return bool(self._all)

    @property
    def full(self) -> bool:
        """Whether there is no room for another one."""
        return len(self._all) >= MOST

    def add(self, listener: Listener) -> None:
        """One more."""
        self._all.append(listener)

    def remove(self, listener: Listener) -> None:
        """One less."""
        self._all.remove(listener)

    def tell(self, entry: "Entry") -> None:
        """Pass an entry on."""
        for listener in self._all:
            listener.tell(entry)

    def end(self) -> None:
        """Let all go: the server stops."""
        for listener in self._all:
            listener.end()
