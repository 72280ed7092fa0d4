"""An event loop that does not wait: when nothing is ready, its clock goes on to the next timer."""

import asyncio
import selectors
from selectors import SelectorKey


class _Hasty(selectors.DefaultSelector):
    """Returns at once, and counts the seconds that it was asked to wait."""

    waited = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        """What is ready. Without a timer there is nothing to go on to: that is waited for."""
        ready = super().select(timeout if timeout is None else 0)
        if not ready and timeout:
            self.waited += timeout
        return ready


class HastyLoop(asyncio.SelectorEventLoop):
    """For what runs within one process; others do not know of its clock."""

    def __init__(self) -> None:
        self._hasty = _Hasty()
        super().__init__(self._hasty)

    def time(self) -> float:
        """Seconds that have been waited in this loop. Work takes no time."""
        return self._hasty.waited
