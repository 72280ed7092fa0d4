import pytest

from tests.bench.growth import run


@pytest.mark.slow
def test_every_kind_of_page_and_the_memory_of_each_process_are_told() -> None:
    rows = list(run(quick=True))
    assert len([row for row in rows if row.ours.endswith(" ms")]) == 6
    assert len([row for row in rows if row.ours.endswith(" MB")]) == 5
    assert all(row.ratio and row.met is not None for row in rows)
