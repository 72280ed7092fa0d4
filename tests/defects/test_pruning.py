from collections.abc import Iterator

import pytest

import bridge.notice
import bridge.timestamp
from features.support.rules import FEATURES
from tests.defects.gallery import load
from tests.defects.pruning import Executed, taken_away
from tests.defects.replies import put_back


@pytest.fixture(autouse=True)
def whole_again() -> Iterator[None]:
    yield
    put_back()


def line_of(function: object) -> tuple[str, int]:
    code = function.__code__  # type: ignore[attr-defined]
    return code.co_filename, code.co_firstlineno


def test_the_functions_of_the_bridge_that_ran_are_known() -> None:
    executed = Executed()
    executed.during(lambda: bridge.timestamp.read_minute("03/13/2026 17:34"))
    ran = executed.code()
    assert ran >= {line_of(bridge.timestamp.read_minute), line_of(bridge.timestamp.read_date)}
    assert line_of(bridge.timestamp.write_minute) not in ran


def test_a_replaced_function_is_known() -> None:
    original = bridge.notice._items
    load()["takes_a_strange_quantity_for_one"].install()
    assert taken_away() == frozenset({line_of(original)})


@pytest.mark.parametrize("name", ["refuses_without_a_challenge", "answers_on_every_path"])
def test_what_is_no_function_cannot_be_followed(name: str) -> None:
    load()[name].install()
    assert taken_away() is None


def test_a_defect_that_replaces_nothing_cannot_be_followed() -> None:
    assert taken_away() is None


def test_no_function_of_the_bridge_keeps_its_results() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (FEATURES.parent / "bridge").glob("*.py")]
    assert sources
    assert not [source for source in sources if "functools" in source]
