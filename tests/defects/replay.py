"""Plays what a scenario asked the reference bridge to another bridge, to see if it makes a difference.

A scenario knows a bridge by its answers and by what it does in CarePortals. A bridge that answers each
recorded request with the same bytes, or ShipStation's with what it reads in the same way, and asks
CarePortals the same questions in the same order, leaves the scenario where the reference bridge left it.
"""

import asyncio
import math
import time
from collections import deque
from typing import Any

from starlette.types import Message

from bridge.connection import Reply
from tests.defects.fresh import Fresh
from tests.defects.haste import HastyLoop
from tests.defects.reading import alike
from tests.defects.stand import settings
from tests.defects.tape import Answer, Call, Exchange, Tape, question

PATIENCE = 0.5
"""Seconds of work for an answer; one that takes longer may matter to a scenario that looks at the clock."""

LONGEST = 3600.0
"""Seconds of the loop's own clock, in which waiting takes no time."""


class Player:
    """Stands in for ShipStation and CarePortals. `same` until something differs from the tape.

    `limit` is how long the bridge waits for CarePortals, in seconds.
    """

    def __init__(self, limit: float) -> None:
        self.same = True
        self._limit = limit
        self._calls: deque[Call] = deque()

    async def ask(self, method: str, path: str, **named: Any) -> Reply:
        """Answer as CarePortals did; a question that it was not asked is a difference."""
        if not self._calls or self._calls[0].question != question(method, path, **named):
            self.same = False
            raise ConnectionError("not on the tape")
        call = self._calls.popleft()
        if call.reason is not None:
            raise ConnectionError(call.reason)
        if call.reply is None:
            await asyncio.Event().wait()  # until the bridge gives up
        assert call.reply
        return call.reply

    async def play(self, exchange: Exchange, fresh: Fresh) -> None:
        """Send one request, and compare what comes of it."""
        self._calls = deque(exchange.calls)
        received, sent = deque(exchange.received), list[Message]()

        async def listen() -> Message:
            # What would have come next is not known: the reference bridge did not ask for it.
            self.same = self.same and bool(received)
            return received.popleft() if received else {"type": "http.disconnect"}

        async def tell(message: Message) -> None:
            sent.append(message)

        clock = asyncio.get_running_loop()
        began, worked = clock.time(), time.monotonic()
        try:
            async with asyncio.timeout(LONGEST):
                await fresh(exchange.scope, listen, tell)
        except Exception:
            self.same = False
        waited = math.isclose(clock.time() - began, exchange.vain * self._limit, abs_tol=0.01)
        in_time = waited and time.monotonic() - worked < PATIENCE
        self.same = self.same and in_time and not self._calls and alike(exchange, Answer.of(sent))


class Replay:
    """Starts bridges that have no network, one for each tape."""

    def __init__(self, crm_url: str, loop: HastyLoop) -> None:
        self._settings = settings(crm_url)
        self._loop = loop

    def differs(self, tape: Tape) -> bool:
        """Whether a bridge, as its modules are now, may bring a scenario to another end than the tape's."""
        return not tape.plain or self._loop.run_until_complete(self._differs(tape))

    async def _differs(self, tape: Tape) -> bool:
        player = Player(self._settings.crm_timeout)
        fresh = Fresh(self._settings, player.ask)
        await fresh.start()
        for exchange in tape.exchanges:
            await player.play(exchange, fresh)
            if not player.same:
                break
        await fresh.stop()
        return not player.same
