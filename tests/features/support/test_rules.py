import pytest

from features.support.feature_files import Unreadable
from features.support.rules import FEATURES, GUIDE_ID, RULE_ID, Step, all_rules, chapters, contract
from tests.features.support.conftest import Write

CHAPTER = """\
@G1
Feature: Users
  About users.

  Background:
    Given an organization

  @USR-1 @must @G10 @G2 @shop @write
  Rule: A user can sign in
    Because the guide
    says so.

    Scenario: Plainly
      Given a user
      And a password
      When the user signs in
      But nobody looks
      Then it works

    @G3
    Scenario Outline: In many ways
      When the user signs in <how>
      Then it works

      @should
      Examples:
        | how    |
        | slowly |
        | often  |
      Examples:
        | how |
        | now |
"""


def test_a_rule_is_read_with_its_id_level_needs_and_reason(write: Write) -> None:
    rule = next(all_rules(write(CHAPTER)))
    assert (rule.id, rule.sentence, rule.level) == ("USR-1", "A user can sign in", "must")
    assert (rule.needs, rule.reason) == (("shop", "write"), "Because the guide says so.")
    assert (rule.file, rule.line) == ("features/01_topic.feature", 9)


def test_a_rule_rests_on_its_own_statements_and_those_of_chapter_and_scenarios(write: Write) -> None:
    assert next(all_rules(write(CHAPTER))).guide == ("G1", "G2", "G3", "G10")


def test_tags_come_down_to_scenarios_and_examples(write: Write) -> None:
    plain, outline = next(all_rules(write(CHAPTER))).scenarios
    assert plain.tags == ("G1", "USR-1", "must", "G10", "G2", "shop", "write")
    assert outline.tags == (*plain.tags, "G3", "should")


def test_an_outline_has_as_many_examples_as_its_tables_have_rows(write: Write) -> None:
    plain, outline = next(all_rules(write(CHAPTER))).scenarios
    assert (plain.outline, plain.examples) == (False, 1)
    assert (outline.outline, outline.examples) == (True, 3)


def test_an_outline_knows_the_placeholders_that_not_every_table_fills(write: Write) -> None:
    text = CHAPTER.replace("| how |\n        | now |", "| when |\n        | now  |")
    assert [scenario.unfilled for scenario in next(all_rules(write(text))).scenarios] == [(), ("how",)]


def test_and_and_but_are_of_the_kind_of_the_step_before(write: Write) -> None:
    steps = next(all_rules(write(CHAPTER))).scenarios[0].steps
    assert [step.kind for step in steps] == ["given", "given", "when", "when", "then"]
    assert steps[1] == Step("And", "given", "a password", 15)


def test_the_background_of_a_chapter_is_kept_apart(write: Write) -> None:
    (chapter,) = write(CHAPTER)
    assert [step.text for step in chapter.background] == ["an organization"]


def test_a_scenario_outside_any_rule_is_loose(write: Write) -> None:
    (chapter,) = write("Feature: Users\n\n  Scenario: Alone\n    Then it works\n")
    assert [scenario.name for scenario in chapter.loose] == ["Alone"]
    assert chapter.rules == ()


def test_chapters_come_in_the_order_of_their_names(write: Write) -> None:
    book = write("Feature: Zebra\n", "Feature: Ant\n", "")
    assert [chapter.title for chapter in book] == ["Zebra", "Ant", ""]


def test_a_file_that_is_no_gherkin_is_an_error(write: Write) -> None:
    with pytest.raises(Unreadable, match=r"(?s)\.feature: .*expected"):
        write("Scenaro: oops\n")


def test_the_contract_is_read_once() -> None:
    assert contract() is contract()
    assert contract() == chapters(FEATURES)


@pytest.mark.parametrize("tag", ["MAP-0", "MAP-01", "MAP", "NOPE-1", "map-1", "MAP-1x"])
def test_what_is_no_id_of_a_rule(tag: str) -> None:
    assert not RULE_ID.fullmatch(tag)


@pytest.mark.parametrize("tag", ["G0", "G21", "G01", "g1", "G100"])
def test_what_is_no_number_of_a_statement(tag: str) -> None:
    assert not GUIDE_ID.fullmatch(tag)
