"""The contract blames no bridge that is correct, however unusual it is."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import pytest

from features.support.rules import all_rules, contract
from features.support.sandwich import Addresses, Sandwich
from tests.defects.gallery import load as load_gallery
from tests.defects.run import pool
from tests.defects.unusual.catalogue import load, unusual
from tests.defects.unusual.endpoints import ENDPOINTS
from tests.defects.unusual.run import run, unmet

TIME_LIMIT = 300
"""Seconds for one bridge, on a machine that has much else to do."""

AT_LEISURE = {
    "a machine with the upper byte first",
    "a program on Windows",
    "another connector of ShipStation's",
}
"""Left to `make defects`: each takes half a minute and more."""


@pytest.fixture(scope="module")
def mocks() -> Iterator[Addresses]:
    with Sandwich(target="http://unused.invalid") as addresses:
        yield addresses


@pytest.fixture(scope="module")
def runs() -> Iterator[ProcessPoolExecutor]:
    with pool(1) as processes:
        yield processes


def test_each_unusual_bridge_is_part_of_one_endpoint() -> None:
    assert Counter(name for names in ENDPOINTS.values() for name in names) == Counter([*load()])


def test_what_is_left_to_leisure_exists() -> None:
    assert ENDPOINTS.keys() > AT_LEISURE


def test_each_says_in_one_sentence_what_is_unusual() -> None:
    assert [one.name for one in load().values() if not re.fullmatch(r"[A-Z].*\.", one.sentence)] == []


def test_none_is_called_like_a_broken_one() -> None:
    assert load().keys() & load_gallery().keys() == set()


def test_only_recommendations_may_be_passed_over() -> None:
    must = {rule.id for rule in all_rules(contract()) if rule.level == "must"}
    assert {one.name: must & set(one.unmet) for one in load().values() if must & set(one.unmet)} == {}


def test_a_family_stands_for_all_its_rules() -> None:
    assert len(load()["turns_its_pages_round"].rules) > 11


def test_a_rule_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="WIN-99"):
        unusual("WIN-99")(test_a_rule_that_there_is_not_is_refused)


def asked_of(endpoint: str) -> tuple[str, ...]:
    """The rules that its ways could trip; with GALLERY=all the whole contract, which takes minutes."""
    if os.environ.get("GALLERY") == "all":
        return tuple(rule.id for rule in all_rules(contract()))
    return tuple({rule: None for way in ENDPOINTS[endpoint] for rule in load()[way].rules})


@pytest.mark.slow
@pytest.mark.timeout(TIME_LIMIT + 20)
@pytest.mark.parametrize(
    "endpoint",
    [pytest.param(name, marks=pytest.mark.deep if name in AT_LEISURE else ()) for name in ENDPOINTS],
)
def test_the_unusual_bridge_is_not_blamed(endpoint: str, mocks: Addresses, runs: ProcessPoolExecutor) -> None:
    ways = ENDPOINTS[endpoint]
    result = runs.submit(run, ways, asked_of(endpoint), mocks).result(timeout=TIME_LIMIT)
    assert result.broken() == set(), result.text[-6000:]
    assert unmet(result) == {rule for way in ways for rule in load()[way].unmet}, result.text[-6000:]
    assert result.exit_code == 0, result.text[-6000:]
