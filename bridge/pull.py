"""The pages of one export, walked through the CRM's list without losing an order in between.

ShipStation asks for pages by number, CarePortals leads on by cursor. The cursors of running pulls are
kept in memory; when they are lost the pull fails loudly and has to start again.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.exceptions import HTTPException

from bridge.connection import nonsense
from bridge.crm import Listing, Order, Session
from bridge.window import Window

PAGES_LIMIT = 32_767
"""The attribute `pages` is an xs:short [doc]."""

Key = tuple[str, str, Window]


@dataclass(frozen=True)
class Page:
    """Orders of one page, and how many pages the pull has."""

    orders: list[Order]
    pages: int


@dataclass
class Pull:
    """`cursors[n]` leads to page n; `pages` were announced; the walk ends with page `last`.

    `ends[n]` is where page n ended: at more places than one when a walk that was not over was begun anew.
    """

    pages: int
    last: int
    used: float
    cursors: dict[int, str] = field(default_factory=dict)
    ends: dict[int, set[str]] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        """Whether its last page was given."""
        return self.last in self.ends

    def learn(self, number: int, listing: Listing) -> None:
        """Keep what the listing of page `number` says about the next one. Raises HTTPException 502."""
        end = listing.orders[-1] if listing.orders else {}
        self.ends.setdefault(number, set()).add(f"{end.get('_id')} {end.get('updatedAt')}")
        if listing.cursor is None:
            self.last = number
        elif number < self.pages:
            self.cursors[number + 1] = listing.cursor
        else:
            raise nonsense("a list longer than its total")


class Pulls:
    """The running pulls of all users: those used within `lifetime` seconds, at most `kept` cursors."""

    def __init__(
        self,
        page_size: int,
        *,
        kept: int = 100_000,
        lifetime: float = 3600,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._page_size = page_size
        self._kept = kept
        self._lifetime = lifetime
        self._clock = clock
        # The longest unused pull first; `_size` counts them and their cursors.
        self._pulls: OrderedDict[Key, Pull] = OrderedDict()
        self._size = 0

    async def page(self, session: Session, window: Window, number: int) -> Page:
        """One page; beyond the last an empty one. Raises HTTPException 503 when the place is not known."""
        key = (session.organization, session.username, window)
        self._forget_old()
        if number == 1:
            return await self._begin(key, session)
        pull = self._pulls.get(key)
        if pull is None:
            return await self._without_pull(session, window, number)
        pull.used = self._clock()
        self._pulls.move_to_end(key)
        if number > pull.last:
            return Page([], pull.pages)
        if number not in pull.cursors:
            raise _start_again()
        if len(pull.ends.get(number - 1, ())) > 1:
            # Two walk through this window at a time, or one broke off and orders have changed since. Nobody
            # says which of them asks: going on where one is would cost the other what lies between.
            self._forget(key)
            raise _start_again()
        listing = await session.orders(window, pull.cursors[number], self._page_size)
        self._learn(key, pull, number, listing)
        return Page(listing.orders, pull.pages)

    async def _begin(self, key: Key, session: Session) -> Page:
        listing = await session.orders(key[2], None, self._page_size)
        if listing.cursor is None and len(listing.orders) < listing.total:
            raise nonsense("a list shorter than its total")
        pages = self._pages(listing.total)
        pull = Pull(pages, pages, self._clock())
        before = self._pulls.get(key)
        if before is not None and not before.over:
            pull.ends = before.ends
        self._forget(key)
        self._pulls[key] = pull
        self._size += 1
        self._learn(key, pull, 1, listing)
        return Page(listing.orders, pages)

    async def _without_pull(self, session: Session, window: Window, number: int) -> Page:
        pages = self._pages((await session.orders(window, None, 1)).total)
        if number <= pages:
            raise _start_again()
        return Page([], pages)

    def _pages(self, total: int) -> int:
        pages = max(1, -(-total // self._page_size))
        if pages > PAGES_LIMIT:
            raise HTTPException(503, f"The window holds more than {PAGES_LIMIT} pages; ask for a shorter one")
        return pages

    def _learn(self, key: Key, pull: Pull, number: int, listing: Listing) -> None:
        before = len(pull.cursors)
        pull.learn(number, listing)
        # While the CRM was asked, the pull may have been forgotten or begun again.
        if self._pulls.get(key) is pull:
            self._size += len(pull.cursors) - before

    def _forget(self, key: Key) -> None:
        pull = self._pulls.pop(key, None)
        if pull is not None:
            self._size -= 1 + len(pull.cursors)

    def _forget_old(self) -> None:
        oldest = self._clock() - self._lifetime
        while self._pulls:
            key, pull = next(iter(self._pulls.items()))
            if pull.used >= oldest and self._size <= self._kept:
                break
            self._forget(key)


def _start_again() -> HTTPException:
    return HTTPException(503, "The place of this page is no longer known; start the pull again at page 1")
