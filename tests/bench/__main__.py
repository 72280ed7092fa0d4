"""`python -m tests.bench [NAME ...]`: run the benches, write docs/bench.md and its plot."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import perf_counter

from tests.bench import careportals, cold_start, contract, dependencies, end_to_end, fleet, growth, peers
from tests.bench.finding import Finding
from tests.bench.machine import this_machine
from tests.bench.table import page, plot

BENCHES: Mapping[str, Callable[[bool], Iterator[Finding]]] = {
    "contract": contract.run,
    "cold_start": cold_start.run,
    "careportals": careportals.run,
    "end_to_end": end_to_end.run,
    "growth": growth.run,
    "fleet": fleet.run,
    "dependencies": dependencies.run,
}
DOCS = Path(__file__).parents[2] / "docs"


def main() -> None:
    """Run those that are named. Only all of them in full size make the page anew."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHES)}")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: does it work at all?")
    given = parser.parse_args()
    unknown = sorted(set(given.names) - set(BENCHES))
    if unknown:
        parser.error(f"no such bench: {', '.join(unknown)}")
    machine = this_machine()
    if not given.quick:
        peers.install()
    found = {name: _run(name, given.quick) for name in BENCHES if name in given.names or not given.names}
    if given.quick or given.names:
        print(page(machine, found, None))
        return
    (DOCS / "bench.svg").write_text(plot(found), encoding="utf-8")
    (DOCS / "bench.md").write_text(page(machine, found, "bench.svg"), encoding="utf-8")
    rows = [row for each in found.values() for row in each]
    sys.stderr.write(f"{sum(row.met is True for row in rows)} targets met, ")
    sys.stderr.write(f"{sum(row.met is False for row in rows)} not met: docs/bench.md\n")


def _run(name: str, quick: bool) -> list[Finding]:
    began = perf_counter()
    rows = list(BENCHES[name](quick))
    sys.stderr.write(f"{name}: took {perf_counter() - began:.0f} s\n")
    return rows


if __name__ == "__main__":
    main()
