import subprocess
import sys
from pathlib import Path

import pytest

from features.support.lint import lint, lint_sources
from features.support.rules import FEATURES, contract
from tests.features.support.conftest import Write

TAGS = "@MAP-1 @must @G12 @shop"
STEPS = """\
      Given this
      When that
      Then this and that
"""
GOOD = f"""\
Feature: A chapter

  {TAGS}
  Rule: A rule
    And why it holds.

    Scenario: One
{STEPS}"""
SECOND = f"    Scenario: Two\n{STEPS}"
OUTLINE = """\
    Scenario Outline: Many
      Given this
      When that <how>
      Then this and that
"""
PLACE = 'features/01_topic.feature:7: scenario "One"'
RULE = 'features/01_topic.feature:4: rule "A rule"'

MISTAKES = {
    "no rule": ("Feature: A chapter\n", ":1: no Rule; a chapter without rules checks nothing"),
    "loose scenario": (
        GOOD.replace(f"  {TAGS}", f"  Scenario: Loose\n{STEPS}\n  {TAGS}"),
        ':3: scenario "Loose" stands outside any Rule',
    ),
    "a name twice": (
        GOOD + SECOND.replace("Two", "One"),
        ':11: a second scenario is named "One"',
    ),
    "no id": (GOOD.replace("@MAP-1 ", ""), f"{RULE} must have one id tag such as @WIN-3, it has 0"),
    "two ids": (GOOD.replace("@MAP-1", "@MAP-1 @MAP-2"), f"{RULE} must have one id tag"),
    "no level": (GOOD.replace("@must ", ""), f"{RULE} must be either @must or @should"),
    "two levels": (GOOD.replace("@must", "@must @should"), f"{RULE} must be either @must or @should"),
    "no needs": (
        GOOD.replace(" @shop", ""),
        f"{RULE} must say what it needs: @passive, @shop, @write, @fault",
    ),
    "no reason": (
        GOOD.replace("    And why it holds.\n", ""),
        f"{RULE} must say below its name why it holds",
    ),
    "no scenario": (GOOD.partition("    Scenario")[0], f"{RULE} has no scenario"),
    "empty scenario": (GOOD.replace(STEPS, ""), f"{PLACE} is empty and would pass"),
    "no Then": (GOOD.replace("Then", "And"), f"{PLACE} has no Then and checks nothing"),
    "no When": (GOOD.replace("When", "And"), f"{PLACE} must have exactly one When"),
    "two Whens": (
        GOOD.replace("Then", "When again\n      Then"),
        f"{PLACE} must have exactly one When",
    ),
    "the id of a rule": (
        GOOD.replace("    Scenario: One", "    @STO-6\n    Scenario: One"),
        'scenario "One" has the tag @STO-6, which only a rule can have',
    ),
    "the level of a rule": (
        GOOD.replace("    Scenario: One", "    @should\n    Scenario: One"),
        'scenario "One" has the tag @should, which only a rule can have',
    ),
    "no rows": (
        GOOD + OUTLINE + "      Examples:\n        | how |\n",
        'scenario "Many" has Examples without rows and would not run',
    ),
    "no Examples": (GOOD + OUTLINE, 'scenario "Many" has the placeholder <how> that no column fills'),
    "no column": (
        GOOD + OUTLINE + "      Examples:\n        | hwo |\n        | now |\n",
        'scenario "Many" has the placeholder <how> that no column fills',
    ),
    "unknown tag": (
        GOOD.replace("    Scenario", "    @wip\n    Scenario"),
        'scenario "One" has the unknown tag @wip',
    ),
    "statement that the guide has not": (
        GOOD.replace("@G12", "@G21"),
        f"{PLACE} has the unknown tag @G21",
    ),
}


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    (tmp_path / "steps").mkdir()
    return tmp_path / "steps"


def test_a_good_chapter_has_no_mistakes(write: Write, steps: Path) -> None:
    rows = "      Examples:\n        | how |\n        | now |\n"
    assert lint(write(GOOD + SECOND + OUTLINE + rows), steps) == []


@pytest.mark.parametrize("name", MISTAKES)
def test_the_mistake_is_found_where_it_is(write: Write, steps: Path, name: str) -> None:
    text, sentence = MISTAKES[name]
    (found,) = lint(write(text), steps)
    assert sentence in found
    assert found.startswith("features/01_topic.feature:")


def test_one_id_in_two_chapters_is_found_with_both_places(write: Write, steps: Path) -> None:
    assert lint(write(GOOD, GOOD), steps) == [
        "features/02_topic.feature:4: MAP-1 is also the id of features/01_topic.feature:4"
    ]


def test_one_scenario_name_in_two_chapters_is_no_mistake(write: Write, steps: Path) -> None:
    assert lint(write(GOOD, GOOD.replace("MAP-1", "MAP-2")), steps) == []


def test_angle_brackets_in_a_plain_scenario_are_no_placeholder(write: Write, steps: Path) -> None:
    assert lint(write(GOOD.replace("When that", "When <org> is typed")), steps) == []


def test_a_scenario_named_like_a_loose_one_is_found(write: Write, steps: Path) -> None:
    loose = GOOD.replace(f"  {TAGS}", f"  Scenario: One\n{STEPS}\n  {TAGS}")
    assert lint(write(loose), steps)[1:] == ['features/01_topic.feature:12: a second scenario is named "One"']


def test_an_async_step_is_found(write: Write, steps: Path) -> None:
    (steps / "users.py").write_text("def fine(): ...\n\n\nasync def never() -> None: ...\n", encoding="utf-8")
    assert lint(write(GOOD), steps) == ["users.py:4: step never is async; it would never run and pass"]


def test_our_own_contract_is_clean() -> None:
    assert lint(contract(), FEATURES / "steps") == []


def test_a_rule_without_guide_must_name_its_source(write: Write) -> None:
    assert lint_sources(write(GOOD.replace(" @G12", ""))) == [
        'features/01_topic.feature:4: rule "A rule" names no source: @G1 to @G20, the vendor\'s guide,'
        ' a standard, "seen in the field", a reading, or at least "inferred"'
    ]


@pytest.mark.parametrize(
    "source",
    [
        "The vendor's guide asks for it.",
        "Seen in the field.",
        "It has been seen to break imports.",
        "Inferred from the protocol.",
        "Reading 4.",
        "RFC 7617 says so.",
        "XML 1.0 forbids it.",
        "The published schema knows no other.",
    ],
)
def test_a_source_is_named_in_words(write: Write, source: str) -> None:
    assert lint_sources(write(GOOD.replace(" @G12", "").replace("And why it holds.", source))) == []


@pytest.mark.parametrize("body", ['"""\n        <how>slowly</how>\n        """', "| <how>slowly</how> |"])
def test_a_column_that_rewrites_xml_is_found(write: Write, steps: Path, body: str) -> None:
    outline = OUTLINE.replace("<how>", f"<how>\n        {body}")
    found = lint(write(GOOD + outline + "      Examples:\n        | how |\n        | now |\n"), steps)
    assert found[0].endswith(
        'scenario "Many" has a column how, which rewrites the XML element <how> in a docstring or table'
    )


def test_everything_is_looked_at_by_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "features.support.lint"], cwd=FEATURES.parent, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "")
