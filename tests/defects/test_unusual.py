"""The contract blames no bridge that is right, however unusual: `python -m tests.defects.kill` asks it."""

import re
import subprocess
import sys
from collections import Counter

import pytest

from features.support.rules import FEATURES, all_rules, contract
from tests.defects.gallery import load as load_gallery
from tests.defects.unusual.catalogue import load, unusual
from tests.defects.unusual.endpoints import ENDPOINTS


def test_each_unusual_bridge_is_part_of_one_endpoint() -> None:
    assert Counter(name for names in ENDPOINTS.values() for name in names) == Counter([*load()])


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


ASKED = """
from tests.defects.chase import Chase
from tests.defects.course import over_the_course
from tests.defects.gallery import load
from tests.defects.kill import ordered

def work(course):
    ways = [load()[name] for name in {names}]
    print(Chase(course, ordered(course, {{}})).blame("one that is wrong", ways, ["PAG-1", "USR-1"]))

over_the_course(work)
"""
"""A run in a process of its own: what it changes of the bridge stays changed."""


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize(("names", "blamed"), [((), False), (("loses_the_first_page",), True)])
def test_an_endpoint_that_is_wrong_would_be_blamed(names: tuple[str, ...], blamed: bool) -> None:
    command = [sys.executable, "-c", ASKED.format(names=names)]
    done = subprocess.run(command, cwd=FEATURES.parent, capture_output=True, text=True)  # noqa: S603 - our own
    assert done.returncode == 0, done.stderr[-3000:]
    assert ("PAG-1, broken" in done.stdout) is blamed, done.stdout
    assert "USR-1" in done.stdout
