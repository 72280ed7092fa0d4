import pytest

from tests.bench.end_to_end import run


@pytest.mark.slow
def test_a_short_pull_is_told_beside_its_floor_and_with_its_memory() -> None:
    speed, *memory = run(quick=True)
    assert speed.ratio is not None
    assert speed.ratio > 0
    assert speed.met is not None
    assert speed.theirs.endswith(" orders/s")
    assert [row.met is not None and row.ours.endswith(" MB") for row in memory] == [True] * 3
