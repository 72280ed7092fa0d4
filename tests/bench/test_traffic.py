import json
from pathlib import Path

import pytest

from tests.bench.traffic import Traffic


@pytest.fixture
def traffic(tmp_path: Path) -> Traffic:
    answered = [("export", 200, 5.0), ("export", 503, 1.0), ("shipnotify", 500, 7.0), (None, 401, 1.0)]
    lines = (json.dumps({"action": action, "status": status, "ms": ms}) for action, status, ms in answered)
    log = tmp_path / "bridge.err"
    log.write_text("\n".join(lines), encoding="utf-8")
    return Traffic.logged(log)


def test_answers_are_told_apart_by_what_was_asked(traffic: Traffic) -> None:
    assert [len(traffic.of(action).answers) for action in ("export", "shipnotify")] == [2, 1]


def test_who_asks_to_wait_has_no_defect(traffic: Traffic) -> None:
    assert (traffic.defects(), traffic.count([503])) == (1, 1)


def test_percentiles_are_of_all_answers(traffic: Traffic) -> None:
    assert traffic.of("shipnotify").percentile(99) == 7.0
    assert traffic.of("export").percentile(50) == 3.0
