"""Cold start: from the command to the first correct answer, beside mock servers with one static answer."""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from time import perf_counter

from features.support.sandwich import BRIDGE, CAREPORTALS, SHIPSTATION
from tests.bench.finding import Finding
from tests.bench.peers import PEERS, Peer, free_port
from tests.bench.server import Server

ROUNDS = 3
ANSWER = b'{"ok": true}'

PARTS = {
    "mock CarePortals": ([*CAREPORTALS], "/_control/health", 200),
    "the bridge": ([*BRIDGE, "--crm-url", "http://127.0.0.1:9"], "/shipstation/clinic?action=export", 401),
    "mock ShipStation": ([*SHIPSTATION], "/_control/health", 200),
}
"""For each part its command, and the address and status of the first answer that is waited for."""

ALONE, TOGETHER = 0.5, 0.8
"""Seconds to be reached: each part, and all three started at once."""

ALL = "all three, started at once"


def run(quick: bool) -> Iterator[Finding]:
    """Each part and each peer has its turn in every round."""
    peers = {} if quick else {peer.name: peer for peer in PEERS if peer.installed()}
    turns: dict[str, Callable[[], float]] = {name: _alone(name) for name in PARTS}
    turns[ALL] = _together
    turns |= {name: _peer(peer) for name, peer in peers.items()}
    taken: defaultdict[str, list[float]] = defaultdict(list)
    for number in range(1 if quick else ROUNDS):
        sys.stderr.write(f"cold_start: round {number + 1}\n")
        for name, turn in turns.items():
            taken[name].append(turn())
    theirs = {name: median(taken[name]) for name in peers}
    for name in (*PARTS, ALL):
        yield _finding(name, taken[name], theirs)


def _started(name: str, folder: str) -> Server:
    command, address, status = PARTS[name]
    port = free_port()
    return Server([*command, "--port", str(port)], f"http://127.0.0.1:{port}{address}", Path(folder), status)


def _alone(name: str) -> Callable[[], float]:
    def turn() -> float:
        with tempfile.TemporaryDirectory(prefix="drydock-") as folder:
            began = perf_counter()
            with _started(name, folder) as server:
                server.wait()
                return perf_counter() - began

    return turn


def _together() -> float:
    with tempfile.TemporaryDirectory(prefix="drydock-") as folder, ExitStack() as stack:
        began = perf_counter()
        servers = [stack.enter_context(_started(name, folder)) for name in PARTS]
        for server in servers:
            server.wait()
        return perf_counter() - began


def _peer(peer: Peer) -> Callable[[], float]:
    def turn() -> float:
        with tempfile.TemporaryDirectory(prefix="drydock-") as folder:
            prepared = peer.prepare(Path(folder), ANSWER)
            began = perf_counter()
            with prepared as server:
                server.wait()
                return perf_counter() - began

    return turn


def _finding(name: str, times: list[float], theirs: dict[str, float]) -> Finding:
    limit, ours = (TOGETHER if name == ALL else ALONE), median(times)
    fastest = min(theirs, key=theirs.__getitem__, default=None)
    return Finding(
        f"Cold start of {name}, median of {len(times)}, {min(times):.2f} to {max(times):.2f} s",
        f"{ours:.2f} s",
        ", ".join(f"{peer} {took:.2f} s" for peer, took in theirs.items()) or "no peer here",
        ours / theirs[fastest] if fastest else None,
        f"at most {limit} s",
        ours <= limit,
    )
