from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.bridge import Bridge
from tests.fuzz.careportals import CarePortals
from tests.fuzz.crafted import batch
from tests.fuzz.documented import examine
from tests.fuzz.examples import some
from tests.fuzz.exchange import running
from tests.fuzz.run import hammer, tried
from tests.fuzz.shipstation import ShipStation
from tests.fuzz.stage import Stage
from tests.fuzz.tally import Tally

each = pytest.mark.parametrize("kind", [Bridge, CarePortals, ShipStation])


@each
def test_no_crafted_request_gets_a_5xx_or_anything_of_the_other_tenant(kind: type[Stage]) -> None:
    stage = kind()
    with running(stage.app()) as process:
        result = hammer(stage, process, 300, seed=5)
    assert result.failures == []
    reached = {name for name, count in result.tally.reached.items() if count}
    assert len(reached) > len(stage.operations) / 2


@each
def test_what_hypothesis_makes_up_gets_no_5xx_either(kind: type[Stage]) -> None:
    stage = kind()
    with running(stage.app()) as process:

        @some(15)
        @given(st.randoms(use_true_random=False))
        def check(chance: Random) -> None:
            assert tried(stage, process, batch(stage, chance, 3), Tally(3)) == ""

        check()


@each
def test_schemathesis_finds_nothing(kind: type[Stage]) -> None:
    assert examine(kind(), 2, seed=5, thorough=False).failures == {}
