"""Reading what may be anything: orders that the control side stored can lack or distort nearly all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mocks.control.clock import from_text

_LARGEST = 10**12


def mapping(value: object) -> Mapping[str, Any]:
    """`value` if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def words(value: object) -> str:
    """A text or number as words; empty for all else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()


def joined(*values: object, by: str = " ") -> str:
    """The words that there are, in one line."""
    return by.join(text for value in values if (text := words(value)))


def dollars(value: object) -> str:
    """An amount in decimal dollars [doc]; empty for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    sign = "-" if value < 0 else ""
    return f"{sign}${abs(value):,.2f}" if abs(value) < _LARGEST else words(value)


def moment(value: object) -> datetime | None:
    """A time as documented; None for what is none."""
    try:
        return from_text(value) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None
