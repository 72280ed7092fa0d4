"""An address at which one bridge after another is served."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

from starlette.routing import Router
from starlette.types import Receive, Scope, Send

from bridge.connection import Ask, connected
from bridge.settings import Settings
from features.support.sandwich import FOR_SCENARIOS
from tests.defects.fresh import Fresh
from tests.defects.tape import Note, Recorder, Tape
from tests.served import served


def settings(crm_url: str) -> Settings:
    """What the contract's own runs tell their bridge."""
    own = FOR_SCENARIOS
    return Settings(crm_url, float(own["BRIDGE_CRM_TIMEOUT"]), int(own["BRIDGE_PAGE_SIZE"]))


class Stand:
    """Serves what was put on it last; all that is put there shares its connections to CarePortals."""

    def __init__(self, crm_url: str) -> None:
        self._settings = settings(crm_url)
        self._loop = asyncio.Runner()
        self._ask: Ask | None = None
        self._bridge: Fresh | None = None
        self._recorder: Recorder | None = None
        self.app = Router(default=self._serve, lifespan=self._open)

    def put(self, note: Note | None = None) -> Tape:
        """Start a bridge in place of the one before; the tape that it will fill.

        `note` is told, as a profiler, what runs when it answers.
        """
        if self._bridge:
            self._loop.run(self._bridge.stop())
        assert self._ask, "the stand is not served"
        self._recorder = Recorder(self._ask, note)
        self._bridge = Fresh(self._settings, self._recorder.ask)
        self._loop.run(self._bridge.start())
        return self._recorder.tape

    @contextlib.asynccontextmanager
    async def _open(self, _app: object) -> AsyncIterator[None]:
        async with connected(self._settings.crm_url) as self._ask:
            yield

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._bridge
        assert self._recorder
        await self._recorder.serve(self._bridge, scope, receive, send)


@contextlib.contextmanager
def open_stand(crm_url: str) -> Iterator[tuple[Stand, str]]:
    """A stand, and its address with {org} in it."""
    stand = Stand(crm_url)
    with served(stand.app) as port:
        yield stand, f"http://127.0.0.1:{port}/shipstation/{{org}}"
