"""`python -m tests.bench.loading URL ...`: ask for addresses in turn, as fast as answers come.

The load is made by a process of its own, new for each round and the same one for each side.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle
from time import perf_counter

import pycurl

from features.support.evidence import HarnessError

CONNECTIONS = 8


@dataclass(frozen=True)
class Load:
    """What came of a round: right answers a second, milliseconds for one of them, and how many were wrong."""

    rate: float
    p50: float
    p99: float
    wrong: int


class Loading:
    """Every answer must be a 200 of at least `size` bytes."""

    def __init__(self, urls: Sequence[str], headers: Sequence[str], size: int) -> None:
        self._urls = cycle(urls)
        self._size = size
        self._multi = pycurl.CurlMulti()
        self._easies = [self._easy(headers) for _ in range(CONNECTIONS)]
        self._began: dict[pycurl.Curl, float] = {}
        self._received: Counter[pycurl.Curl] = Counter()
        self._times: list[float] = []
        self._wrong = 0

    def run(self, seconds: float) -> Load:
        """Ask for so long, and no more; what is under way at the end does not count."""
        began = perf_counter()
        for easy in self._easies:
            self._ask(easy)
        while perf_counter() - began < seconds:
            self._multi.perform()
            self._take()
            self._multi.select(0.05)
        took = perf_counter() - began
        times = sorted(self._times) or [0.0]
        p50, p99 = (times[int(len(times) * part)] * 1000 for part in (0.5, 0.99))
        return Load(len(self._times) / took, p50, p99, self._wrong)

    def _easy(self, headers: Sequence[str]) -> pycurl.Curl:
        easy = pycurl.Curl()
        easy.setopt(pycurl.HTTPHEADER, list(headers))
        easy.setopt(pycurl.PROXY, "")

        def received(chunk: bytes) -> None:
            self._received[easy] += len(chunk)

        easy.setopt(pycurl.WRITEFUNCTION, received)
        return easy

    def _ask(self, easy: pycurl.Curl) -> None:
        easy.setopt(pycurl.URL, next(self._urls))
        self._received[easy] = 0
        self._began[easy] = perf_counter()
        self._multi.add_handle(easy)

    def _take(self) -> None:
        _left, done, failed = self._multi.info_read()
        for easy in (*done, *(each for each, _code, _text in failed)):
            right = easy.getinfo(pycurl.RESPONSE_CODE) == 200 and self._received[easy] >= self._size
            if right:
                self._times.append(perf_counter() - self._began[easy])
            self._wrong += not right
            self._multi.remove_handle(easy)
            self._ask(easy)


def load(urls: Sequence[str], seconds: float, headers: Mapping[str, str], size: int) -> Load:
    """A round, made by a process of its own. Raises HarnessError when that fails."""
    command = [sys.executable, "-m", "tests.bench.loading", "--seconds", str(seconds), "--size", str(size)]
    command += [word for name, value in headers.items() for word in ("--header", f"{name}: {value}")]
    done = subprocess.run([*command, *urls], capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if done.returncode:
        raise HarnessError(f"the load ended with exit code {done.returncode}: {done.stderr[-1000:]}")
    return Load(**json.loads(done.stdout))


def main() -> None:
    """Parse the flags, run, print a Load as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.loading", description=__doc__)
    parser.add_argument("urls", nargs="+", metavar="URL")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--header", action="append", default=[], metavar="'NAME: VALUE'")
    parser.add_argument("--size", type=int, default=0, help="bytes that an answer has at least")
    given = parser.parse_args()
    found = Loading(given.urls, given.header, given.size).run(given.seconds)
    sys.stdout.write(json.dumps(asdict(found)) + "\n")


if __name__ == "__main__":
    main()
