"""Plays what a scenario asked the reference bridge to another bridge, to see if it makes a difference.

A scenario knows a bridge by its answers and by what it does in CarePortals. A bridge that answers each
recorded request with the same bytes, and asks CarePortals the same questions in the same order, leaves
the scenario where the reference bridge left it.
"""

import asyncio
from collections import deque
from typing import Any

from starlette.types import Message

from bridge.connection import Reply
from bridge.settings import Settings
from tests.defects.fresh import Fresh
from tests.defects.tape import Answer, Call, Exchange, Tape, question

PATIENCE = 0.5
"""Seconds for an answer; one that takes longer may matter to a scenario that looks at the clock."""


class Player:
    """Stands in for ShipStation and CarePortals. `same` until something differs from the tape."""

    def __init__(self) -> None:
        self.same = True
        self._calls: deque[Call] = deque()

    async def ask(self, method: str, path: str, **named: Any) -> Reply:
        """Answer as CarePortals did; a question that it was not asked is a difference."""
        if not self._calls or self._calls[0].question != question(method, path, **named):
            self.same = False
            raise ConnectionError("not on the tape")
        return self._calls.popleft().reply

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

        try:
            async with asyncio.timeout(PATIENCE):
                await fresh(exchange.scope, listen, tell)
        except Exception:
            self.same = False
        self.same = self.same and not self._calls and Answer.of(sent) == exchange.answer


class Replay:
    """Starts bridges that have no network, one for each tape."""

    def __init__(self, crm_url: str, loop: asyncio.AbstractEventLoop) -> None:
        self._settings = Settings(crm_url)
        self._loop = loop

    def differs(self, tape: Tape) -> bool:
        """Whether a bridge, as its modules are now, may bring a scenario to another end than the tape's."""
        return not tape.plain or self._loop.run_until_complete(self._differs(tape))

    async def _differs(self, tape: Tape) -> bool:
        player = Player()
        fresh = Fresh(self._settings, player.ask)
        await fresh.start()
        for exchange in tape.exchanges:
            await player.play(exchange, fresh)
            if not player.same:
                break
        await fresh.stop()
        return not player.same
