"""Finding step definitions fast: pytest-bdd goes through every fixture there is for each step that it runs.

All our step definitions are plugins and visible everywhere, so they are listed once, and what a text
matches is looked up once. With a few hundred definitions the search takes longer than many a step.
"""

import sys
from collections.abc import Iterator
from typing import Any

_SCENARIO = "pytest_bdd.scenario"
_SEARCH = "find_fixturedefs_for_step"


class Index:
    """All step definitions of a run, as pairs of fixture definition and what pytest-bdd knows of it."""

    def __init__(self, module: Any) -> None:
        self._module = module
        self._definitions: list[tuple[Any, Any]] | None = None
        self._found: dict[tuple[str, str], list[Any]] = {}

    def __call__(self, step: Any, fixturemanager: Any, node: Any) -> Iterator[Any]:
        """The definitions that match a step, in the place of pytest-bdd's own search."""
        key = (step.type, step.name)
        if key not in self._found:
            self._found[key] = [
                fixture
                for fixture, context in self._all(fixturemanager, node)
                if context.type in {None, step.type} and context.parser.is_matching(step.name)
            ]
        yield from self._found[key]

    def _all(self, fixturemanager: Any, node: Any) -> list[tuple[Any, Any]]:
        if self._definitions is None:
            module = self._module
            self._definitions = [
                (fixture, context)
                for name in module.get_fixture_names(fixturemanager=fixturemanager)
                for fixture in module.getfixturedefs(fixturemanager, name, node) or []
                if (context := module.step_function_context_registry.get(fixture.func)) is not None
            ]
        return self._definitions


def install() -> None:
    """Let pytest-bdd search in an index of this run. Raises AttributeError when it has no such search."""
    module = sys.modules[_SCENARIO]
    getattr(module, _SEARCH)
    setattr(module, _SEARCH, Index(module))
