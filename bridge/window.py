"""Which orders are asked for: those modified between two minutes, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.exceptions import HTTPException

from bridge.timestamp import read_minute


@dataclass(frozen=True)
class Window:
    """From `start` on and before `end`, both whole minutes in UTC."""

    start: datetime
    end: datetime


def read_window(query: Mapping[str, str]) -> Window:
    """The window of an export; the minute of `end_date` belongs to it. Raises HTTPException 400."""
    start, last = _minute(query, "start_date"), _minute(query, "end_date")
    if last < start:
        raise HTTPException(400, "end_date lies before start_date")
    try:
        # An order modified at 17:33:40 must not fall between the windows ending and starting at 17:33.
        return Window(start, last + timedelta(minutes=1))
    except OverflowError:
        raise HTTPException(400, "end_date lies beyond the calendar") from None


def read_page(query: Mapping[str, str]) -> int:
    """The number of the page, 1 when not given. Raises HTTPException 400."""
    page = query.get("page", "1")
    if not (page.isascii() and page.isdecimal() and len(page) <= 18 and int(page) >= 1):
        raise HTTPException(400, "page must be a whole number from 1 on")
    return int(page)


def _minute(query: Mapping[str, str], name: str) -> datetime:
    if name not in query:
        raise HTTPException(400, f"{name} is missing")
    try:
        return read_minute(query[name].strip())
    except ValueError:
        raise HTTPException(400, f"{name} must be a time such as 03/13/2026 17:34") from None
