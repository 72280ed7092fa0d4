"""Shops with their orders, made once for all benches: the database that CarePortals left, to begin from."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from features.support.wire import Server, connections
from tests.bench.clinic import Clinic
from tests.bench.process import careportals


@dataclass(frozen=True)
class Stock:
    """A clinic and the file of its CarePortals, which is started with `folder` and `name`."""

    clinic: Clinic
    folder: Path
    name: str

    def copy(self, folder: Path, name: str = "careportals") -> Clinic:
        """Put a copy where `careportals(folder, name)` finds it; the clinic is the same one."""
        shutil.copyfile(self.folder / f"{self.name}.db", folder / f"{name}.db")
        return self.clinic


_made: dict[int, Stock] = {}


def stock(size: int) -> Stock:
    """A shop with so many orders."""
    return stocks([size])[size]


def stocks(sizes: Iterable[int]) -> dict[int, Stock]:
    """A shop of each size. Those that are not there yet are made side by side, one on each core.

    They stay until this process ends. Who only reads may use a stock itself; who changes orders takes a copy.
    """
    wanted = list(sizes)
    missing = sorted({*wanted} - {*_made}, reverse=True)
    if missing:
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            _made.update(zip(missing, threads.map(partial(_make, _shelf()), missing), strict=True))
    return {size: _made[size] for size in wanted}


def _make(folder: Path, size: int) -> Stock:
    name = f"careportals-{size}"
    with careportals(folder, name) as process, connections() as send:
        clinic = Clinic(Server(send, process.url))
        clinic.add_orders(Server(send, process.url), size)
    return Stock(clinic, folder, name)


@cache
def _shelf() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="drydock-stock-"))
    atexit.register(shutil.rmtree, folder)
    return folder
