"""Times as ShipStation writes them, `MM/dd/yyyy HH:mm` in UTC [doc], and as CarePortals does, ISO 8601."""

import re
from datetime import UTC, date, datetime

# Connectors in the field also parse one-digit parts, seconds and the 12-hour clock [seen].
_TIME = re.compile(
    r"(?P<day>\d{1,2}/\d{1,2}/\d{4}) (?P<hour>\d{1,2}):(?P<minute>\d{2})(:(?P<second>\d{2}))?"
    r"( ?(?P<half>[AP])M)?",
    re.ASCII | re.IGNORECASE,
)
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


def read_date(text: str) -> date:
    """A real calendar date from `MM/dd/yyyy`. Raises ValueError."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError("not a date in the form MM/dd/yyyy")
    month, day, year = (int(part) for part in match.groups())
    return date(year, month, day)


def read_minute(text: str) -> datetime:
    """The minute, in UTC, that `MM/dd/yyyy HH:mm` names; seconds are cut off. Raises ValueError."""
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError("not a time in the form MM/dd/yyyy HH:mm")
    hour = int(match["hour"])
    if half := match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError("the 12-hour clock has the hours 1 to 12")
        hour = hour % 12 + (12 if half in "pP" else 0)
    day = read_date(match["day"])
    at = datetime(
        day.year, day.month, day.day, hour, int(match["minute"]), int(match["second"] or 0), tzinfo=UTC
    )
    return at.replace(second=0)


def write_minute(at: datetime) -> str:
    """`at` as `MM/dd/yyyy HH:mm`."""
    return f"{at.month:02}/{at.day:02}/{at.year:04} {at.hour:02}:{at.minute:02}"


def read_iso(text: str) -> datetime:
    """A time of CarePortals in UTC; one without a zone is taken as UTC. Raises ValueError."""
    at = datetime.fromisoformat(text)
    try:
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError:
        raise ValueError("beyond the calendar") from None


def write_iso(at: datetime) -> str:
    """`at` as CarePortals writes it: 2024-07-25T10:00:00.000Z."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
