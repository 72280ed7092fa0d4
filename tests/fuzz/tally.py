"""What a run of many requests came to: how many, which answers, the slowest, and the memory that was kept."""

from collections import Counter
from pathlib import Path

from tests.fuzz.exchange import Answer, Request


def resident() -> int:
    """Kilobytes of memory that this process holds now."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise OSError("the kernel does not say how much memory this process holds")


class Tally:
    """`reached` counts by operation the answers 2xx, and 5xx that are explained.

    Counts requests to `total`; memory is read after each quarter, for caches fill up at first.
    """

    def __init__(self, total: int) -> None:
        self.total = total
        self.statuses: Counter[int] = Counter()
        self.slowest = 0.0
        self.slowest_request = ""
        self.reached: Counter[str] = Counter()
        self.memory: list[int] = []

    @property
    def requests(self) -> int:
        """How many there were."""
        return self.statuses.total()

    def count(self, request: Request, answer: Answer, *, explained: bool) -> None:
        """One more."""
        self.statuses[answer.status] += 1
        meant = request.operation.startswith(f"{request.method} ")
        self.reached[request.operation] += meant and (explained or answer.status < 300)
        if answer.seconds > self.slowest:
            self.slowest = answer.seconds
            self.slowest_request = f"{request.method} {request.target.decode()[:60]}"
        if self.requests >= self.total * (1 + len(self.memory)) / 4:
            self.memory.append(resident())
