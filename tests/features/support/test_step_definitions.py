import re

import pytest

from features.support.phrases import phrase
from features.support.step_definitions import StepDefinition, definitions


def connected() -> StepDefinition:
    (found,) = [each for each in definitions() if each.pattern == "the store is connected"]
    return found


def test_each_decorator_is_a_definition_with_its_place() -> None:
    assert (connected().kind, connected().file) == ("then", "features/steps/stores.py")
    place = f"features/steps/stores.py:{connected().line}"
    assert str(connected()) == f"then the store is connected ({place})"


def test_a_definition_matches_its_own_kind_only() -> None:
    assert connected().matches("then", "the store is connected")
    assert not connected().matches("given", "the store is connected")
    assert not connected().matches("then", "the store is connected again")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ('the order {number:d} shows "{value}"', 'the order 1392 shows "a (b)"'),
        ("{minutes:d} minutes pass", "10 minutes pass"),
        ("it costs $1.50 (or {more})", "it costs $1.50 (or a lot)"),
    ],
)
def test_a_pattern_as_regular_expression_matches_the_same(pattern: str, text: str) -> None:
    made = StepDefinition("given", phrase(pattern), test_a_definition_matches_its_own_kind_only)
    assert made.matches("given", text)
    assert re.match(made.regular_expression, text)
    assert not re.match(made.regular_expression, f"{text}, and more")


def test_a_definition_outside_of_the_features_is_known_by_its_files_name() -> None:
    made = StepDefinition("given", phrase("x"), test_a_definition_matches_its_own_kind_only)
    assert made.file == "test_step_definitions.py"
