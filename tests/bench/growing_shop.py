"""Shops of different size, each with a CarePortals and a bridge of its own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import perf_counter

from features.support.evidence import HarnessError
from features.support.wire import Send, Server
from tests.bench.clinic import Clinic
from tests.bench.order_pages import order_page, order_pages
from tests.bench.process import Process, bridge, careportals
from tests.bench.stock import Stock

LIMIT = 100
"""Orders on the pages of CarePortals whose time is taken."""

LARGEST = 250
"""Orders on the largest page of CarePortals: the fastest walk to its end."""


def _window() -> dict[str, str]:
    now = datetime.now(UTC)
    ends = {"start_date": now - timedelta(days=30), "end_date": now}
    return {name: f"{at:%m/%d/%Y %H:%M}" for name, at in ends.items()}


@dataclass(frozen=True)
class Shop:
    """`crm` is CarePortals' API, signed in; `store` the Custom Store that the bridge makes of it."""

    clinic: Clinic
    careportals: Process
    bridge: Process
    crm: Server
    store: Server
    window: dict[str, str] = field(default_factory=_window)

    def last_cursor(self) -> str | None:
        """What leads to the last page of a walk through all orders."""
        *_before, (cursor, _page) = order_pages(self.crm, LARGEST)
        return cursor

    def page(self, cursor: str | None) -> float:
        """Milliseconds for a page of CarePortals."""
        began = perf_counter()
        order_page(self.crm, LIMIT, cursor)
        return (perf_counter() - began) * 1000

    def export(self, number: int) -> float:
        """Milliseconds for a page of the bridge."""
        began = perf_counter()
        self.document(number)
        return (perf_counter() - began) * 1000

    def document(self, number: int) -> bytes:
        """A page of the bridge. Raises HarnessError when it is none."""
        answer = self.store.ask("GET", "", action="export", **self.window, page=number)
        if not answer.is_success:
            raise HarnessError(f"page {number} of the bridge: {answer.status_code} {answer.text[:300]}")
        return answer.content

    def walk(self) -> int:
        """Pull all pages of the bridge; how many there are."""
        announced = re.search(rb'pages="(\d+)"', self.document(1))
        pages = int(announced[1]) if announced else 1
        for number in range(2, pages + 1):
            self.document(number)
        return pages


@contextmanager
def shop(of: Stock, send: Send) -> Iterator[Shop]:
    """The shop with both processes fresh: making the orders has left no trace in them."""
    with careportals(of.folder, of.name) as crm, bridge(of.folder, crm, f"bridge-of-{of.name}") as middleware:
        signed_in = of.clinic.signed_in(Server(send, crm.url))
        store = of.clinic.store_of(Server(send, middleware.url))
        yield Shop(of.clinic, crm, middleware, signed_in, store)
