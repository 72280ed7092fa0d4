"""Each broken bridge is caught by the rules that must catch it."""

import re
import subprocess
import sys

import pytest

from features.support.rules import FEATURES, all_rules, contract
from tests.defects.gallery import load


def test_every_rule_has_a_bridge_that_it_catches() -> None:
    caught = {rule for defect in load().values() for rule in defect.rules}
    assert caught == {rule.id for rule in all_rules(contract())}


def test_every_defect_says_in_one_sentence_what_is_wrong() -> None:
    assert [d.name for d in load().values() if not re.fullmatch(r"[A-Z].*\.", d.sentence)] == []


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_broken_bridge_is_caught() -> None:
    # In a process of its own: it forks, and the workers of xdist have threads.
    done = subprocess.run(
        [sys.executable, "-m", "tests.defects.kill"], cwd=FEATURES.parent, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
