import sys
from types import SimpleNamespace
from typing import Any

import pytest

from features.support import lookup
from features.support.evidence import HarnessError
from features.support.phrases import phrase


class Definitions:
    """Stands for pytest-bdd's module and pytest's fixtures; notes how often they are listed."""

    def __init__(self) -> None:
        self.listed = 0
        self.step_function_context_registry: dict[str, SimpleNamespace] = {}
        for name, kind, text in (
            ("given_order", "given", "the order {number:d}"),
            ("anything", None, "all is well"),
            ("then_order", "then", "the order {number:d}"),
            ("then_thing", "then", "the {thing} 7"),
        ):
            context = SimpleNamespace(type=kind, parser=phrase(text))
            self.step_function_context_registry[name] = context

    def get_fixture_names(self, *, fixturemanager: object) -> list[str]:
        assert fixturemanager is None
        self.listed += 1
        return ["tmp_path", *self.step_function_context_registry]

    def getfixturedefs(self, _manager: object, name: str, _node: object) -> list[SimpleNamespace] | None:
        return [SimpleNamespace(func=name)]


def find(index: lookup.Index, kind: str, name: str) -> str | None:
    found = index(SimpleNamespace(_fixturemanager=None, node=None), SimpleNamespace(type=kind, name=name))
    return found and str(found.parser.name)


def test_a_step_is_found_by_kind_and_text() -> None:
    index = lookup.Index(Definitions())
    assert find(index, "given", "the order 1392") == "the order {number:d}"
    assert find(index, "then", "all is well") == find(index, "given", "all is well") == "all is well"
    assert find(index, "when", "the order 7") is None
    assert find(index, "given", "an order") is None


def test_a_step_that_several_definitions_match_is_an_error() -> None:
    with pytest.raises(HarnessError, match=r"is ambiguous: then the order {number:d}, then the {thing} 7"):
        find(lookup.Index(Definitions()), "then", "the order 7")


def test_fixtures_are_listed_once_for_each_kind_of_step() -> None:
    definitions = Definitions()
    index = lookup.Index(definitions)
    for text in ("the order 1", "the order 2", "the order 1"):
        find(index, "given", text)
    assert definitions.listed == 1


def test_pytest_bdd_searches_in_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    module: Any = sys.modules["pytest_bdd.scenario"]
    for name in ("get_step_function", "signature", "get_required_args"):
        monkeypatch.setattr(module, name, getattr(module, name))
    lookup.install()
    assert isinstance(module.get_step_function, lookup.Index)
    assert module.signature(find) is module.signature(find)


@pytest.mark.parametrize("name", ["get_step_function", "signature", "get_required_args"])
def test_a_pytest_bdd_without_this_search_is_loud(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    module = sys.modules["pytest_bdd.scenario"]
    for each in ("get_step_function", "signature", "get_required_args"):
        monkeypatch.setattr(module, each, getattr(module, each))
    monkeypatch.delattr(module, name)
    with pytest.raises(AttributeError, match=name):
        lookup.install()
