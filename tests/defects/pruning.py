"""Which code of the bridge a scenario runs, and which a defect replaces: unless they meet, nothing differs.

The bridge keeps no results of its functions, so that a function which is needed is called.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType, FunctionType
from typing import Any, TypeVar

import bridge
from tests.defects.documents import own
from tests.defects.replies import replaced

Code = frozenset[tuple[str, int]]
"""Functions by file and first line."""

Done = TypeVar("Done")

_BRIDGE = str(Path(bridge.__path__[0])) + "/"


class Executed:
    """The functions of the bridge that were called while `note` was the profiler of their thread."""

    def __init__(self) -> None:
        self._seen: set[Any] = set()

    def note(self, frame: FrameType, event: str, _argument: object) -> None:
        """Be told what happens, as sys.setprofile does it."""
        if event == "call":
            self._seen.add(frame.f_code)

    def during(self, work: Callable[[], Done]) -> Done:
        """Note what `work` calls in this thread."""
        before = sys.getprofile()
        sys.setprofile(self.note)
        try:
            return work()
        finally:
            sys.setprofile(before)

    def code(self) -> Code:
        """What was called up to now."""
        return frozenset(
            (code.co_filename, code.co_firstlineno)
            for code in self._seen.copy()  # other threads may still be at it
            if code.co_filename.startswith(_BRIDGE)
        )


def taken_away() -> Code | None:
    """The functions of the bridge that this process's defect replaces; None when it replaces other things.

    Constants, classes and wrapped functions leave no trace when they are used.
    """
    found = set()
    for original in map(own, replaced()):
        if not isinstance(original, FunctionType) or not original.__code__.co_filename.startswith(_BRIDGE):
            return None
        found.add((original.__code__.co_filename, original.__code__.co_firstlineno))
    return frozenset(found) or None
