"""HTTP to the CRM: one question, one reply that was read to its end."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

import aiohttp
from starlette.exceptions import HTTPException
from yarl import URL

REPLY_LIMIT = 32 * 1024 * 1024
"""Bytes; 250 orders of the usual size take less than one megabyte."""


def nonsense(what: str) -> HTTPException:
    """A 502 for an answer that CarePortals should never give."""
    return HTTPException(502, f"CarePortals sent an unexpected answer: {what}")


@dataclass(frozen=True)
class Reply:
    """An answer of the CRM; `retry_after` as the header gives it."""

    status: int
    body: bytes = b""
    retry_after: str = ""

    def json(self) -> Any:
        """The body's value, with exact decimals. Raises HTTPException 502."""
        try:
            return json.loads(self.body, parse_float=_decimal, parse_int=_whole, parse_constant=_decimal)
        except (ValueError, RecursionError):
            raise nonsense("not JSON") from None


class Ask(Protocol):
    """Asks the CRM one thing; `path` begins with a slash, `body` is sent as JSON.

    Raises ConnectionError when no whole answer comes, HTTPException 502 when it is longer than any should be.
    """

    async def __call__(
        self,
        method: str,
        path: str,
        *,
        parameters: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """The reply."""


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Ask]:
    """Connections to the CRM at this address, kept alive, for all users. Whoever asks sets the time limit."""
    base = url.rstrip("/")
    session = aiohttp.ClientSession(
        # Shorter than a server keeps an idle connection, which could close just when it is used again.
        connector=aiohttp.TCPConnector(limit=100, keepalive_timeout=2),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
        # A cookie that one user is given must not go out with another's calls.
        cookie_jar=aiohttp.DummyCookieJar(),
        # Nothing is unpacked, for none of the requests allows it.
        auto_decompress=False,
        headers={"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "drydock-bridge"},
    )

    async def ask(
        method: str,
        path: str,
        *,
        parameters: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        try:
            async with session.request(
                method, URL(base + path), params=parameters, json=body, headers=headers, allow_redirects=False
            ) as answer:
                return Reply(answer.status, await _read(answer), answer.headers.get("Retry-After", ""))
        except aiohttp.ClientError as error:
            raise ConnectionError(str(error)) from error

    async with session:
        yield ask


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in answer.content.iter_any():
        body += chunk
        if len(body) > REPLY_LIMIT:
            raise nonsense(f"more than {REPLY_LIMIT} bytes")
    return bytes(body)


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) < 40 else _decimal(digits)


def _decimal(digits: str) -> Decimal:
    """An exact number; one absurd number spoils its own field, not the orders beside it."""
    try:
        return Decimal(digits)
    except ArithmeticError:
        return Decimal("NaN")
