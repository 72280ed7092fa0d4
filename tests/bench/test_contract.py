import pytest

from tests.bench.contract import run


@pytest.mark.slow
def test_one_rule_is_told_as_the_whole_contract_is() -> None:
    [row] = run(quick=True)
    assert "1 worker;" in row.what
    assert row.ours.endswith(" scenarios/s")
    assert row.met is None
