from itertools import groupby

from features.support.guide import FINISH, MAPPING, RESULT, STATEMENTS, STORE, USER
from features.support.rules import GUIDE_ID, all_rules, contract

IDS = [statement.id for statement in STATEMENTS]


def test_the_guide_has_twenty_statements_numbered_in_order() -> None:
    assert [f"G{number}" for number in range(1, 21)] == IDS
    assert all(GUIDE_ID.fullmatch(statement) for statement in IDS)


def test_each_statement_has_a_text_and_the_chapters_follow_each_other() -> None:
    chapters = [statement.chapter for statement in STATEMENTS]
    assert [chapter for chapter, _ in groupby(chapters)] == [USER, STORE, MAPPING, FINISH, RESULT]
    assert len({statement.text for statement in STATEMENTS}) == 20


def test_each_statement_is_checked_by_a_scenario() -> None:
    checked = {tag for rule in all_rules(contract()) for scenario in rule.scenarios for tag in scenario.tags}
    assert [statement for statement in IDS if statement not in checked] == []


def test_each_rule_cites_statements_that_exist() -> None:
    cited = {statement for rule in all_rules(contract()) for statement in rule.guide}
    assert cited <= set(IDS)
