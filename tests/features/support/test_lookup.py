import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from features.support import lookup


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts for which pytest-bdd's own search was used."""
    texts: list[str] = []

    def search(step: SimpleNamespace, _manager: object, _node: object) -> Iterator[str]:
        texts.append(step.name)
        yield f"definition of {step.type} {step.name}"

    monkeypatch.setattr(sys.modules["pytest_bdd.scenario"], "find_fixturedefs_for_step", search)
    lookup.remember()
    return texts


def find(kind: str, name: str) -> list[str]:
    module = sys.modules["pytest_bdd.scenario"]
    return list(module.find_fixturedefs_for_step(SimpleNamespace(type=kind, name=name), None, None))


def test_a_text_is_looked_up_once(searched: list[str]) -> None:
    assert find("given", "an order") == find("given", "an order") == ["definition of given an order"]
    assert searched == ["an order"]


def test_another_kind_or_text_is_another_step(searched: list[str]) -> None:
    assert find("when", "an order") == ["definition of when an order"]
    assert find("then", "an order") == ["definition of then an order"]
    assert searched == ["an order", "an order"]


def test_what_is_remembered_cannot_be_changed_from_outside(searched: list[str]) -> None:
    find("given", "an order").clear()
    assert find("given", "an order") == ["definition of given an order"]


def test_it_is_put_in_place_once(searched: list[str]) -> None:
    before = sys.modules["pytest_bdd.scenario"].find_fixturedefs_for_step
    lookup.remember()
    assert sys.modules["pytest_bdd.scenario"].find_fixturedefs_for_step is before
