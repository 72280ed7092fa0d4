"""Finding step definitions once per text: pytest-bdd goes through all of them for each step that it runs.

All our step definitions are plugins and visible everywhere, so what a text matches never changes during
a run. With a few hundred definitions the search takes longer than many a step.
"""

import sys
from collections.abc import Iterable, Iterator
from typing import Any

_SCENARIO = "pytest_bdd.scenario"
_SEARCH = "find_fixturedefs_for_step"


def remember() -> None:
    """Let pytest-bdd remember, per kind and text of a step, which definitions match it."""
    module = sys.modules[_SCENARIO]
    search: Any = getattr(module, _SEARCH)
    if getattr(search, "remembers", False):
        return
    found: dict[tuple[str, str], list[Any]] = {}

    def look_up(step: Any, fixturemanager: Any, node: Any) -> Iterator[Any]:
        key = (step.type, step.name)
        if key not in found:
            matching: Iterable[Any] = search(step, fixturemanager, node)
            found[key] = list(matching)
        yield from found[key]

    look_up.remembers = True  # type: ignore[attr-defined]
    setattr(module, _SEARCH, look_up)
