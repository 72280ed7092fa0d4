"""The glue as a whole: of several definitions that match, pytest-bdd takes one and says nothing."""

import inspect

from features.support.lint_steps import lint_steps
from features.support.rules import all_rules, contract
from features.support.step_definitions import definitions


def test_both_sides_were_found() -> None:
    assert len(definitions()) > 80
    assert sum(len(rule.scenarios) for rule in all_rules(contract())) > 100


def test_each_step_has_exactly_one_definition_and_each_definition_is_used() -> None:
    assert lint_steps(contract(), definitions()) == []


def test_no_step_is_async() -> None:
    # pytest-bdd never awaits: such a step passes without having run.
    assert [str(d) for d in definitions() if inspect.iscoroutinefunction(d.function)] == []


def test_one_wording_is_defined_once() -> None:
    wordings = [(definition.kind, definition.pattern) for definition in definitions()]
    assert [wording for wording in set(wordings) if wordings.count(wording) > 1] == []
