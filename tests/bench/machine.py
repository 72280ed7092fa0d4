"""The machine that a run of the benches has stood on: without it no figure says anything."""

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime

GIGABYTE = 1024**3


@dataclass(frozen=True)
class Machine:
    """`load`: how many processes wanted to run over a minute; above the cores, others were at work too."""

    cores: int
    memory: float
    python: str
    date: str
    load: float

    def __str__(self) -> str:
        return (
            f"{self.date}; {self.cores} cores, {self.memory:.0f} GB of memory, Python {self.python};"
            f" load before the first bench {self.load:.1f}"
        )


def this_machine() -> Machine:
    """The one that this process runs on."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / GIGABYTE
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    date = f"{datetime.now(UTC):%Y-%m-%d}"
    return Machine(cores, memory, platform.python_version(), date, os.getloadavg()[0])
