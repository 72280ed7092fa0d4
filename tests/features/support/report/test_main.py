from pathlib import Path

import pytest

from features.support.report import __main__ as command
from features.support.report import files
from features.support.report.record import Record


def test_the_page_is_made_anew_and_its_address_is_told(
    red: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files.prepare(tmp_path)
    files.write(red, tmp_path)
    (tmp_path / "report.html").unlink()
    monkeypatch.setattr(command, "contract", lambda: red.book)
    command.main([str(tmp_path)])
    assert capsys.readouterr().out == f"{(tmp_path / 'report.html').as_uri()}\n"
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("arguments", [[], ["a", "b"]])
def test_it_wants_one_folder(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="4"):
        command.main(arguments)
    assert "DIR" in capsys.readouterr().err


def test_it_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="4"):
        command.main([str(tmp_path)])
    assert "verdict.json: No such file or directory" in capsys.readouterr().err
