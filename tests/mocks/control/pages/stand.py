"""A mock of nothing, with pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
from starlette.applications import Starlette

from mocks.control.clock import Clocks
from mocks.control.faults import Faults, Field, Kind, one_of, whole
from mocks.control.journal import Journal
from mocks.control.pages.lazy import EVENTS, SHARED_PAGES, LazyPages
from mocks.control.pages.mock import Mock
from mocks.control.unfriendly import Quirk
from tests.in_process import serving

KINDS = {
    "late": Kind("Comes `late`.", {"seconds": Field(whole(0, 10), "how late", 1)}),
    "reset": Kind("Is torn.", wire=True),
}
SELECTORS = {"method": Field(one_of("GET", "POST"), "of this method; any if null")}
QUIRKS = {
    "short": Quirk("Pages are short.", {"rows": 7}),
    "slow": Quirk("Now and then slow.", fault={"kind": "late", "probability": 0.5}),
}


class Stand:
    """Its settings, and what was forgotten."""

    def __init__(self, capacity: int = 10_000) -> None:
        self.settings: dict[str, Any] = {"rows": 50}
        self.forgotten: list[str | None] = []
        self.moved: list[str | None] = []
        self.clocks = Clocks()
        self.journal = Journal(self.clocks, capacity)
        self.faults = Faults("shop", KINDS, SELECTORS)

    def mock(self) -> Mock:
        """What the pages see."""

        async def reset(tenant: str | None) -> None:
            self.forgotten.append(tenant)

        async def time_moved(tenant: str | None) -> dict[str, object]:
            self.moved.append(tenant)
            return {}

        return Mock(
            name="stand",
            title="Stand",
            journal=self.journal,
            clocks=self.clocks,
            faults=self.faults,
            tenants=lambda: ["a", "b"],
            reset=reset,
            quirks=QUIRKS,
            defaults={"rows": 50},
            settings=lambda: self.settings,
            change_settings=self.settings.update,
            time_moved=time_moved,
        )

    @contextmanager
    def client(self) -> Iterator[httpx2.Client]:
        """A client of its pages."""
        pages = LazyPages("mocks.control.pages.tools:create", self.mock())
        with serving(Starlette(routes=pages.routes(SHARED_PAGES, EVENTS))) as client:
            yield client

    def record(self, url: str = "/orders", **more: Any) -> None:
        """One more exchange."""
        given: dict[str, Any] = {"tenant": "a", "direction": "in", "method": "GET", "status": 200}
        self.journal.record(**given | {"milliseconds": 1.5, "url": url} | more)
