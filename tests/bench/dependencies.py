"""What the faster libraries bring: the same work with each of them, and with what would do without it."""

import asyncio
import json
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import repeat
from pathlib import Path
from statistics import median
from time import perf_counter

import aiohttp
import httpx2

from features.support import wire
from tests.bench.finding import Finding
from tests.bench.loading import load
from tests.bench.peers import free_port
from tests.bench.server import Server

ROUNDS, SECONDS, CALLS, STATEMENTS = 3, 1.5, 1000, 20_000
QUICK_SECONDS, QUICK_CALLS, QUICK_STATEMENTS = 0.2, 20, 200

SERVE = """\
import uvicorn
from bridge.app import create_app
from bridge.settings import Settings
uvicorn.run(create_app(Settings()), port={port}, loop="{loop}", http="{http}", log_level="warning")
"""
"""The bridge on a loop and a parser that are given; its own command takes the faster ones."""

USED, NO_UVLOOP, NO_HTTPTOOLS = ("uvloop", "httptools"), ("asyncio", "httptools"), ("uvloop", "h11")

ORDER = {
    "id": 1007,
    "status": "processing",
    "customer": {"email": "rosa@example.com", "name": "Rosa Ümit", "phone": "+1 555 0100"},
    "lineItems": [{"sku": f"RX-{number}", "quantity": 2, "price": 19.95} for number in range(5)],
}


def run(quick: bool) -> Iterator[Finding]:
    """Each pair has its turns one after the other in the same rounds."""
    yield from _servers(QUICK_SECONDS if quick else SECONDS)
    yield from _clients(QUICK_CALLS if quick else CALLS)
    yield _statements(QUICK_STATEMENTS if quick else STATEMENTS)
    yield from _json(QUICK_STATEMENTS if quick else STATEMENTS)


def _servers(seconds: float) -> Iterator[Finding]:
    sys.stderr.write("dependencies: servers\n")
    with tempfile.TemporaryDirectory(prefix="drydock-") as name, ExitStack() as stack:
        servers = {kind: stack.enter_context(_server(Path(name), *kind)) for kind in _kinds()}
        for server in servers.values():
            server.wait()
        rates: dict[tuple[str, str], list[float]] = {kind: [] for kind in servers}
        for _ in range(ROUNDS):
            for kind, server in servers.items():
                rates[kind].append(load([server.url], seconds, {}, 1).rate)
    used = median(rates[USED])
    for what, without in (("uvloop", NO_UVLOOP), ("httptools", NO_HTTPTOOLS)):
        instead = without[0] if what == "uvloop" else without[1]
        yield _finding(
            f"{what}, answers of the bridge's health route, beside {instead}", used, median(rates[without])
        )


def _kinds() -> tuple[tuple[str, str], ...]:
    return USED, NO_UVLOOP, NO_HTTPTOOLS


def _server(folder: Path, loop: str, http: str) -> Server:
    port = free_port()
    command = [sys.executable, "-c", SERVE.format(port=port, loop=loop, http=http)]
    place = folder / f"{loop}-{http}"
    place.mkdir()
    return Server(command, f"http://127.0.0.1:{port}/health", place)


def _clients(calls: int) -> Iterator[Finding]:
    sys.stderr.write("dependencies: clients\n")
    with tempfile.TemporaryDirectory(prefix="drydock-") as name, _server(Path(name), *USED) as server:
        server.wait()
        url = server.url

        def by_httpx2() -> None:
            with httpx2.Client(trust_env=False) as client:
                for _ in range(calls):
                    client.get(url)

        def by_curl() -> None:
            with wire.connections() as send:
                for _ in range(calls):
                    send("GET", url, None, {})

        async def by_async_httpx2() -> None:
            async with httpx2.AsyncClient(trust_env=False) as client:
                for _ in range(calls):
                    await client.get(url)

        async def by_aiohttp() -> None:
            async with aiohttp.ClientSession() as client:
                for _ in range(calls):
                    async with client.get(url) as answer:
                        await answer.read()

        yield _compared("pycurl, calls one after the other, beside httpx2", calls, by_curl, by_httpx2)
        yield _compared(
            "aiohttp, calls one after the other, beside httpx2's asynchronous client",
            calls,
            lambda: asyncio.run(by_aiohttp()),
            lambda: asyncio.run(by_async_httpx2()),
        )


def _statements(times: int) -> Finding:
    """The statements that `sqlite3` keeps prepared, beside a connection that keeps none."""
    sys.stderr.write("dependencies: statements\n")

    def reading(kept: int) -> Callable[[], None]:
        db = sqlite3.connect(":memory:", cached_statements=kept)
        db.execute("CREATE TABLE orders (clinic TEXT, id INTEGER, document TEXT, PRIMARY KEY (clinic, id))")
        db.executemany(
            "INSERT INTO orders VALUES ('clinic', ?, ?)", zip(range(1000), repeat(json.dumps(ORDER)))
        )

        def read() -> None:
            for number in range(times):
                query = "SELECT document FROM orders WHERE clinic = ? AND id = ?"
                db.execute(query, ("clinic", number % 1000)).fetchone()

        return read

    return _compared(
        "statements kept prepared, orders read one by one, beside none kept", times, reading(128), reading(0)
    )


def _json(times: int) -> Iterator[Finding]:
    """What orjson would bring; it is not used, for amounts must stay exact decimals."""
    try:
        import orjson
    except ImportError:
        return
    text = json.dumps(ORDER).encode()

    def ours() -> None:
        for _ in range(times):
            json.dumps(json.loads(text))

    def theirs() -> None:
        for _ in range(times):
            orjson.dumps(orjson.loads(text))

    what = (
        "json, an order decoded and encoded, beside orjson. Not used: it makes binary fractions of amounts,"
        " and a page of CarePortals is put together from texts that are stored"
    )
    yield _compared(what, times, ours, theirs)


def _compared(what: str, times: int, ours: Callable[[], None], theirs: Callable[[], None]) -> Finding:
    rates: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for side, work in zip(rates, (ours, theirs), strict=True):
            began = perf_counter()
            work()
            side.append(times / (perf_counter() - began))
    return _finding(what, median(rates[0]), median(rates[1]))


def _finding(what: str, ours: float, theirs: float) -> Finding:
    return Finding(f"With {what}", f"{ours:,.0f} a second", f"{theirs:,.0f} a second", ours / theirs)
