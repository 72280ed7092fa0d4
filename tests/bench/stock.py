"""Shops with their orders, made once for all benches: the database that CarePortals left, to begin from."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from features.support.wire import Server, connections
from tests.bench.clinic import Clinic
from tests.bench.process import careportals

_made: dict[int, Stock] = {}


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


def stock(size: int) -> Stock:
    """A shop with so many orders."""
    return stocks([size])[size]


def stocks(sizes: Iterable[int]) -> dict[int, Stock]:
    """A shop of each size. Those that are not there yet are made side by side, one on each core.

    They stay until this process ends. Who only reads may use a stock itself; who changes orders takes a copy.
    """
    wanted = list(sizes)
    missing = sorted({*wanted} - {*_made}, reverse=True)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        _made.update(zip(missing, threads.map(_make, missing), strict=True))
    return {size: _made[size] for size in wanted}


def _make(size: int) -> Stock:
    folder, name = Path(_shelf().name), f"careportals-{size}"
    with careportals(folder, name) as process, connections() as send:
        clinic = Clinic(Server(send, process.url))
        clinic.add_orders(Server(send, process.url), size)
    return Stock(clinic, folder, name)


@cache
def _shelf() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="drydock-stock-")
