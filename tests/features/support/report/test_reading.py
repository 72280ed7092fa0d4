import json
from dataclasses import replace
from pathlib import Path

import pytest

from features.support.coverage import Coverage, Point
from features.support.evidence import Hop
from features.support.invocation import Invocation
from features.support.report import files
from features.support.report.html import page
from features.support.report.reading import Unreadable, read
from features.support.report.record import Record
from tests.features.support.conftest import Write


@pytest.fixture
def whole(red: Record) -> Record:
    """A run with everything that a page shows."""
    next(red.failures()).hops = [
        Hop("ShipStation", "GET", "http://b/", None, "timed out", 1.5, [1392], last=True)
    ]
    coverage = Coverage((Point("Answers", "5xx", refused=True, values=("502",)),))
    return replace(red, coverage=coverage, invocation=Invocation("RULE=USR-1", "SHOP=none", "1f"))


def left(record: Record, folder: Path) -> Path:
    files.prepare(folder)
    files.write(record, folder)
    return folder


def test_the_page_of_an_earlier_run_is_the_same(whole: Record, tmp_path: Path) -> None:
    folder = left(whole, tmp_path)
    again = read(folder, whole.book)
    assert page.text(again) == (folder / "report.html").read_text(encoding="utf-8")
    assert [each.attachments for each in again.outcomes] == [each.attachments for each in whole.outcomes]


def test_a_run_without_scenarios_or_traffic_can_be_read(empty: Record, tmp_path: Path) -> None:
    found = read(left(empty, tmp_path), empty.book)
    assert (found.outcomes, found.coverage, found.judgement) == ((), None, empty.judgement)


@pytest.mark.parametrize("name", ["verdict.json", "messages.ndjson"])
def test_it_says_which_file_is_missing(whole: Record, tmp_path: Path, name: str) -> None:
    (left(whole, tmp_path) / name).unlink()
    with pytest.raises(Unreadable, match=rf"{name}: No such file or directory; `make bdd` leaves it there"):
        read(tmp_path, whole.book)


def test_another_contract_is_not_mixed_with_todays(whole: Record, write: Write, tmp_path: Path) -> None:
    left(whole, tmp_path / "reports")
    with pytest.raises(Unreadable, match="the features have changed since that run"):
        read(tmp_path / "reports", write("Feature: Another"))


@pytest.mark.parametrize(
    "changed", [{"exitCode": 99}, {"rules": 7}, {"coverage": {"points": 7}}, {"startedAt": "noon"}]
)
def test_files_that_hold_something_else_are_refused(
    whole: Record, tmp_path: Path, changed: dict[str, object]
) -> None:
    verdict = left(whole, tmp_path) / "verdict.json"
    verdict.write_text(
        json.dumps(json.loads(verdict.read_text(encoding="utf-8")) | changed), encoding="utf-8"
    )
    with pytest.raises(Unreadable, match="do not come from this version"):
        read(tmp_path, whole.book)


def test_an_older_format_is_refused(whole: Record, tmp_path: Path) -> None:
    verdict = left(whole, tmp_path) / "verdict.json"
    verdict.write_text(json.dumps({"format": 0}), encoding="utf-8")
    with pytest.raises(Unreadable, match="has the format 0, not"):
        read(tmp_path, whole.book)


def test_messages_of_another_run_are_refused(whole: Record, tmp_path: Path) -> None:
    (left(whole, tmp_path) / "messages.ndjson").write_text("", encoding="utf-8")
    with pytest.raises(Unreadable, match="do not come from this version"):
        read(tmp_path, whole.book)
