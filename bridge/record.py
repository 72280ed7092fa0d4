"""A JSON object of the CRM, read field by field, whatever it holds."""

import re
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from bridge.timestamp import read_iso

MONEY_LIMIT = Decimal(10_000_000)
"""Amounts have nine digits, two of them behind the point [doc]."""

MISSING = "(missing)"
"""Stands for a text that must not be empty."""

# XML 1.0 cannot hold these; JSON can.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str, limit: int) -> str:
    """`text` without characters that XML lacks, cut to `limit` UTF-16 units, which ShipStation counts."""
    if not (text.isascii() and text.isprintable()):
        text = _FORBIDDEN.sub("", text)
    if len(text) * 2 <= limit:
        return text
    return text.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")


class Record:
    """Anything but an object reads as an empty one. Names of unusable fields are kept in `unusable`."""

    def __init__(self, value: object, path: str = "", unusable: list[str] | None = None) -> None:
        self._fields = value if isinstance(value, dict) else {}
        self._path = path
        self.unusable = [] if unusable is None else unusable

    def blame(self, name: str) -> None:
        """Note that this field is missing or makes no sense."""
        self.unusable.append(self._path + name)

    def child(self, name: str) -> "Record":
        """The object in a field."""
        return Record(self._fields.get(name), f"{self._path}{name}.", self.unusable)

    def children(self, name: str) -> "list[Record]":
        """The objects in a list."""
        value = self._fields.get(name)
        items = value if isinstance(value, list) else []
        return [Record(item, f"{self._path}{name}[{n}].", self.unusable) for n, item in enumerate(items)]

    def flag(self, name: str) -> bool:
        """Whether the field is true."""
        return self._fields.get(name) is True

    def text(self, name: str, limit: int) -> str:
        """The text of a field, or "" when there is none but blanks."""
        value = self._fields.get(name)
        text = clean(value, limit) if isinstance(value, str) else ""
        return text if text.strip() else ""

    def needed(self, name: str, limit: int) -> str:
        """The text of a field; without one the field is blamed."""
        text = self.text(name, limit)
        if not text:
            self.blame(name)
        return text or MISSING

    def identity(self, name: str) -> str | None:
        """A text or whole number to know the object by; never cut or cleaned, which could make two alike."""
        value = self._fields.get(name)
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(text, str) or not text.strip() or clean(text, 50) != text:
            return None
        return text

    def time(self, name: str) -> datetime | None:
        """The time in a field."""
        value = self._fields.get(name)
        try:
            return read_iso(value) if isinstance(value, str) else None
        except ValueError:
            return None

    def amount(self, name: str) -> Decimal | None:
        """Money, not negative, in whole cents."""
        value = self._number(name)
        if value is None or not 0 <= value < MONEY_LIMIT:
            return None
        cents = abs(value.quantize(Decimal("0.01"), ROUND_HALF_UP))  # JSON has a negative zero
        return cents if cents < MONEY_LIMIT else None

    def count(self, name: str) -> int | None:
        """A whole number from 1 to 99999, the quantities that ShipStation knows [doc]."""
        value = self._number(name)
        return int(value) if value is not None and 1 <= value <= 99_999 and value == int(value) else None

    def version(self) -> int | None:
        """The number of the state that the object was read in."""
        value = self._fields.get("version")
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def _number(self, name: str) -> Decimal | None:
        value = self._fields.get(name)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return None
        return Decimal(value) if Decimal(value).is_finite() else None
