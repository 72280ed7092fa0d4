import pytest

from tests.bench.cold_start import ALL, PARTS, run


@pytest.mark.slow
def test_each_part_and_all_at_once_are_told() -> None:
    rows = list(run(quick=True))
    assert [name in row.what for name, row in zip([*PARTS, ALL], rows, strict=True)] == [True] * 4
    assert all(row.ours.endswith(" s") and row.met is not None for row in rows)
