from pathlib import Path

import pytest

from features.support.report import files
from features.support.report.record import Record


def test_every_run_leaves_the_same_five_files(empty: Record, tmp_path: Path) -> None:
    files.prepare(tmp_path / "a" / "b")
    files.write(empty, tmp_path / "a" / "b")
    found = {path.name for path in (tmp_path / "a" / "b").iterdir()}
    assert found == {"verdict.json", "junit.xml", "messages.ndjson", "summary.md", "report.html"}


def test_what_an_earlier_run_left_is_gone_before_the_next_begins(green: Record, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    files.prepare(folder)
    files.write(green, folder)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    files.prepare(folder)
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        files.prepare(tmp_path / "file")
