"""A part of the sandwich as a bench starts it: by its real command, with its data where it is told."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from features.support.sandwich import BRIDGE, CAREPORTALS, SHIPSTATION, Part

MEGABYTE = 1024 * 1024


class Process:
    """A part that listens at `url`. What it wrote on standard error is in the file `log`."""

    def __init__(self, part: Part, log: Path) -> None:
        self.url = part.address()
        self.log = log
        self._pid = part.pid

    def peak(self) -> float:
        """The most memory that it ever held, in MB; where the system does not tell, what it holds now."""
        return self._memory("VmHWM:")

    def memory(self) -> float:
        """The memory that it holds, in MB."""
        return self._memory("VmRSS:")

    def _memory(self, name: str) -> float:
        status = Path(f"/proc/{self._pid}/status")
        if status.exists():
            lines = (line.split() for line in status.read_text(encoding="utf-8").splitlines())
            return next(int(words[1]) for words in lines if words[0] == name) * 1024 / MEGABYTE
        command = ["/bin/ps", "-o", "rss=", "-p", str(self._pid)]
        said = subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603 - a fixed command
        return int(said) * 1024 / MEGABYTE


@contextmanager
def started(command: Sequence[str], folder: Path, name: str) -> Iterator[Process]:
    """The command's process, until the context ends. Raises HarnessError when it does not start."""
    part = Part([*command, "--port", "0"], folder, name)
    try:
        yield Process(part, folder / f"{name}.err")
    finally:
        part.stop()


@contextmanager
def careportals(folder: Path, name: str = "careportals") -> Iterator[Process]:
    """The mock CarePortals with its data in a file of this name, which stays and may be used again."""
    with started([*CAREPORTALS, "--db", str(folder / f"{name}.db")], folder, name) as process:
        yield process


@contextmanager
def shipstation(folder: Path, name: str = "shipstation") -> Iterator[Process]:
    """The mock ShipStation with its data in a file of this name."""
    with started([*SHIPSTATION, "--db", str(folder / f"{name}.db")], folder, name) as process:
        yield process


@contextmanager
def bridge(folder: Path, crm: Process, name: str = "bridge") -> Iterator[Process]:
    """The bridge in front of this CarePortals."""
    with started([*BRIDGE, "--crm-url", crm.url], folder, name) as process:
        yield process
