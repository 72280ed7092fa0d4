import asyncio
import contextlib
import time
from collections.abc import Iterator

import pytest

from tests.defects.haste import HastyLoop


@pytest.fixture
def loop() -> Iterator[HastyLoop]:
    with contextlib.closing(HastyLoop()) as hasty:
        yield hasty


def test_an_hour_passes_at_once(loop: HastyLoop) -> None:
    began = time.monotonic()
    loop.run_until_complete(asyncio.sleep(3600))
    assert loop.time() == pytest.approx(3600)
    assert time.monotonic() - began < 60


def test_what_comes_first_is_first(loop: HastyLoop) -> None:
    async def patient() -> None:
        async with asyncio.timeout(5):
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        loop.run_until_complete(asyncio.wait_for(patient(), 10))
    assert loop.time() == pytest.approx(5)


def test_work_takes_no_time(loop: HastyLoop) -> None:
    async def work() -> None:
        sorted(range(100_000), key=str)

    loop.run_until_complete(work())
    assert loop.time() == 0


def test_a_thread_is_waited_for(loop: HastyLoop) -> None:
    def work() -> str:
        time.sleep(0.01)
        return "done"

    assert loop.run_until_complete(asyncio.to_thread(work)) == "done"
