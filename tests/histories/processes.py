"""The three parts as processes, killed with SIGKILL; what they say to each other goes through two relays."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

import httpx2
import uvicorn
from starlette.types import Receive, Scope, Send

from features.support.sandwich import BRIDGE as BRIDGE_COMMAND
from features.support.sandwich import CAREPORTALS as CAREPORTALS_COMMAND
from features.support.sandwich import SHIPSTATION as SHIPSTATION_COMMAND
from features.support.sandwich import Part
from mocks.control.wire import WireProtocol, transport_of
from tests.histories.stage import BRIDGE, CAREPORTALS, PARTS, SHIPSTATION, Killed, Moment, Stage

_PATIENCE = 5.0
"""Seconds that the bridge waits for an answer; a relay that keeps silent does so a little longer."""


class Relay:
    """Passes requests on to a part, whose address may change, under an address that stays."""

    def __init__(self, stage: "ProcessStage", with_: str, to: str) -> None:
        self._stage, self._with, self._to = stage, with_, to
        config = uvicorn.Config(self, port=0, log_level="critical", lifespan="off", http=WireProtocol)
        self._server = uvicorn.Server(config)
        self._task: asyncio.Task[None] | None = None

    async def listen(self) -> str:
        """Start; the address."""
        self._task = asyncio.create_task(self._server.serve())
        while not self._server.started:
            await asyncio.sleep(0.005)
        port: int = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    async def close(self) -> None:
        """Stop."""
        self._server.should_exit = True
        if self._task:
            await self._task

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        query = scope["query_string"].decode()
        url = f"http://{self._to.split()[-1].lower()}{scope['path']}" + (f"?{query}" if query else "")
        headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
        request = httpx2.Request(scope["method"], url, headers=headers, content=body)
        try:
            await self._stage.watch(Moment(self._with, "before", request))
            response = await self._stage.exchange(self._to, request)
            await self._stage.watch(Moment(self._with, "after", request, response.status_code))
        except (Exception, Killed) as trouble:
            await self._break(scope, trouble)
            return
        kept = [pair for pair in response.headers.raw if pair[0].lower() != b"transfer-encoding"]
        await send({"type": "http.response.start", "status": response.status_code, "headers": kept})
        await send({"type": "http.response.body", "body": response.content})

    async def _break(self, scope: Scope, trouble: BaseException) -> None:
        if isinstance(trouble, TimeoutError):
            await asyncio.sleep(_PATIENCE + 1)
        if isinstance(trouble, Killed):
            await self._stage.killed(trouble.part)
        if connection := transport_of(scope):
            connection.abort()


class ProcessStage(Stage):
    """As Stage, with real processes, sockets and time limits. The watch may raise the same."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.earliest = datetime.now(UTC) + timedelta(minutes=1)
        self._parts: dict[str, Part] = {}
        self._addresses: dict[str, str] = {}
        self._relays: dict[str, Relay] = {}
        self._shipstation_is_gone = False
        self._client = httpx2.AsyncClient()

    def __enter__(self) -> Self:
        self.run(self._open())
        return self

    async def _open(self) -> None:
        self._client = httpx2.AsyncClient(
            timeout=30, trust_env=False, limits=httpx2.Limits(max_keepalive_connections=0)
        )
        for part in PARTS:
            if part != SHIPSTATION:
                to_it = Relay(self, CAREPORTALS if part == CAREPORTALS else SHIPSTATION, part)
                self._relays[part] = to_it
                self._addresses[f"relay to {part}"] = await to_it.listen()
            await self.start(part)

    def __exit__(self, *_error: object) -> None:
        self.run(self._close_all())
        for part in self._parts.values():
            part.kill()
        self._runner.close()

    async def _close_all(self) -> None:
        for relay in self._relays.values():
            await relay.close()
        await self._client.aclose()

    @property
    def store_url(self) -> str:
        """The address of the relay to the bridge, before the organization."""
        return f"{self._addresses[f'relay to {BRIDGE}']}/shipstation/"

    async def start(self, part: str) -> None:
        """Kill a part and start it anew: nothing is left but what is on disk."""
        if part in self._parts:
            self._parts.pop(part).kill()
        self._parts[part] = started = Part(self._command(part), self._folder, part.split()[-1])
        self._addresses[part] = await asyncio.to_thread(started.address)
        if part == SHIPSTATION:
            self._shipstation_is_gone = False

    def _command(self, part: str) -> list[str]:
        if part == BRIDGE:
            crm = self._addresses[f"relay to {CAREPORTALS}"]
            flags = [
                "--crm-url",
                crm,
                "--crm-timeout",
                str(_PATIENCE),
                "--page-size",
                str(self._page_size),
            ]
            return [*BRIDGE_COMMAND, "--port", "0", *flags]
        command, file = (
            (CAREPORTALS_COMMAND, "careportals.db")
            if part == CAREPORTALS
            else (SHIPSTATION_COMMAND, "shipstation.db")
        )
        return [*command, "--port", "0", "--db", str(self._folder / file)]

    async def killed(self, part: str) -> None:
        """The watch wants a part to be killed in the middle of an exchange."""
        if part == SHIPSTATION:
            self._parts.pop(part).kill()
            self._shipstation_is_gone = True
        else:
            await self.start(part)

    async def exchange(self, part: str, request: httpx2.Request) -> httpx2.Response:
        """The answer of a part."""
        address = httpx2.URL(self._addresses[part])
        url = request.url.copy_with(host=address.host, port=address.port)
        headers = [pair for pair in request.headers.raw if pair[0].lower() != b"host"]
        there = httpx2.Request(request.method, url, headers=headers, content=request.content)
        try:
            return await self._client.send(there)
        except httpx2.HTTPError:
            if part == SHIPSTATION and self._shipstation_is_gone:
                raise Killed(SHIPSTATION) from None
            raise
