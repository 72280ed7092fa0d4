"""Which code of the bridge a scenario runs, and which a defect replaces: unless they meet, nothing differs.

The bridge keeps no results of its functions, so that a function which is needed is called.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType, FunctionType
from typing import Any

import bridge
from tests.defects.replies import replaced

Code = frozenset[tuple[str, int]]
"""Functions by file and first line."""

_BRIDGE = str(Path(bridge.__path__[0])) + "/"


def executed(work: Callable[[], object]) -> Code:
    """The functions of the bridge that `work` has called, in this thread."""
    seen: set[Any] = set()

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            seen.add(frame.f_code)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return frozenset(
        (code.co_filename, code.co_firstlineno) for code in seen if code.co_filename.startswith(_BRIDGE)
    )


def taken_away() -> Code | None:
    """The functions of the bridge that this process's defect replaces; None when it replaces other things.

    Constants, classes and wrapped functions leave no trace when they are used.
    """
    found = set()
    for original in replaced():
        if not isinstance(original, FunctionType) or not original.__code__.co_filename.startswith(_BRIDGE):
            return None
        found.add((original.__code__.co_filename, original.__code__.co_firstlineno))
    return frozenset(found) or None
