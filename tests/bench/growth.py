"""Growth: does a page take longer, or a process more memory, when there is more of everything?"""

import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from features.support.evidence import HarnessError
from features.support.wire import Send, Server, connections
from tests.bench.finding import Finding
from tests.bench.growing_shop import LIMIT, Shop, shop
from tests.bench.order_pages import next_cursor, order_page
from tests.bench.process import Process, shipstation
from tests.bench.stock import stocks

SIZES = (1_000, 10_000, 100_000, int(os.environ.get("BENCH_LARGEST", "1000000")))
QUICK_SIZES = (200, 600)
LONG = 10_000
"""Orders of the pull whose last page is looked at; to come to the last of a million takes minutes."""

REFRESHES = int(os.environ.get("BENCH_REFRESHES", "2000"))
QUICK_REFRESHES = 20
ROUNDS = 31
"""All sizes have their turn in each round: what else the machine does strikes all of them."""

SLOWER = 1.3
"""Times that a page among the most orders may take of what one among the fewest takes."""

MEMORY = 300
"""MB that no process may exceed."""

LEAK = 10
"""MB that a process may gain in the second half of the refreshes; the journals fill up in the first."""

Times = Mapping[int, float]
"""Medians in milliseconds, by the size of the shop."""


def run(quick: bool) -> Iterator[Finding]:
    """Pages among more and more orders, a long pull, many refreshes."""
    rounds, refreshes = (3, QUICK_REFRESHES) if quick else (ROUNDS, REFRESHES)
    with tempfile.TemporaryDirectory(prefix="drydock-") as name, ExitStack() as stack:
        folder, send = Path(name), stack.enter_context(connections())
        sizes = QUICK_SIZES if quick else SIZES
        sys.stderr.write(f"growth: shops with {', '.join(f'{size:,}' for size in sizes)} orders\n")
        shops = {size: stack.enter_context(shop(of, send)) for size, of in stocks(sizes).items()}
        sys.stderr.write("growth: pages\n")
        yield from (_latency(what, times) for what, times in _pages(shops, rounds).items())
        yield _long_pull(shops[min(LONG, max(shops))], rounds)
        yield from _memory(shops)
        sys.stderr.write(f"growth: {refreshes:,} refreshes\n")
        yield from _refreshes(shops[min(shops)], stack.enter_context(shipstation(folder)), send, refreshes)


def _pages(shops: Mapping[int, Shop], rounds: int) -> Mapping[str, Times]:
    """For each kind of page what it takes."""
    taken: defaultdict[str, defaultdict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    second = {size: next_cursor(order_page(each.crm, LIMIT, None)) for size, each in shops.items()}
    last = {size: each.last_cursor() for size, each in shops.items()}
    for _ in range(rounds):
        for size, each in shops.items():
            taken[f"CarePortals: page 1 of {LIMIT} orders"][size].append(each.page(None))
            taken[f"CarePortals: page 2 of {LIMIT} orders"][size].append(each.page(second[size]))
            taken[f"CarePortals: last {LIMIT} orders of a walk"][size].append(each.page(last[size]))
            taken["Bridge: page 1 of an export"][size].append(each.export(1))
            taken["Bridge: page 2 of an export"][size].append(each.export(2))
    return {what: {size: median(times) for size, times in found.items()} for what, found in taken.items()}


def _latency(what: str, times: Times) -> Finding:
    fewest, *between, most = sorted(times)
    ratio = times[most] / times[fewest]
    besides = "".join(f"; {times[size]:.1f} ms among {size:,}" for size in between)
    return Finding(
        f"{what}, among {most:,} orders beside {fewest:,}{besides}",
        f"{times[most]:.1f} ms",
        f"{times[fewest]:.1f} ms",
        ratio,
        f"at most {SLOWER} times",
        ratio <= SLOWER,
    )


def _long_pull(of: Shop, rounds: int) -> Finding:
    before = of.bridge.memory()
    last = of.walk()
    pages: dict[int, list[float]] = {2: [], last: []}
    for _ in range(rounds):
        for number, times in pages.items():
            times.append(of.export(number))
    ratio = median(pages[last]) / median(pages[2])
    return Finding(
        f"Bridge: page {last} of an export, its last one, beside page 2; the bridge has gained"
        f" {of.bridge.memory() - before:.1f} MB on the way",
        f"{median(pages[last]):.1f} ms",
        f"{median(pages[2]):.1f} ms",
        ratio,
        f"at most {SLOWER} times",
        ratio <= SLOWER,
    )


def _memory(shops: Mapping[int, Shop]) -> Iterator[Finding]:
    fewest, most = min(shops), max(shops)
    peaks = {
        "CarePortals": (shops[most].careportals.peak(), shops[fewest].careportals.peak()),
        "the bridge": (shops[most].bridge.peak(), shops[fewest].bridge.peak()),
    }
    for part, (ours, before) in peaks.items():
        what = f"Peak memory of {part} serving these pages among {most:,} orders, beside {fewest:,}"
        target = f"at most {MEMORY} MB"
        yield Finding(what, f"{ours:.0f} MB", f"{before:.0f} MB", ours / before, target, ours <= MEMORY)


def _refreshes(of: Shop, poller: Process, send: Send, count: int) -> Iterator[Finding]:
    account = of.clinic.account(Server(send, poller.url), of.bridge.url)
    parts = {"CarePortals": of.careportals, "the bridge": of.bridge, "ShipStation": poller}
    half: dict[str, float] = {}
    for number in range(count):
        report = account.refresh(account.stores[0]["id"])
        if not report["ok"]:
            raise HarnessError(f"refresh {number + 1} of {count}: {report}"[:1000])
        if number == count // 2:
            half = {name: part.memory() for name, part in parts.items()}
    for name, part in parts.items():
        gained = part.memory() - half[name]
        yield Finding(
            f"Memory of {name} after {count:,} refreshes, journal included, beside the half of them."
            " `BENCH_REFRESHES=10000 python -m tests.bench growth` makes more",
            f"{part.memory():.0f} MB",
            f"{half[name]:.0f} MB",
            part.memory() / half[name],
            f"at most {LEAK} MB more",
            gained <= LEAK,
        )
