"""CPU seconds of all processes that a command starts, by kind; on Linux, where /proc tells."""

import os
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from threading import Event, Thread
from types import TracebackType

KINDS = {
    "mocks.careportals": "mock CarePortals",
    "bridge": "the bridge",
    "mocks.shipstation": "mock ShipStation",
    "import": "workers",
}
"""How a process is called, by what follows -m or -c; pytest-xdist starts workers with `-c 'import ...'`."""

FIRST = "pytest itself"
PAUSE = 0.1
"""Seconds between two looks; what a process does after the last one is not counted."""

PROC = Path("/proc")


class CpuTimes:
    """Looks at a process and all below it until the context ends."""

    def __init__(self, pid: int) -> None:
        self._first = pid
        self._seconds: dict[int, float] = {}
        self._kinds: dict[int, str] = {pid: FIRST}
        self._over = Event()
        self._thread = Thread(target=self._watch)

    def __enter__(self) -> "CpuTimes":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def by_kind(self) -> Mapping[str, float]:
        """Seconds, user and system, by kind of process."""
        found: defaultdict[str, float] = defaultdict(float)
        for pid, seconds in self._seconds.items():
            found[self._kinds[pid]] += seconds
        return found

    def _watch(self) -> None:
        while PROC.exists():
            pids = [self._first]
            for pid in pids:
                pids += self._look(pid)
            if self._over.wait(PAUSE):
                return

    def _look(self, pid: int) -> list[int]:
        """Note what a process has used; its children."""
        place = PROC / str(pid)
        try:
            fields = (place / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            used = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
            if used:  # a process that has ended, and is not yet waited for, keeps what it has used
                self._seconds[pid] = used
            if (
                pid != self._first
            ):  # looked up each time: at its very beginning a child is a copy of its parent
                command = (place / "cmdline").read_bytes().decode("utf-8", "replace")
                if command:
                    self._kinds[pid] = _kind(command)
            self._kinds.setdefault(pid, "others")
            return [int(child) for child in (place / f"task/{pid}/children").read_text().split()]
        except OSError:
            return []  # it has just ended


def _kind(command: str) -> str:
    words = command.split("\0")
    called = {words[words.index(flag) + 1].split(" ")[0] for flag in ("-m", "-c") if flag in words[:-1]}
    return next((kind for word, kind in KINDS.items() if word in called), "others")
