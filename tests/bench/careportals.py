"""The mock CRM under load: a page of 100 orders while orders change, beside constants of the same bytes."""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import count, islice
from pathlib import Path
from statistics import median
from threading import Event, Thread
from urllib.parse import urlencode

from features.support.evidence import HarnessError
from features.support.wire import Server, connections
from tests.bench.clinic import Clinic
from tests.bench.finding import Finding
from tests.bench.loading import CONNECTIONS, Load, load
from tests.bench.order_pages import WINDOW, order_pages
from tests.bench.peers import PEERS
from tests.bench.process import careportals
from tests.bench.stock import stock

ORDERS, QUICK_ORDERS = 100_000, 300
LIMIT = 100
PAGES = 20
"""Different pages that are asked for in turn; the peers have one answer for all."""

ROUNDS, SECONDS = 3, 4.0
PAUSE = 0.05
"""Seconds between two orders that are added while pages are read."""

COMPARED = ("WireMock", "mountebank")

Side = tuple[list[str], Mapping[str, str], int]
"""Addresses, headers, and the bytes that an answer has at least."""


def run(quick: bool) -> Iterator[Finding]:
    """All sides have their turn in each round."""
    rounds, seconds = (1, 0.3) if quick else (ROUNDS, SECONDS)
    with tempfile.TemporaryDirectory(prefix="drydock-") as name, ExitStack() as stack:
        folder = Path(name)
        sys.stderr.write("careportals: orders are made\n")
        clinic = stock(QUICK_ORDERS if quick else ORDERS).copy(folder)
        process = stack.enter_context(careportals(folder))
        crm = Server(stack.enter_context(connections()), process.url)
        ours, page = _ours(clinic.signed_in(crm))
        sides = {"ours": ours} | ({} if quick else _peers(folder, page, stack))
        found: defaultdict[str, list[Load]] = defaultdict(list)
        for number in range(rounds + 1):
            sys.stderr.write(f"careportals: round {number} of {rounds}\n")
            for side, (urls, headers, size) in sides.items():
                loaded = _round(side, clinic, process.url, urls, seconds, headers, size)
                if number:  # the first round warms all sides up: a JVM compiles while it runs
                    found[side].append(loaded)
    yield from _findings(found, len(page), QUICK_ORDERS if quick else ORDERS)


def _ours(crm: Server) -> tuple[Side, bytes]:
    """Pages from the beginning of the list on, and the first of them."""
    walked = list(islice(order_pages(crm, LIMIT), PAGES))
    cursors = [{} if cursor is None else {"cursor": cursor} for cursor, _page in walked]
    queries = [urlencode({**WINDOW, "limit": LIMIT, **cursor}) for cursor in cursors]
    urls = [f"{crm.url}/orders?{query}" for query in queries]
    return (urls, crm.headers, min(len(page) for _cursor, page in walked)), walked[0][1]


def _peers(folder: Path, page: bytes, stack: ExitStack) -> dict[str, Side]:
    sides: dict[str, Side] = {}
    for peer in PEERS:
        if peer.name in COMPARED and peer.installed():
            place = folder / peer.name
            place.mkdir()
            server = stack.enter_context(peer.prepare(place, page))
            server.wait()
            sides[peer.name] = ([server.url], {}, len(page))
    return sides


def _round(
    side: str,
    clinic: Clinic,
    url: str,
    urls: list[str],
    seconds: float,
    headers: Mapping[str, str],
    size: int,
) -> Load:
    if side != "ours":
        found = load(urls, seconds, headers, size)
    else:
        with _changing(clinic, url):
            found = load(urls, seconds, headers, size)
    if found.wrong or not found.rate:
        raise HarnessError(f"{side}: {found.wrong} wrong answers, {found.rate:.1f} right ones a second")
    return found


@contextmanager
def _changing(clinic: Clinic, url: str) -> Iterator[None]:
    """Orders are added meanwhile. Raises HarnessError when none could be."""
    over, added = Event(), count()

    def add() -> None:
        with connections() as send:
            while not over.wait(PAUSE):
                clinic.add_order_to_ship(Server(send, url), next(added))

    thread = Thread(target=add)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    if not next(added):
        raise HarnessError("no order was added while pages were read")


def _findings(found: Mapping[str, list[Load]], size: int, orders: int) -> Iterator[Finding]:
    what = (
        f"a page of {LIMIT} orders of {orders:,}, {size / 1024:.0f} KB, {CONNECTIONS}"
        f" connections, {1 / PAUSE:.0f} orders added a second; {PAGES} pages in turn"
    )
    ours, ours_p99 = (median(values) for values in _figures(found["ours"]))
    for peer in COMPARED:
        target = "at least as many" if peer == "WireMock" else ""
        beside = f"Mock CarePortals beside {peer} with a constant of the first page's bytes: {what}"
        figure = f"{ours:,.0f} a second{_spread(found['ours'])}, p99 {ours_p99:.0f} ms"
        if peer not in found:
            yield Finding(beside, figure, "no peer here", target=target)
            continue
        rate, p99 = (median(values) for values in _figures(found[peer]))
        theirs = f"{rate:,.0f} a second{_spread(found[peer])}, p99 {p99:.0f} ms"
        yield Finding(beside, figure, theirs, ours / rate, target, ours >= rate if target else None)


def _figures(loads: list[Load]) -> tuple[list[float], list[float]]:
    return [each.rate for each in loads], [each.p99 for each in loads]


def _spread(loads: list[Load]) -> str:
    rates = [each.rate for each in loads]
    return f" ({min(rates):,.0f} to {max(rates):,.0f})"
