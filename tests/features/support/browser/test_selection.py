from features.support.browser.selection import CHAPTERS, LEFT_OUT, by_hand, chosen, pictured
from features.support.evidence import Outcome, StepResult
from features.support.rules import all_rules, contract


def test_it_is_the_guide_without_what_is_left_out_for_a_reason() -> None:
    assert chosen("features/04_finish.feature", {"STO-6", "must"})
    assert not chosen("features/05_pull.feature", {"WIN-1", "must"})
    assert not chosen("features/15_faults.feature", {"FLT-1"})


def test_it_names_chapters_and_rules_that_exist() -> None:
    assert set(CHAPTERS) < {chapter.path.stem for chapter in contract()}
    assert LEFT_OUT.keys() < {rule.id for rule in all_rules(contract())}


def test_every_statement_of_the_guide_is_clicked() -> None:
    rules = [rule for rule in all_rules(contract()) if chosen(rule.file, {rule.id})]
    assert {statement for rule in rules for statement in rule.guide} == {f"G{n}" for n in range(1, 21)}


def test_a_step_is_pictured_where_its_rule_first_has_it() -> None:
    rule = next(rule for rule in all_rules(contract()) if rule.id == "STO-8")
    first, second = rule.scenarios[:2]
    clicks = [next(step for step in each.steps if step.kind == "when") for each in (first, second)]
    for scenario, step, kept in zip((first, second), clicks, (True, False), strict=True):
        outcome = Outcome("STO-8", scenario.name, "", rule.file, scenario.line, guide=["G18"])
        assert pictured(outcome, StepResult(f"When {step.text}", step.line)) is kept
        assert pictured(outcome, StepResult("Given a background", 1)) is kept


def test_one_row_of_an_outline_is_played_by_hand() -> None:
    row = Outcome("STO-7", "", "", "", 1, row=1, guide=["G17"])
    assert not by_hand(row)
