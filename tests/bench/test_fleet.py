from importlib.util import find_spec

import pytest

from tests.bench.fleet import run


@pytest.mark.slow
@pytest.mark.skipif(find_spec("locust") is None, reason="locust comes with the extra bench")
def test_a_small_fleet_loses_nothing() -> None:
    pytest.importorskip(
        "pytest_locust", reason="locust is of the extra bench; the package itself patches sockets"
    )
    rows = list(run(quick=True))
    assert [row.met for row in rows] == [None, None, True, True, True]


def test_without_locust_the_fleet_is_skipped_loudly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tests.bench.fleet.find_spec", lambda _name: None)
    [row] = run(quick=True)
    assert row.verdict == "no peer here"
    assert "SKIPPED" in capsys.readouterr().err
