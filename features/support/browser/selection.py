"""Which scenarios are played in a browser, and why the others are not."""

from collections.abc import Iterable

CHAPTERS = ("01_user", "02_store", "03_mapping", "04_finish", "05_pull", "06_sync_back")
"""The guide itself. What comes after it is about what the middleware answers: nobody clicks there."""

_FIELDS = "compares an order field by field; its page does not name the fields of the document"
_WINDOWS = "is about windows of time and pages of a reply; all that is clicked there is Refresh, as in SYN-1"

LEFT_OUT = {
    "WIN-1": _WINDOWS,
    "WIN-2": _WINDOWS,
    "PAG-1": _WINDOWS,
    "DOC-1": _FIELDS,
    "VAL-1": _FIELDS,
    "VAL-2": _FIELDS,
}
"""Rules of these chapters that are not played in a browser, with the reason."""


def chosen(file: str, marks: Iterable[str]) -> bool:
    """Whether a scenario is played: one of this feature file, with these tags."""
    return any(f"/{chapter}." in f"/{file}" for chapter in CHAPTERS) and not LEFT_OUT.keys() & set(marks)
