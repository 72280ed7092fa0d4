"""What happens by itself: automatic refreshes, and notices that are sent again."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from mocks.shipstation.notices import Notices
from mocks.shipstation.refresh import Refreshes
from mocks.shipstation.stores import Stores

TICK_SECONDS = 1.0

_log = logging.getLogger(__name__)


class Schedule:
    """Runs what is due, when a clock was moved and, on the running clock, about once a second."""

    def __init__(self, stores: Stores, refreshes: Refreshes, notices: Notices) -> None:
        self._stores = stores
        self._refreshes = refreshes
        self._notices = notices

    async def run_due(self, account: str | None) -> dict[str, object]:
        """Run what is due in one account or in all; how many refreshes and notices that were."""
        refreshes = [self._refreshes.refresh_if_due(store) for store in self._stores_due(account)]
        retries = [self._notices.send_if_due(notice) for notice in self._notices_due(account)]
        done = await asyncio.gather(*refreshes, *retries)
        split = len(refreshes)
        return {"refreshes": sum(done[:split]), "retries": sum(done[split:])}

    def _stores_due(self, account: str | None) -> list[int]:
        stores = self._stores.with_automatic_refresh(account)
        return [store.id for store in stores if self._refreshes.due(store)]

    def _notices_due(self, account: str | None) -> list[int]:
        return [notice.id for notice in self._notices.failed(account) if self._notices.due(notice)]

    @asynccontextmanager
    async def running(self, tick_seconds: float = TICK_SECONDS) -> AsyncIterator[None]:
        """Look for what is due in the background for as long as the context is open."""
        task = asyncio.create_task(self._run(tick_seconds))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _run(self, tick_seconds: float) -> None:
        # Each job is a task of its own: a store that does not answer holds up nobody else's.
        jobs: dict[tuple[str, int], asyncio.Task[None]] = {}
        try:
            while True:
                await asyncio.sleep(tick_seconds)
                jobs = {key: job for key, job in jobs.items() if not job.done()}
                due: list[tuple[str, int, Callable[[int], Awaitable[bool]]]]
                due = [("refresh", i, self._refreshes.refresh_if_due) for i in self._stores_due(None)]
                due += [("retry", i, self._notices.send_if_due) for i in self._notices_due(None)]
                for kind, number, action in due:
                    if (kind, number) not in jobs:
                        jobs[kind, number] = asyncio.create_task(_quietly(action, number))
        finally:
            for job in jobs.values():
                job.cancel()


async def _quietly(action: Callable[[int], Awaitable[bool]], number: int) -> None:
    try:
        await action(number)
    except Exception as error:  # the next tick must come, whatever happened in this one
        _log.error("background job failed: %s", type(error).__name__)
