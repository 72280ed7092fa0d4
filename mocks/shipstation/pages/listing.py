"""Lists that go on over many pages."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from mocks.control.payload import whole_number

SIZE = 50
"""Rows of a page."""

_MOST = 10**12


@dataclass(frozen=True)
class Listing:
    """Which page of a list is shown; `query` is what chooses the list."""

    number: int
    total: int
    path: str
    query: Mapping[str, str]

    @property
    def last(self) -> int:
        """The number of the last page; a list of nothing has one too."""
        return max(1, math.ceil(self.total / SIZE))

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * SIZE

    @property
    def shown(self) -> str:
        """Which rows these are, in words."""
        end = min(self.offset + SIZE, self.total)
        return f"{self.offset + 1:,}–{end:,} of {self.total:,}" if self.total else "None"

    def link(self, number: int) -> str:
        """The address of another page."""
        return f"{self.path}?{urlencode({**self.query, 'page': number})}"


def listing(request: Request, total: int, query: Mapping[str, str | None]) -> Listing:
    """The page that is asked for, or the last one before it. Raises Refusal 400 for what is no number."""
    asked = whole_number(request.query_params.get("page", "1"), "page", 1, _MOST)
    chosen = {name: value for name, value in query.items() if value}
    found = Listing(1, total, request.url.path, chosen)
    return Listing(min(asked, found.last), total, found.path, chosen)
