"""Mistakes about windows and pages."""

from collections.abc import Callable, Mapping
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import bridge.app
import bridge.pull
from bridge.crm import Listing, Session
from bridge.pull import Page, Pulls
from bridge.window import Window, read_window
from tests.defects.gallery import defect
from tests.defects.replies import keep_orders, replace


def _with_window(change: Callable[[Window], Window]) -> None:
    def read(query: Mapping[str, str]) -> Window:
        return change(read_window(query))

    replace(bridge.app, "read_window", read)


@defect("SYN-1")
def filters_by_creation() -> None:
    """Orders count by when they were placed, not by when they changed."""
    keep_orders(lambda order, window: order["createdAt"] >= window.start.isoformat())


@defect("SYN-1")
def always_exports_everything() -> None:
    """The window is ignored."""
    _with_window(lambda window: Window(window.start.replace(year=2000), window.end))


@defect("WIN-1")
def leaves_the_border_minute_out() -> None:
    """Both ends of the window are exclusive."""
    minute = timedelta(minutes=1)

    def change(window: Window) -> Window:
        start = window.start + minute
        return Window(start, max(start, window.end - minute))

    _with_window(change)


@defect("WIN-1")
def leaves_the_first_millisecond_out() -> None:
    """An order changed exactly on the minute at which the window starts is not in it."""
    millisecond, minute = timedelta(milliseconds=1), timedelta(minutes=1)
    _with_window(lambda window: Window(window.start + millisecond, window.end - minute))


@defect("WIN-2")
def reads_the_window_in_new_york() -> None:
    """The window is taken as the server's local time."""
    zone = ZoneInfo("America/New_York")
    _with_window(
        lambda window: Window(
            window.start.replace(tzinfo=zone).astimezone(UTC), window.end.replace(tzinfo=zone).astimezone(UTC)
        )
    )


@defect("WIN-2")
def is_an_hour_off_in_summer() -> None:
    """Daylight saving time is added to UTC."""
    hour = timedelta(hours=1)

    def change(window: Window) -> Window:
        summer = 3 < window.start.month < 11
        return Window(window.start - hour, window.end - hour) if summer else window

    _with_window(change)


@defect("WIN-2")
def reads_day_before_month() -> None:
    """Where it can be, the first number is taken for the day."""

    def change(window: Window) -> Window:
        if window.start.day > 12 or window.end.day > 12:
            return window
        length = window.end - window.start
        start = window.start.replace(month=window.start.day, day=window.start.month)
        return Window(start, start + length)

    _with_window(change)


@defect("PAG-1")
def says_one_page() -> None:
    """There is always one page, however many orders there are."""
    replace(Pulls, "_pages", lambda _self, _total: 1)
    replace(bridge.pull.Pull, "learn", lambda _self, _number, _listing: None)


@defect("PAG-1")
def loses_the_last_page() -> None:
    """The last page is announced only when it is full."""
    replace(Pulls, "_pages", lambda self, total: max(1, total // self._page_size))
    replace(bridge.pull.Pull, "learn", _learn_anything)


def _learn_anything(self: bridge.pull.Pull, number: int, listing: Listing) -> None:
    if listing.cursor is not None:
        self.cursors[number + 1] = listing.cursor


@defect("PAG-1")
def repeats_the_first_page() -> None:
    """The page number is ignored."""
    original = Pulls.page

    async def page(self: Pulls, session: Session, window: Window, _number: int) -> Page:
        return await original(self, session, window, 1)

    replace(Pulls, "page", page)


@defect("PAG-1")
def continues_after_the_last_timestamp() -> None:
    """Orders that changed in the same millisecond as the last of a page are skipped."""
    original = Pulls.page

    async def page(self: Pulls, session: Session, window: Window, number: int) -> Page:
        found = await original(self, session, window, number)
        edge = getattr(self, "edge", None)
        self.edge = found.orders[-1]["updatedAt"] if found.orders else None  # type: ignore[attr-defined]
        if number == 1:
            return found
        return Page([order for order in found.orders if order["updatedAt"] != edge], found.pages)

    replace(Pulls, "page", page)
