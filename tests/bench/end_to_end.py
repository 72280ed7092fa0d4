"""End to end: orders per second of a full pull, beside the floor; and what a long pull costs in memory."""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.finding import Finding
from tests.bench.full_pull import FullPull, full_pull

ORDERS = int(os.environ.get("BENCH_ORDERS", "100000"))
QUICK = 200
MORE = "`BENCH_ORDERS=1000000 python -m tests.bench end_to_end` pulls a million"

SHARE = 0.5
"""Of the floor's orders per second, what the three processes have to reach."""

MEMORY = 300
"""MB that no process may exceed."""

GROWTH = 1.2
"""Times as much memory as a pull of a tenth: more would grow with the pull."""


def run(quick: bool) -> Iterator[Finding]:
    """A pull, and one of a tenth of its orders before it."""
    orders = QUICK if quick else ORDERS
    with tempfile.TemporaryDirectory(prefix="drydock-") as folder:
        small, large = (_pull(Path(folder, str(size)), size) for size in (orders // 10, orders))
    yield _speed(large)
    yield from (_memory(part, small, large) for part in large.peaks)


def _pull(folder: Path, orders: int) -> FullPull:
    sys.stderr.write(f"end_to_end: {orders:,} orders\n")
    folder.mkdir()
    return full_pull(folder, orders)


def _speed(pull: FullPull) -> Finding:
    ours, floor = pull.orders / pull.seconds, pull.floor
    return Finding(
        f"Full pull of {pull.orders:,} orders through three processes, imported; floor: the same work in one"
        f" process without HTTP on a quarter of the pages, some before the pull and some after. {MORE}",
        f"{ours:,.0f} orders/s",
        f"{floor:,.0f} orders/s",
        ours / floor,
        f"at least {SHARE:.0%} of the floor",
        ours >= SHARE * floor,
    )


def _memory(part: str, small: FullPull, large: FullPull) -> Finding:
    ours, before = large.peaks[part], small.peaks[part]
    return Finding(
        f"Peak memory of {part} in a pull of {large.orders:,} orders, beside one of {small.orders:,}",
        f"{ours:.0f} MB",
        f"{before:.0f} MB",
        ours / before,
        f"at most {MEMORY} MB, and {GROWTH} times that of the shorter pull",
        ours <= MEMORY and ours <= GROWTH * before,
    )
