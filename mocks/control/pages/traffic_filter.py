"""What somebody wants to see of the traffic."""

from collections.abc import Mapping
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlencode

from mocks.control.journal import Entry, Journal
from mocks.control.payload import whole_number

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
STATUSES = {"2": "2xx", "3": "3xx", "4": "4xx", "5": "5xx", "none": "no answer"}


class TrafficFilter(NamedTuple):
    """Empty fields let everything through; what is no known choice counts as empty."""

    method: str = ""
    path: str = ""
    body: str = ""
    status: str = ""
    tenant: str = ""
    faults: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "TrafficFilter":
        """As the form of the page writes it into the query."""
        method, status = query.get("method", ""), query.get("status", "")
        return cls(
            method if method in METHODS else "",
            query.get("path", "")[:200],
            query.get("body", "")[:200],
            status if status in STATUSES else "",
            query.get("tenant", "")[:200],
            query.get("faults") == "on",
        )

    def query(self, **more: object) -> str:
        """The query of an address that has this filter."""
        fields = {name: value for name, value in self._asdict().items() if value}
        return urlencode(fields | ({"faults": "on"} if self.faults else {}) | more, errors="replace")

    def fits(self, entry: Entry, journal: Journal) -> bool:
        """Whether it lets an entry through.

        `path` may be any part of the URL, in any case; `body` any part of one of the bodies that were kept.
        """
        return (
            self.method in ("", entry.method)
            and self.path.casefold() in entry.url.casefold()
            and self.tenant in ("", entry.tenant)
            and (not self.faults or entry.fault is not None)
            and self.status in ("", "none" if entry.status is None else str(entry.status)[:1])
            and (not self.body or journal.contents.mentions(entry.number, self._searched))
        )

    @property
    def _searched(self) -> bytes:
        return self.body.encode("utf-8", "replace")

    def newest(self, journal: Journal, limit: int, *, before: int = 2**53, after: int = 0) -> list[Entry]:
        """The newest `limit` entries between two numbers that it lets through, newest first."""
        between = (entry for entry in journal.newest() if after < entry.number < before)
        return list(islice((entry for entry in between if self.fits(entry, journal)), limit))


def number(text: str | None, default: int) -> int:
    """An entry's number in a query or header. Raises Refusal 400."""
    return default if not text else whole_number(text, "number", 0, 2**53)
