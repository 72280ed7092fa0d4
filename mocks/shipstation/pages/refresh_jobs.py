"""Refreshes that go on while the page that started them shows how far they are."""

import asyncio
import logging

from mocks.shipstation.refresh import Refreshes

_log = logging.getLogger(__name__)


class RefreshJobs:
    """Starts refreshes, one of a store at a time."""

    def __init__(self, refreshes: Refreshes) -> None:
        self._refreshes = refreshes
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def start(self, store_id: int) -> None:
        """Refresh a store in the background, unless that is under way."""
        if not self.active(store_id):
            task = self._tasks[store_id] = asyncio.create_task(self._run(store_id))
            task.add_done_callback(lambda _task: self._tasks.pop(store_id, None))

    def active(self, store_id: int) -> bool:
        """Whether a store is being refreshed, from whatever side that was asked for."""
        return store_id in self._tasks or self._refreshes.running(store_id) is not None

    async def _run(self, store_id: int) -> None:
        try:
            await self._refreshes.refresh(store_id)
        except Exception as error:  # nobody waits for this task; its page must not wait for ever
            _log.error("refresh failed: %s", type(error).__name__)
