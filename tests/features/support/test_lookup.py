import sys
from types import SimpleNamespace
from typing import Any

import pytest

from features.support import lookup
from features.support.phrases import phrase


class Definitions:
    """Stands for pytest-bdd's module and pytest's fixtures; notes how often they are listed."""

    def __init__(self) -> None:
        self.listed = 0
        self.step_function_context_registry: dict[str, SimpleNamespace] = {}
        for name, kind, text in (
            ("given_order", "given", "the order {number:d}"),
            ("any_order", None, "the order {number:d}"),
            ("then_order", "then", "the order {number:d}"),
        ):
            context = SimpleNamespace(type=kind, parser=phrase(text))
            self.step_function_context_registry[name] = context

    def get_fixture_names(self, *, fixturemanager: object) -> list[str]:
        assert fixturemanager is None
        self.listed += 1
        return ["tmp_path", *self.step_function_context_registry]

    def getfixturedefs(self, _manager: object, name: str, _node: object) -> list[SimpleNamespace] | None:
        return [SimpleNamespace(func=name)]


def find(index: lookup.Index, kind: str, name: str) -> list[str]:
    return [found.func for found in index(SimpleNamespace(type=kind, name=name), None, None)]


def test_a_step_is_found_by_kind_and_text() -> None:
    index = lookup.Index(Definitions())
    assert find(index, "given", "the order 1392") == ["given_order", "any_order"]
    assert find(index, "then", "the order 7") == ["any_order", "then_order"]
    assert find(index, "given", "an order") == []


def test_fixtures_are_listed_once() -> None:
    definitions = Definitions()
    index = lookup.Index(definitions)
    for text in ("the order 1", "the order 2", "the order 1"):
        find(index, "given", text)
    assert definitions.listed == 1


def test_pytest_bdd_searches_in_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    module: Any = sys.modules["pytest_bdd.scenario"]
    monkeypatch.setattr(module, "find_fixturedefs_for_step", None)
    lookup.install()
    assert isinstance(module.find_fixturedefs_for_step, lookup.Index)


def test_a_pytest_bdd_without_this_search_is_loud(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(sys.modules["pytest_bdd.scenario"], "find_fixturedefs_for_step")
    with pytest.raises(AttributeError, match="find_fixturedefs_for_step"):
        lookup.install()
