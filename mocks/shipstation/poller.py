"""Pulling the orders of a window: page 1, then the pages that it announces, each validated at once."""

import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta

from mocks.shipstation import protocol
from mocks.shipstation.document import Page, Warned, check_envelope, read, read_page
from mocks.shipstation.exchange import Caller, Endpoint, Session
from mocks.shipstation.failure import Failure
from mocks.shipstation.faults import struck
from mocks.shipstation.protocol import Window
from mocks.shipstation.received import Received, Warnings

TEST_SPAN = timedelta(days=1)
"""The window of Test Connection ends now and began this long ago [assumed; what it requests is unknown]."""


@dataclass
class Pull:
    """What has been received so far; whole only when `Poller.pull` has returned.

    announced: pages that there are, None until page 1 has said so. began: by `time.perf_counter`.
    """

    pages: int = 0
    announced: int | None = None
    orders: Received = field(default_factory=Received)
    warnings: Warnings = field(default_factory=Warnings)
    began: float = field(default_factory=time.perf_counter)


class Poller:
    """Asks stores for orders."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def pull(self, endpoint: Endpoint, window: Window, pull: Pull) -> None:
        """Fill `pull` with every page of the window. Raises Failure, with the page that failed."""
        async with self._caller.open(endpoint) as session:
            fault = session.fault = struck(self._caller.faults, endpoint.account, "pull", "export")
            if fault is not None:
                # What comes of this first part is not used.
                unused = Pull()
                with closing(unused.orders):
                    await self._pages(session, endpoint, window, unused, fault.fields.get("afterPage"))
                if fault.kind == "abandon_pull":
                    message = f"The pull was abandoned after page {unused.pages}."
                    raise Failure(message, page=unused.pages)
            await self._pages(session, endpoint, window, pull)

    async def _pages(
        self, session: Session, endpoint: Endpoint, window: Window, pull: Pull, last: int | None = None
    ) -> None:
        """All pages, or those up to the `last`."""
        first = await self._page(session, endpoint, window, 1, pull)
        announced = pull.announced = 1 if first.pages is None else first.pages
        if announced > endpoint.settings.max_pages:
            limit = endpoint.settings.max_pages
            raise Failure(f"The reply announces {announced} pages, the limit is {limit}.", page=1)
        if announced < 0:
            pull.warnings.add(Warned(None, f"pages={announced} makes no sense; read as one page"))
        for number in range(2, min(announced, last or announced) + 1):
            page = await self._page(session, endpoint, window, number, pull)
            if page.pages not in (None, announced):
                message = f"Page {number} says pages={page.pages}, page 1 said {announced}"
                pull.warnings.add(Warned(None, message))

    async def _page(
        self, session: Session, endpoint: Endpoint, window: Window, number: int, pull: Pull
    ) -> Page:
        query = protocol.export_query(window, number, endpoint.settings)
        try:
            reply = await session.call("GET", query)
            page = await read(read_page, reply.body, reply.content_type, window, self._caller.coverage)
        except Failure as failure:
            failure.page = number
            failure.hide(endpoint.form.password)
            raise
        pull.pages = number
        pull.orders.add(page.orders)
        pull.warnings.add(*page.warnings)
        return page

    async def test(self, endpoint: Endpoint, window: Window) -> None:
        """Test Connection: page 1 of a day; fetched, parsed, nothing kept. Raises Failure."""
        query = protocol.export_query(window, 1, endpoint.settings)
        try:
            async with self._caller.open(endpoint) as session:
                reply = await session.call("GET", query)
            await read(check_envelope, reply.body, reply.content_type)
        except Failure as failure:
            failure.page = 1
            failure.hide(endpoint.form.password)
            raise
