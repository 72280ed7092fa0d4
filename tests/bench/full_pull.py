"""One full pull by the three real processes, and the floor beside it."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import perf_counter

from features.support.evidence import HarnessError
from features.support.wire import Answer, Send, Server, client, connections
from tests.bench.clinic import Clinic
from tests.bench.order_pages import order_pages
from tests.bench.process import bridge, careportals, shipstation
from tests.bench.stock import stock

PAGE = 50
"""Orders on a page, as the bridge has it by default."""

SHARE = 4
"""Of so many pages one is in the floor: enough to tell orders a second."""

PATIENCE = 3600.0
"""Seconds that a refresh may take: a million orders are no matter of half a minute."""


@dataclass(frozen=True)
class FullPull:
    """Seconds that the pull took, orders a second of the floor, and the most MB that each process held."""

    orders: int
    seconds: float
    floor: float
    peaks: Mapping[str, float]


def full_pull(folder: Path, orders: int) -> FullPull:
    """A part of the floor, the pull, another part of the floor: a machine may be slower for a while."""
    clinic = stock(orders).copy(folder)
    with careportals(folder) as crm, connections() as send:
        parts = _saved(clinic.signed_in(Server(send, crm.url)), folder)
    first = _floor(*parts[0])
    seconds, peaks = _pulled(folder, clinic, orders)
    second = _floor(*parts[1])
    floor = sum(size for _pages, size in parts) / (first + second)
    return FullPull(orders, seconds, floor, peaks)


def _saved(crm: Server, folder: Path) -> list[tuple[Path, int]]:
    """A quarter of CarePortals' pages as the bridge is sent them, one a line, by turns in two files.

    For each file how many orders are in it.
    """
    files, sizes = (folder / "first.json", folder / "second.json"), [0, 0]
    with files[0].open("wb") as first, files[1].open("wb") as second:
        for number, (_cursor, page) in enumerate(islice(order_pages(crm, PAGE), None, None, SHARE)):
            (first, second)[number % 2].write(page + b"\n")
            sizes[number % 2] += len(json.loads(page)["orders"])
    return list(zip(files, sizes, strict=True))


def _floor(pages: Path, orders: int) -> float:
    """Seconds for the orders of these pages. Raises HarnessError unless all of them were imported."""
    command = [sys.executable, "-m", "tests.bench.floor", str(pages), str(pages.with_suffix(".db"))]
    said = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout  # noqa: S603 - our own
    found: Mapping[str, float] = json.loads(said)
    if found["orders"] != orders:
        raise HarnessError(f"the floor imported {found['orders']} of {orders} orders")
    return found["seconds"]


def _pulled(folder: Path, clinic: Clinic, orders: int) -> tuple[float, Mapping[str, float]]:
    """Seconds and peaks. CarePortals is started anew: what it took to make the orders does not count."""
    with (
        careportals(folder) as crm,
        bridge(folder, crm) as middleware,
        shipstation(folder) as poller,
        _patient() as send,
    ):
        account = clinic.account(Server(send, poller.url), middleware.url, maxPages=32_767)
        began = perf_counter()
        report = account.refresh(account.stores[0]["id"])
        seconds = perf_counter() - began
        if (report["ok"], report["received"], report["imported"]) != (True, orders, orders):
            raise HarnessError(f"the pull of {orders} orders: {report}"[:1000])
        parts = {"CarePortals": crm, "bridge": middleware, "ShipStation": poller}
        return seconds, {name: part.peak() for name, part in parts.items()}


@contextmanager
def _patient() -> Iterator[Send]:
    """Connections on which an answer may take long."""
    with client(PATIENCE) as http:

        def send(method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
            answer = http.request(method, url, content=body, headers=headers)
            return Answer(answer.status_code, answer.content)

        yield send
