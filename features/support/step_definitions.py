"""The step definitions of `features.steps`: which pattern runs which function, and where it is written."""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from pytest_bdd.parsers import StepParser
from pytest_bdd.steps import StepFunctionContext, StepNamePrefix

from features import steps
from features.support.rules import FEATURES


@dataclass(frozen=True)
class StepDefinition:
    """One decorator on one function; `kind` is given, when or then."""

    kind: str
    parser: StepParser
    function: Callable[..., object]

    @property
    def pattern(self) -> str:
        """The text as the decorator has it."""
        return str(self.parser.name)

    @property
    def file(self) -> str:
        """The module's file, from the folder that holds `features`."""
        path = Path(inspect.getsourcefile(self.function) or "")
        return path.relative_to(FEATURES.parent).as_posix() if FEATURES in path.parents else path.name

    @property
    def line(self) -> int:
        """Where the function begins."""
        first: int = inspect.unwrap(self.function).__code__.co_firstlineno
        return first

    @property
    def regular_expression(self) -> str:
        """The pattern as a regular expression, for tools that know nothing of ours."""
        pieces = re.split(r'("\\{\w+\\}"|\\{[\w:]+\\})', re.escape(self.pattern).replace("\\ ", " "))
        return "^" + "".join(map(_piece, pieces)) + "$"

    def __str__(self) -> str:
        return f"{self.kind} {self.pattern} ({self.file}:{self.line})"

    def matches(self, kind: str, text: str) -> bool:
        """Whether a step of this kind and text would run it."""
        return self.kind == kind and bool(self.parser.is_matching(text))


def _piece(text: str) -> str:
    if text.startswith('"\\{'):
        return '"([^"]*)"'
    if text.startswith("\\{"):
        return r"(-?\d+)" if text.endswith(":d\\}") else "(.*)"
    return text


def in_module(module: ModuleType) -> Iterator[StepDefinition]:
    """What the decorators left in a module: a fixture for each definition, which returns its context."""
    for name, fixture in vars(module).items():
        if name.startswith(StepNamePrefix.step_def.value):
            found: Any = fixture
            context: StepFunctionContext = found._get_wrapped_function()()
            yield StepDefinition(context.type or "", context.parser, context.step_func)


def module_names() -> list[str]:
    """The modules that hold definitions."""
    return sorted(f"{steps.__name__}.{module.name}" for module in iter_modules(steps.__path__))


@cache
def definitions() -> tuple[StepDefinition, ...]:
    """All definitions of this project, module by module."""
    return tuple(found for name in module_names() for found in in_module(import_module(name)))
