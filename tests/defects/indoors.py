"""The three parts in this process and without sockets, for scenarios that look at nothing but answers."""

import asyncio
import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from urllib.parse import urlencode, urlsplit

import httpx2
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import mocks.careportals.app
import mocks.shipstation.app
from bridge.connection import Reply
from features.support.sandwich import Addresses
from features.support.wire import Answer
from features.support.wire import Send as Sending
from tests.defects.fresh import Fresh
from tests.defects.haste import BusyLoop
from tests.defects.stand import settings
from tests.histories.asgi import Raw, called, exchange, scoped

CAREPORTALS, BRIDGE, SHIPSTATION = "careportals", "bridge", "shipstation"

ADDRESSES = Addresses(
    f"http://{CAREPORTALS}", f"http://{SHIPSTATION}", f"http://{BRIDGE}/shipstation/{{org}}"
)
"""What the parts are called here."""

PATIENCE = 3.0
"""Seconds for an answer of the bridge; what comes of one that takes longer is seen outdoors."""

_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""To read whom this machine trusts takes longer than a scenario, and no part is asked by TLS here."""

_ORDINARY = frozenset(
    {
        b"allow",
        b"cache-control",
        b"content-encoding",
        b"content-length",
        b"content-type",
        b"retry-after",
        b"vary",
        b"www-authenticate",
    }
)


class Indoors:
    """Mocks that stay, and one bridge after another.

    `plain` until a bridge answers in a way that a network would not pass on as it is.
    """

    def __init__(self) -> None:
        self.plain = True
        self._loop = BusyLoop()
        self._turn = Lock()
        self._apps: dict[str, ASGIApp] = {
            CAREPORTALS: mocks.careportals.app.create_app(),
            SHIPSTATION: mocks.shipstation.app.create_app(
                transport=_Inside(self, httpx2.AsyncHTTPTransport(verify=_NOBODY))
            ),
        }
        self._bridge: Fresh | None = None

    def put(self) -> None:
        """Start a bridge, as its modules are now, in place of the one before."""
        if self._bridge:
            self._loop.run_until_complete(self._bridge.stop())
        self.plain = True
        self._bridge = Fresh(settings(ADDRESSES.careportals), self._careportals)
        self._loop.run_until_complete(self._bridge.start())
        self._apps[BRIDGE] = self._watched

    def knows(self, host: str) -> bool:
        """Whether a part has this name."""
        return host in self._apps

    def ask(self, request: httpx2.Request) -> httpx2.Response:
        """The answer of the part that the request names."""
        with self._in_turn():
            return self._loop.run_until_complete(self.exchange(request))

    def call(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        """As `ask`, for the mocks, with as little work as can be."""
        parts = urlsplit(url)
        target = url.partition(parts.netloc)[2]
        with self._in_turn():
            status, _, answer = self._loop.run_until_complete(
                self._called(parts.hostname or "", method, target, body, headers)
            )
        return Answer(status, answer)

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Where one has to wait for another, what happens meanwhile is seen on a network only."""
        if not self._turn.acquire(blocking=False):
            self.plain = False
            self._turn.acquire()
        try:
            yield
        finally:
            self._turn.release()

    async def _careportals(
        self,
        method: str,
        path: str,
        *,
        parameters: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """The bridge asks CarePortals, as over its own connections."""
        target = path + ("?" + urlencode(parameters) if parameters else "")
        sent, known = None, dict(headers or {})
        if body is not None:
            sent, known["Content-Type"] = json.dumps(body).encode(), "application/json"
        try:
            status, answered, content = await self._called(CAREPORTALS, method, target, sent, known)
        except Exception as error:
            self.plain = False
            raise ConnectionError("the part broke off") from error
        retry_after = dict(answered).get(b"retry-after", b"")
        return Reply(status, content, retry_after.decode())

    async def _called(
        self, host: str, method: str, target: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, Raw, bytes]:
        raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
        raw.append((b"host", host.encode()))
        if body is not None:
            raw.append((b"content-length", b"%d" % len(body)))
        return await called(self._apps[host], scoped(method, (host, 80), target.encode(), raw), body or b"")

    async def exchange(self, request: httpx2.Request) -> httpx2.Response:
        """As `ask`, for one part that asks another."""
        try:
            return await exchange(self._apps[request.url.host], {}, request)
        except Exception as error:
            self.plain = False
            raise httpx2.ReadError("the part broke off") from error

    async def _watched(self, scope: Scope, receive: Receive, send: Send) -> None:
        sent: list[Message] = []

        async def tell(message: Message) -> None:
            sent.append(message)
            await send(message)

        assert self._bridge
        async with asyncio.timeout(PATIENCE):
            await self._bridge(scope, receive, tell)
        self.plain = self.plain and scope["method"] != "HEAD" and _is_ordinary(sent)


def _is_ordinary(sent: list[Message]) -> bool:
    """Whether a server would pass this answer on as it is."""
    if [message["type"] for message in sent] != ["http.response.start", "http.response.body"]:
        return False
    start, body = sent
    headers = dict(start.get("headers", ()))
    length = headers.get(b"content-length", b"").decode()
    return (
        len(headers) == len(start.get("headers", ()))
        and headers.keys() <= _ORDINARY
        and start["status"] in range(200, 600)
        and start["status"] not in (204, 304)
        and length == str(len(body.get("body", b"")))
        and not body.get("more_body")
    )


class _Inside(httpx2.AsyncBaseTransport):
    """From one part to another; other addresses are asked over the network."""

    def __init__(self, rooms: Indoors, outside: httpx2.AsyncBaseTransport | None = None) -> None:
        self._rooms = rooms
        self._outside = outside

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if self._outside and not self._rooms.knows(request.url.host):
            return await self._outside.handle_async_request(request)
        return await self._rooms.exchange(request)


class Doorway(httpx2.BaseTransport):
    """Asks a part indoors by its name there, and everything else over the network."""

    def __init__(self, rooms: Indoors) -> None:
        self._rooms = rooms
        self._outside = httpx2.HTTPTransport(verify=_NOBODY, trust_env=False)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if self._rooms.knows(request.url.host):
            return self._rooms.ask(request)
        return self._outside.handle_request(request)


def through_the_door(rooms: Indoors, outdoors: Sending) -> Sending:
    """Asks a part indoors by its name there, and everything else as `outdoors` does."""

    def send(method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        indoors = rooms.knows(urlsplit(url).hostname or "")
        return (rooms.call if indoors else outdoors)(method, url, body, headers)

    return send
