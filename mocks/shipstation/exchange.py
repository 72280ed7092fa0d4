"""One request from ShipStation to a store's endpoint, and what comes back."""

import asyncio
import functools
import re
import socket
import ssl
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx2

from mocks.control.contents import NOTHING, Content, part
from mocks.control.faults import Fault, Faults
from mocks.control.journal import Journal
from mocks.shipstation import protocol
from mocks.shipstation.coverage import Coverage
from mocks.shipstation.failure import Failure, excerpt, http_failure
from mocks.shipstation.faults import struck
from mocks.shipstation.form import Form
from mocks.shipstation.settings import StoreSettings

_BASIC = re.compile(r"(^|,)\s*Basic(\s|,|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Endpoint:
    """Whom to ask, on whose behalf, and how."""

    account: str
    form: Form
    settings: StoreSettings


@dataclass(frozen=True)
class Reply:
    """A 2xx answer, decompressed."""

    status: int
    content_type: str
    body: bytes


@functools.cache
def _trust(*, tls: bool) -> ssl.SSLContext:
    # Whom this machine trusts is read when it is first needed, once: it takes a tenth of a second.
    return httpx2.create_ssl_context() if tls else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Caller:
    """Opens sessions; `transport` replaces the network in tests. In `coverage` is what stores answered."""

    def __init__(
        self, journal: Journal, faults: Faults, transport: httpx2.AsyncBaseTransport | None = None
    ) -> None:
        self.faults = faults
        self.coverage = Coverage()
        self._journal = journal
        self._transport = transport

    @asynccontextmanager
    async def open(self, endpoint: Endpoint) -> AsyncIterator["Session"]:
        """A session on one endpoint, whose connection is kept between its requests."""
        redirects = endpoint.settings.follow_redirects
        client = httpx2.AsyncClient(
            transport=self._transport,
            verify=_trust(tls=redirects or endpoint.form.url.lower().startswith("https:")),
            trust_env=False,  # a proxy of the environment is of no use for a store on 127.0.0.1
            timeout=None,  # asyncio.timeout bounds the whole exchange, not each read
            follow_redirects=redirects,
        )
        async with client:
            yield Session(endpoint, client, self._journal, self.faults, self.coverage)


class Session:
    """Requests to one endpoint, each written into the journal.

    `fault` is the one that the pull or notice as a whole has met.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        client: httpx2.AsyncClient,
        journal: Journal,
        faults: Faults,
        coverage: Coverage,
    ) -> None:
        self.fault: Fault | None = None
        self._endpoint = endpoint
        self._client = client
        self._journal = journal
        self._faults = faults
        self._coverage = coverage

    async def call(self, method: str, query: str, body: bytes | None = None) -> Reply:
        """One exchange, with the credentials as the store's settings ask for. Raises Failure."""
        settings, form = self._endpoint.settings, self._endpoint.form
        url = protocol.full_url(form, settings, query)
        action = "export" if method == "GET" else "shipnotify"
        fault = struck(self._faults, self._endpoint.account, "request", action)
        try:
            async with asyncio.timeout(settings.timeout_seconds):
                if fault is not None and fault.kind == "duplicate":
                    response, received = await self._twice(method, url, body, fault)
                else:
                    response, received = await self._answered(method, url, body, fault)
        except TimeoutError:
            raise Failure("The operation has timed out.") from None
        self._coverage.answered(action, query, response.status_code)
        if not response.is_success:
            failure = http_failure(response.status_code, excerpt(received))
            failure.hide(form.password)
            raise failure
        return Reply(response.status_code, response.headers.get("Content-Type", ""), received)

    def skip(self, method: str, query: str, note: str) -> None:
        """Write down what was not sent."""
        url = protocol.full_url(self._endpoint.form, self._endpoint.settings, query)
        self._record(method, url, None, 0, note, None)

    async def _twice(
        self, method: str, url: str, body: bytes | None, fault: Fault
    ) -> tuple[httpx2.Response, bytes]:
        """The better one of two answers."""
        both = [self._answered(method, url, body, fault) for _ in range(2)]
        outcomes = await asyncio.gather(*both, return_exceptions=True)
        answers = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
        for outcome in outcomes:
            if isinstance(outcome, BaseException) and not (answers and isinstance(outcome, Failure)):
                raise outcome
        return next((answer for answer in answers if answer[0].is_success), answers[0])

    async def _answered(
        self, method: str, url: str, body: bytes | None, fault: Fault | None
    ) -> tuple[httpx2.Response, bytes]:
        settings = self._endpoint.settings
        by_header = settings.auth != "query"
        at_once = by_header and not settings.challenge_first
        response, received = await self._send(method, url, body, fault, authorize=at_once)
        if by_header and not at_once and _asks_for_basic(response):
            return await self._send(method, url, body, fault, authorize=True)
        return response, received

    async def _send(
        self, method: str, url: str, body: bytes | None, fault: Fault | None, *, authorize: bool
    ) -> tuple[httpx2.Response, bytes]:
        settings = self._endpoint.settings
        headers = {"User-Agent": settings.user_agent, "Accept-Encoding": "identity"}
        if body is not None:
            headers["Content-Type"] = settings.content_type
        content = _chunks(body) if body is not None and settings.chunked else body
        if authorize:
            headers["Authorization"] = protocol.basic_header(self._endpoint.form)
        started = time.perf_counter()
        status: int | None = None
        note = "The operation has timed out."
        answer: httpx2.Response | None = None
        received = b""
        try:
            request = httpx2.Request(method, url, headers=headers, content=content)
            if fault is not None and fault.kind == "hang_up":
                request.extensions["trace"] = _hang_up
            answer = response = await self._client.send(request, stream=True)
            status = response.status_code
            if fault is not None and fault.kind == "answer_lost":
                await response.aclose()
                raise Failure(_CLOSED)
            received = await _read(response, settings.reply_limit_bytes)
            note = ""
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            note = _network_message(error, url)
            raise Failure(note, status=status) from None
        except Failure as failure:
            note = failure.note
            raise
        finally:
            spent = (time.perf_counter() - started) * 1000
            seen = None
            if self._journal.contents.wanted:
                seen = _content(headers, body or b"", answer, received)
            self._record(method, url, status, spent, note, fault, seen)
        return response, received

    def _record(
        self,
        method: str,
        url: str,
        status: int | None,
        spent: float,
        note: str,
        fault: Fault | None,
        content: Content | None = None,
    ) -> None:
        met = fault or self.fault
        mark = met.mark() if met else None
        tenant = self._endpoint.account
        self._journal.record(tenant, "out", method, url, status, spent, note, mark, content)


def _content(
    headers: Mapping[str, str], body: bytes, answer: httpx2.Response | None, received: bytes
) -> Content:
    request = part(list(headers.items()), body)
    return Content(request, part(answer.headers.multi_items(), received) if answer is not None else NOTHING)


async def _chunks(body: bytes) -> AsyncIterator[bytes]:
    """Without a length the HTTP client sends chunks."""
    for start in range(0, len(body), 512):
        yield body[start : start + 512]


_CLOSED = "The underlying connection was closed: An unexpected error occurred on a receive."


async def _hang_up(event: str, _info: object) -> None:
    """Called by the HTTP client at each step: end the exchange when all has been sent."""
    if event == "http11.receive_response_headers.started":
        raise Failure(_CLOSED)


async def _read(response: httpx2.Response, limit: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.aiter_bytes():
        size += len(chunk)
        if size > limit:
            await response.aclose()
            message = f"The reply is larger than {limit} bytes."
            raise Failure(message, status=response.status_code)
        chunks.append(chunk)
    return b"".join(chunks)


def _asks_for_basic(response: httpx2.Response) -> bool:
    return response.status_code == 401 and bool(_BASIC.search(response.headers.get("WWW-Authenticate", "")))


def _network_message(error: Exception, url: str) -> str:
    """What .NET says of a request that brought no answer."""
    reason = str(error)
    if isinstance(error, httpx2.ConnectError):
        if isinstance(_root(error), ssl.SSLError):
            return (
                "The underlying connection was closed: "
                "Could not establish trust relationship for the SSL/TLS secure channel."
            )
        if isinstance(_root(error), socket.gaierror):
            return f"The remote name could not be resolved: '{httpx2.URL(url).host}'"
        return "Unable to connect to the remote server"
    if isinstance(error, httpx2.TooManyRedirects):
        return "Too many automatic redirections were attempted."
    if isinstance(error, httpx2.DecodingError):
        return "The reply cannot be decompressed as its Content-Encoding says."
    if (
        isinstance(error, httpx2.RemoteProtocolError)
        and "without sending" not in reason
        and "peer closed" not in reason
    ):
        return "The server committed a protocol violation."
    return _CLOSED


def _root(error: BaseException) -> BaseException:
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    return error
