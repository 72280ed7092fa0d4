"""Settable time, so that an hour passes in a test without waiting for it.

Each tenant (an organization of CarePortals, an account of ShipStation) may have a clock of its own:
tests that share a server move their own time and nobody else's.
"""

from datetime import UTC, datetime, timedelta

MILLISECOND = timedelta(milliseconds=1)

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)
"""Between them a clock may be set: far enough from the calendar's ends to reckon with the time shown."""


class Clock:
    """UTC in whole milliseconds; runs with the machine's clock plus an offset, or stands still."""

    def __init__(self) -> None:
        self._offset = timedelta(0)
        self._frozen_at: datetime | None = None

    @property
    def frozen(self) -> bool:
        """Whether the clock stands still."""
        return self._frozen_at is not None

    def now(self) -> datetime:
        """The time on this clock."""
        at = self._frozen_at or datetime.now(UTC) + self._offset
        return at - timedelta(microseconds=at.microsecond % 1000)

    def set(self, at: datetime, *, frozen: bool) -> None:
        """Show `at` (any zone) from now on; `frozen` stops the clock there. Raises ValueError."""
        at = settable(at)
        self._offset = at - datetime.now(UTC)
        self._frozen_at = at if frozen else None

    def run_free(self) -> None:
        """Show the machine's time again."""
        self._offset, self._frozen_at = timedelta(0), None

    def advance(self, by: timedelta) -> None:
        """Move on by `by`; a frozen clock stays frozen. Raises ValueError for a step backwards."""
        if by < timedelta(0):
            raise ValueError("a clock is never advanced backwards; set it instead")
        self.set(self.now() + by, frozen=self.frozen)


class Clocks:
    """The server's own clock, and those of the tenants that have one."""

    def __init__(self) -> None:
        self.shared = Clock()
        self._own: dict[str, Clock] = {}

    def of(self, tenant: str | None) -> Clock:
        """The clock that `tenant` lives by: its own if it was ever moved, else the server's."""
        return self._own.get(tenant, self.shared) if tenant is not None else self.shared

    def own(self, tenant: str | None) -> Clock:
        """The clock to move for `tenant`, made when first asked for; None means the server's."""
        return self.shared if tenant is None else self._own.setdefault(tenant, Clock())

    def forget(self, tenant: str | None) -> None:
        """Back to real time: for one tenant, or for the server and all tenants."""
        if tenant is None:
            self.shared = Clock()
            self._own.clear()
        else:
            self._own.pop(tenant, None)


def settable(at: datetime) -> datetime:
    """`at` in UTC if a clock may show it. Raises ValueError."""
    if not EARLIEST <= at <= LATEST:
        raise ValueError("a clock shows the years 1970 to 8999")
    return at.astimezone(UTC)


def to_text(at: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and Z, as CarePortals writes it: 2024-07-25T10:00:00.000Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    """Read an ISO 8601 time; one without a zone is taken as UTC. Raises ValueError."""
    at = datetime.fromisoformat(text)
    try:
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text} lies beyond the calendar in UTC") from None
