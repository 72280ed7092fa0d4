"""Event loops for one process: they ask the system for news only when they have nothing else to do."""

import asyncio
import selectors
from selectors import SelectorKey


class _Busy(selectors.DefaultSelector):
    """Does not look for news while there is work: each look takes as long as some of the work."""

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        """What is ready, after so many seconds at the latest."""
        return [] if timeout == 0 else super().select(timeout)


class BusyLoop(asyncio.SelectorEventLoop):
    """For parts that hardly ever speak with anybody outside of this process."""

    def __init__(self) -> None:
        super().__init__(_Busy())


class _Hasty(_Busy):
    """Returns at once, and counts the seconds that it was asked to wait."""

    waited = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        """What is ready. Without a timer there is nothing to go on to: that is waited for."""
        if not timeout:
            return super().select(timeout)
        self.waited += timeout
        return []


class HastyLoop(asyncio.SelectorEventLoop):
    """Does not wait: when nothing is ready, its clock goes on to the next timer."""

    def __init__(self) -> None:
        self._hasty = _Hasty()
        super().__init__(self._hasty)

    def time(self) -> float:
        """Seconds that have been waited in this loop. Work takes no time."""
        return self._hasty.waited
