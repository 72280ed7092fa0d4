import pytest

from tests.bench.dependencies import run


@pytest.mark.slow
def test_each_library_is_told_beside_what_would_do_without_it() -> None:
    told = {row.what.split(",")[0]: row for row in run(quick=True)}
    brought = {
        "With uvloop",
        "With httptools",
        "With pycurl",
        "With aiohttp",
        "With statements kept prepared",
    }
    assert brought <= told.keys() <= brought | {"With json"}
    assert all(row.ratio and row.ratio > 0 for row in told.values())
