from collections.abc import Callable

from features.support.lint_steps import lint_steps
from features.support.phrases import phrase
from features.support.step_definitions import StepDefinition
from tests.features.support.conftest import Write

CHAPTER = """\
Feature: A chapter

  @MAP-1 @must @G12 @shop
  Rule: A rule
    And why it holds.

    Scenario Outline: Many
      Given an order
      When it is <how> changed
      Then it is "changed"

      Examples:
        | how    |
        | slowly |
        | often  |
"""


def step(kind: str, text: str) -> StepDefinition:
    function: Callable[..., object] = step
    return StepDefinition(kind, phrase(text), function)


GOOD = [step("given", "an order"), step("when", "it is {how} changed"), step("then", 'it is "{what}"')]


def test_steps_that_are_defined_and_used_have_no_mistakes(write: Write) -> None:
    assert lint_steps(write(CHAPTER), GOOD) == []


def test_an_undefined_step_is_found_with_its_row_filled_in(write: Write) -> None:
    assert lint_steps(write(CHAPTER), [GOOD[0], GOOD[2], step("when", "it is slowly changed")]) == [
        'features/01_topic.feature:9: step "it is often changed" (when) is not defined'
    ]


def test_a_step_that_is_defined_for_another_keyword_is_undefined(write: Write) -> None:
    found = lint_steps(write(CHAPTER), [step("then", "an order"), *GOOD[1:]])
    assert found[0] == 'features/01_topic.feature:8: step "an order" (given) is not defined'


def test_an_ambiguous_step_is_found_with_all_that_match(write: Write) -> None:
    (found,) = lint_steps(write(CHAPTER), [*GOOD, step("then", "it is {anything}")])
    assert found.startswith(
        'features/01_topic.feature:10: step "it is "changed"" is ambiguous: then it is "{'
    )
    assert "then it is {anything} (test_lint_steps.py:" in found


def test_a_definition_that_nothing_uses_is_found(write: Write) -> None:
    (found,) = lint_steps(write(CHAPTER), [*GOOD, step("given", "a dead step")])
    assert found.startswith("test_lint_steps.py:")
    assert found.endswith(": no feature uses given a dead step")


def test_a_step_that_stands_in_many_places_is_told_once_where_it_is_first(write: Write) -> None:
    second = CHAPTER.replace("MAP-1", "MAP-2")
    assert lint_steps(write(CHAPTER, second), GOOD[1:]) == [
        'features/01_topic.feature:8: step "an order" (given) is not defined'
    ]
