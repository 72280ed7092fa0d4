"""The glue as a whole: of several definitions that match, pytest-bdd takes one and says nothing."""

import inspect
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NamedTuple

import pytest
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler
from pytest_bdd.parsers import StepParser
from pytest_bdd.steps import StepFunctionContext, StepNamePrefix

from features import steps
from features.support.rules import FEATURES

KINDS = {"Context": "given", "Action": "when", "Outcome": "then"}


class Definition(NamedTuple):
    """A step definition: `then "the store is connected"` and the function that it runs."""

    kind: str
    parser: StepParser
    function: Any

    def __str__(self) -> str:
        return f"{self.kind} {self.parser.name} ({self.function.__module__}.{self.function.__name__})"

    def matches(self, kind: str, text: str) -> bool:
        return self.kind == kind and self.parser.is_matching(text)


def definitions() -> Iterator[Definition]:
    """What the decorators left in the modules: a fixture for each definition, which returns its context."""
    for found in iter_modules(steps.__path__):
        module = import_module(f"{steps.__name__}.{found.name}")
        for name, fixture in vars(module).items():
            if name.startswith(StepNamePrefix.step_def.value):
                context: StepFunctionContext = fixture._get_wrapped_function()()
                yield Definition(context.type or "", context.parser, context.step_func)


def texts() -> Iterator[tuple[str, str, str]]:
    """File, kind and text of each step of the contract, with the rows of the Examples filled in."""
    for path in sorted(FEATURES.glob("*.feature")):
        document: Any = Parser().parse(path.read_text(encoding="utf-8")) | {"uri": path.name}
        for pickle in Compiler().compile(document):
            for step in pickle["steps"]:
                yield path.name, KINDS[step["type"]], step["text"]


DEFINITIONS = list(definitions())
TEXTS = list(dict.fromkeys(texts()))


def test_both_sides_were_found() -> None:
    assert len(DEFINITIONS) > 80
    assert len(TEXTS) > 300


def test_each_step_of_the_contract_has_exactly_one_definition() -> None:
    wrong = []
    for file, kind, text in TEXTS:
        found = [str(definition) for definition in DEFINITIONS if definition.matches(kind, text)]
        if len(found) != 1:
            wrong.append(f"{file}: {kind} {text}: {found or 'no definition'}")
    assert wrong == []


@pytest.mark.parametrize("definition", DEFINITIONS, ids=str)
def test_each_definition_is_used(definition: Definition) -> None:
    assert any(definition.matches(kind, text) for _, kind, text in TEXTS)


def test_no_step_is_async() -> None:
    # pytest-bdd never awaits: such a step passes without having run.
    assert [str(d) for d in DEFINITIONS if inspect.iscoroutinefunction(d.function)] == []


def test_one_wording_is_defined_once() -> None:
    wordings = [(definition.kind, definition.parser.name) for definition in DEFINITIONS]
    assert [wording for wording in set(wordings) if wordings.count(wording) > 1] == []
