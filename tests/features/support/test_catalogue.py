import json
from pathlib import Path

import pytest

from features.support.catalogue import CAUSES, explain, explanation, listing, main, page
from features.support.rules import FEATURES, all_rules, contract
from tests.defects.causes import text as causes
from tests.features.support.conftest import Write

CHAPTER = """\
Feature: Windows

  @WIN-3 @must @G19 @shop @write
  Rule: The window | is whole
    Because nothing is asked for again.

    Scenario: One
      When this
      Then that

    Scenario Outline: Many
      When this <how>
      Then that

      Examples:
        | how  |
        | fast |
        | slow |

  @WIN-4 @should @passive
  Rule: The answer is short
    Seen in the field.

    Scenario: Short
      When this
      Then that
"""


def test_the_list_has_a_line_per_rule(write: Write) -> None:
    assert list(listing(write(CHAPTER))) == [
        "WIN-3   must   shop write       3  The window | is whole  [G19]",
        "WIN-4   should passive          1  The answer is short  [Seen in the field]",
    ]


def test_the_page_links_each_rule_to_its_place(write: Write) -> None:
    found = "\n".join(page(write(CHAPTER)))
    assert "2 rules, 4 scenarios" in found
    link = r"[The window \| is whole](../features/01_topic.feature#L4)"
    assert "## WIN: window\n\n| rule |" in found
    assert f"| WIN-3 | must | shop write | G19 | 3 | {link} |" in found


def test_an_explanation_says_why_what_breaks_it_and_where_it_is_checked(write: Write) -> None:
    rule = next(all_rules(write(CHAPTER)))
    golden = Path(__file__).parent / "golden" / "explanation.txt"
    found = "\n".join(explanation(rule, ["Both ends are exclusive.", "The window is ignored."]))
    assert found + "\n" == golden.read_text(encoding="utf-8")


def test_a_rule_that_no_bridge_has_broken_says_so(write: Write) -> None:
    _, rule = all_rules(write(CHAPTER))
    assert "  - nothing is known yet" in explanation(rule, [])


def test_a_rule_of_the_contract_is_explained_with_its_causes() -> None:
    rule = next(all_rules(contract()))
    assert f"  - {json.loads(CAUSES.read_text(encoding='utf-8'))[rule.id][0]}" in explain(rule.id)


def test_an_unknown_rule_is_refused_with_those_that_look_alike(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "WIN-1x"]) == 4
    assert capsys.readouterr().err.startswith('the contract has no rule "WIN-1x"; did you mean WIN-1')


@pytest.mark.parametrize("arguments", [[], ["explain"], ["explain", ""], ["lost"], ["list", "x"]])
def test_a_call_that_makes_no_sense_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 4
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)


@pytest.mark.parametrize(
    ("arguments", "beginning"), [(["list"], "USR-1 "), (["explain", "MAP-2"], "MAP-2 (must)")]
)
def test_what_is_asked_for_is_written(
    arguments: list[str], beginning: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 0
    assert capsys.readouterr().out.startswith(beginning)


def test_the_page_in_the_docs_is_up_to_date() -> None:
    made = "\n".join(page(contract())) + "\n"
    assert (FEATURES.parent / "docs" / "rules.md").read_text(encoding="utf-8") == made, "run make docs"


def test_the_causes_are_those_of_the_broken_bridges() -> None:
    assert CAUSES.read_text(encoding="utf-8") == causes(), "run make docs"
