"""Each rule of the contract was seen red: each broken bridge is caught by the rules that should catch it."""

import os
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import pytest

from features.support.rules import all_rules, contract
from features.support.sandwich import Addresses, Sandwich
from tests.defects.gallery import Defect, covering, load
from tests.defects.run import pool, run


@pytest.fixture(scope="module")
def mocks() -> Iterator[Addresses]:
    with Sandwich(target="http://unused.invalid") as addresses:
        yield addresses


@pytest.fixture(scope="module")
def runs() -> Iterator[ProcessPoolExecutor]:
    with pool(1) as processes:
        yield processes


def test_every_rule_has_a_bridge_that_it_catches() -> None:
    caught = {rule for defect in load().values() for rule in defect.rules}
    assert caught == {rule.id for rule in all_rules(contract())}


def test_every_defect_says_in_one_sentence_what_is_wrong() -> None:
    assert [d.name for d in load().values() if not re.fullmatch(r"[A-Z].*\.", d.sentence)] == []


def chosen() -> list[Defect]:
    """All defects with GALLERY=all, else a few that break every rule at least once: all take ten minutes."""
    gallery = list(load().values())
    return gallery if os.environ.get("GALLERY") == "all" else covering(gallery)


def test_the_few_that_are_chosen_break_every_rule() -> None:
    few = covering(load().values())
    assert {rule for defect in few for rule in defect.rules} == {rule.id for rule in all_rules(contract())}
    assert len({defect.name for defect in few}) == len(few) < len(load())


@pytest.mark.slow
@pytest.mark.parametrize("defect", chosen(), ids=lambda defect: defect.name)
def test_the_broken_bridge_is_caught(defect: Defect, mocks: Addresses, runs: ProcessPoolExecutor) -> None:
    result = runs.submit(run, defect.name, defect.rules, mocks).result(timeout=50)
    assert result.broken() == set(defect.rules), result.text[-6000:]
    assert result.exit_code == 1
