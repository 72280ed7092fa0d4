"""Finding step definitions fast, in the place of pytest-bdd's search.

pytest-bdd goes through every fixture there is for each step that it runs, makes a fixture of what it finds,
and asks pytest for that. All our step definitions are plugins and visible everywhere, so they are listed
once, and what a text matches is looked up once. What a function takes is asked once as well.
"""

import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from features.support.evidence import HarnessError

_SCENARIO = "pytest_bdd.scenario"
_SEARCH = "get_step_function"
_SIGNATURES = ("signature", "get_required_args")


class Index:
    """All step definitions of a run: what pytest-bdd knows of each, by the kind of step."""

    def __init__(self, module: Any) -> None:
        self._module = module
        self._definitions: dict[str, list[Any]] = {}
        self._found: dict[tuple[str, str], Any] = {}

    def __call__(self, request: Any, step: Any) -> Any:
        """The definition that matches a step, None when there is none.

        Raises HarnessError when there are several: pytest-bdd would take one of them in silence.
        """
        key = (step.type, step.name)
        if key not in self._found:
            self._found[key] = self._search(request, step)
        return self._found[key]

    def _search(self, request: Any, step: Any) -> Any:
        if step.type not in self._definitions:
            self._definitions[step.type] = list(self._of(step.type, request))
        found = [each for each in self._definitions[step.type] if each.parser.is_matching(step.name)]
        if len(found) > 1:
            names = ", ".join(f"{each.type} {each.parser.name}" for each in found)
            raise HarnessError(f'step "{step.name}" ({step.type}) is ambiguous: {names}')
        return found[0] if found else None

    def _of(self, kind: str, request: Any) -> Iterator[Any]:
        module, manager = self._module, request._fixturemanager
        for name in module.get_fixture_names(fixturemanager=manager):
            for fixture in module.getfixturedefs(manager, name, request.node) or ():
                definition = module.step_function_context_registry.get(fixture.func)
                if definition is not None and definition.type in {None, kind}:
                    yield definition


def install() -> None:
    """Let pytest-bdd search in an index of this run. Raises AttributeError when it has no such search."""
    module = sys.modules[_SCENARIO]
    getattr(module, _SEARCH)
    setattr(module, _SEARCH, Index(module))
    for name in _SIGNATURES:
        setattr(module, name, cache(getattr(module, name)))
