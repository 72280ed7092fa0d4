"""What was asked of a mock and what it answered: bounded, without secrets or patients.

Headers and bodies are kept apart from it, in `contents`, and only while somebody looks at the traffic page.
"""

import re
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Literal
from urllib.parse import unquote_plus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mocks.control.clock import Clocks, to_text
from mocks.control.contents import Capture, Content, Contents
from mocks.control.listeners import Listener, Listeners

CONTROL_PREFIX = "/_control"

FAULT = "drydock.fault"
"""Where a request's scope says which fault it met."""

PAGE = "drydock.page"
"""Where a request's scope says that it is for a page, and no exchange of the product."""

PAGES_PREFIX = "/app"
"""Where the pages of both mocks begin; no route of either product does."""

URL_LIMIT = 8000
"""Characters that are kept of an address: no client of the products sends more, yet all would be taken."""

# The documented notify URL of ShipStation carries SS-UserName and SS-Password in the query.
_SECRET = re.compile(r"pass|secret|token|key|user|email|auth", re.IGNORECASE)
_LINK_TOKEN = re.compile(r"(?<=/activate/)[^/?]+")


@dataclass(frozen=True)
class Entry:
    """One exchange. `direction` is `in` for a request to the mock, `out` for one that the mock sent.

    `at` is the tenant's clock; `ended` (seconds since 1970) and `milliseconds`, how long it took, are by the
    machine's, so that the journals of two mocks can be joined; `note` is a reason in words. `fault` has the
    `id`, `name` and `kind` of the fault that was put into this exchange on purpose.
    """

    number: int
    at: str
    tenant: str | None
    direction: Literal["in", "out"]
    method: str
    url: str
    status: int | None
    ended: float
    milliseconds: float
    note: str = ""
    fault: dict[str, object] | None = None


class Journal:
    """The last `capacity` exchanges, oldest first, and how many older ones were dropped per tenant."""

    def __init__(self, clocks: Clocks, capacity: int = 10_000) -> None:
        self.contents = Contents()
        self.listeners = Listeners()
        self._clocks = clocks
        self._entries: deque[Entry] = deque()
        self._capacity = capacity
        self._dropped: Counter[str | None] = Counter()
        self._number = 0

    def record(
        self,
        tenant: str | None,
        direction: Literal["in", "out"],
        method: str,
        url: str,
        status: int | None,
        milliseconds: float,
        note: str = "",
        fault: dict[str, object] | None = None,
        content: Content | None = None,
    ) -> None:
        """Keep one exchange.

        `url` is stored with the values of secret-looking parameters masked, and cut at `URL_LIMIT`.
        """
        self._number += 1
        at = to_text(self._clocks.of(tenant).now())
        spent = round(milliseconds, 2)
        ended = time.time()
        entry = Entry(
            self._number, at, tenant, direction, method, _kept(url), status, ended, spent, note, fault
        )
        self._entries.append(entry)
        if len(self._entries) > self._capacity:
            oldest = self._entries.popleft()
            self._dropped[oldest.tenant] += 1
            self.contents.drop(oldest.number)
        if content is not None:
            self.contents.keep(entry.number, content)
        if self.listeners:
            self.listeners.tell(entry)

    def read(self, tenant: str | None = None, after: int = 0) -> dict[str, object]:
        """Entries with a number above `after`, of one tenant or of all, and how many were dropped.

        `asOf` is the machine's clock now, for readers whose own clock differs.
        """
        kept = [asdict(e) for e in self._entries if e.number > after and tenant in (None, e.tenant)]
        dropped = self._dropped.total() if tenant is None else self._dropped[tenant]
        return {"entries": kept, "dropped": dropped, "last": self._number, "asOf": time.time()}

    @contextmanager
    def listened_by(self, listener: Listener) -> Iterator[None]:
        """Tell a listener of each entry, and keep headers and bodies meanwhile."""
        self.listeners.add(listener)
        self.contents.readers += 1
        try:
            yield
        finally:
            self.contents.readers -= 1
            self.listeners.remove(listener)

    def newest(self) -> Iterator[Entry]:
        """The entries, newest first."""
        return reversed(self._entries)

    def dropped(self) -> int:
        """How many entries had to make room."""
        return self._dropped.total()

    def forget(self, tenant: str | None = None) -> None:
        """Drop the entries of one tenant, or all of them; numbers go on."""
        for entry in self._entries:
            if tenant in (None, entry.tenant):
                self.contents.drop(entry.number)
        if tenant is None:
            self._entries.clear()
            self._dropped.clear()
        else:
            self._entries = deque(e for e in self._entries if e.tenant != tenant)
            del self._dropped[tenant]


def on_the_wire(path: str) -> bool:
    """Whether a path may be the product's own: it is neither of the control side nor of the pages."""
    return not path.startswith((CONTROL_PREFIX, f"{PAGES_PREFIX}/")) and path != PAGES_PREFIX


def _kept(url: str) -> str:
    shown = redacted(url)
    return shown if len(shown) <= URL_LIMIT else f"{shown[:URL_LIMIT]}… ({len(shown)} characters)"


def redacted(url: str) -> str:
    """The URL with user info, sign-up link tokens and the values of secret-looking parameters masked."""
    # The user may be an email: all up to the last @ of the authority goes.
    url = re.sub(r"(?<=//)[^/?#]*@", "***@", url)
    head, mark, query = _LINK_TOKEN.sub("***", url).partition("?")
    return head + mark + "&".join(_masked(pair) for pair in query.split("&"))


def _masked(pair: str) -> str:
    name, equals, value = pair.partition("=")
    return f"{name}=***" if equals and value and _SECRET.search(unquote_plus(name)) else pair


class JournalMiddleware:
    """Writes each request to the product's routes into the journal; control side and pages are left out.

    `tenant_of` may read what routing and endpoints left in the scope, for it is called afterwards.
    """

    def __init__(self, app: ASGIApp, journal: Journal, tenant_of: Callable[[Scope], str | None]) -> None:
        self.app = app
        self.journal = journal
        self.tenant_of = tenant_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, then record it."""
        if scope["type"] != "http" or not on_the_wire(scope["path"]):
            await self.app(scope, receive, send)
            return
        status: int | None = None
        started = time.perf_counter()
        capture = Capture(scope) if self.journal.contents.wanted else None

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            if capture:
                capture.answered(message)
            await send(message)

        try:
            await self.app(scope, capture.listen(receive) if capture else receive, watch)
        finally:
            if PAGE not in scope:
                content = capture.content() if capture else None
                self._record(scope, status, (time.perf_counter() - started) * 1000, content)

    def _record(self, scope: Scope, status: int | None, spent: float, content: Content | None) -> None:
        query = scope["query_string"].decode("latin-1")
        url = scope["path"] + ("?" + query if query else "")
        tenant, fault = self.tenant_of(scope), scope.get(FAULT)
        self.journal.record(tenant, "in", scope["method"], url, status, spent, fault=fault, content=content)
