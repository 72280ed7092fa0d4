"""Histories find nothing wrong with the bridge, and what is wrong with broken ones."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.defects.gallery import load
from tests.histories.processes import ProcessStage
from tests.histories.run import run

ROOT = Path(__file__).parents[2]

CAUGHT_WITHIN = {
    "leaves_the_border_minute_out": 100,
    "gives_each_change_once": 100,
    "gives_each_page_once": 100,
    "pages_by_offset": 100,
    "ends_the_pull_where_it_breaks": 100,
    "never_takes_a_cancellation_back": 100,
    "thanks_for_parcels_of_cancelled_orders": 100,
    "passes_every_status_on": 100,
    "answers_from_a_cache_when_refused": 100,
    "draws_a_new_key_each_time": 100,
    "looks_before_it_adds": 100,
    "thanks_before_it_has_kept": 100,
    "leaves_the_status_for_later": 200,
}
"""Broken bridges of the gallery, and how many histories it takes at most."""


def against(defect: str, histories: int) -> "subprocess.CompletedProcess[str]":
    """Histories against a broken bridge, in a process that is used for nothing else."""
    arguments = [str(histories), "--seed", "1", "--workers", "1", "--defect", defect, "--no-shrink"]
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "tests.histories", *arguments], cwd=ROOT, capture_output=True, text=True
    )


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_nothing_goes_wrong_with_the_bridge() -> None:
    result = run(2026, 60)
    assert result.story == ""
    assert result.histories >= 60


@pytest.mark.slow
@pytest.mark.deep
@pytest.mark.timeout(300)
def test_nothing_goes_wrong_in_more_histories() -> None:
    assert run(2027, 150).story == ""


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_nothing_goes_wrong_with_processes_that_are_killed() -> None:
    assert run(60, 4, stage_of=ProcessStage).story == ""


def test_a_broken_bridge_is_caught_with_a_story_to_read() -> None:
    done = against("leaves_the_border_minute_out", 100)
    assert done.returncode == 1
    assert "\n1. " in done.stdout
    assert "Expected: ShipStation holds 10" in done.stdout
    assert "--seed 1 --defect leaves_the_border_minute_out" in done.stdout


@pytest.mark.slow
@pytest.mark.deep
@pytest.mark.timeout(300)
@pytest.mark.parametrize("defect", CAUGHT_WITHIN)
def test_histories_catch(defect: str) -> None:
    assert defect in load()
    done = against(defect, CAUGHT_WITHIN[defect])
    assert (done.returncode, "Expected: " in done.stdout) == (1, True), done.stdout + done.stderr
