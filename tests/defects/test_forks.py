import os
import signal
import time
from typing import Any

from tests.defects.forks import Failed, Job, forked


def results(jobs: dict[str, Job], *, limit: float = 20) -> dict[str, Any]:
    return dict(forked(jobs, 2, limit=limit))


def test_each_job_has_its_result() -> None:
    jobs: dict[str, Job] = {"a": lambda: 1, "b": lambda: "x" * 1_000_000, "c": lambda: None}
    assert results(jobs) == {"a": 1, "b": "x" * 1_000_000, "c": None}


def test_what_a_job_changes_stays_in_its_process() -> None:
    seen: list[int] = []
    assert results({"a": lambda: seen.append(1), "b": lambda: len(seen)}) == {"a": None, "b": 0}
    assert seen == []


def test_a_job_that_raises_says_where() -> None:
    found = results({"a": lambda: 1 // 0})["a"]
    assert isinstance(found, Failed)
    assert "ZeroDivisionError" in str(found)


def test_a_job_that_dies_has_failed() -> None:
    assert isinstance(results({"a": lambda: os.kill(os.getpid(), signal.SIGKILL)})["a"], Failed)


def test_a_job_that_does_not_end_is_ended() -> None:
    found = results({"a": lambda: time.sleep(60), "b": lambda: 2}, limit=0.5)
    assert str(found["a"]) == "it did not end in time"
    assert found["b"] == 2
