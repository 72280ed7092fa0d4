import json
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from mocks.careportals import __main__ as main_module
from mocks.careportals.__main__ import main

DEMO = Path(main_module.__file__).with_name("demo.json")


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    """The sentence with which the process ends."""
    monkeypatch.setattr(sys, "argv", ["careportals", "--port", "0", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    return str(stopped.value.code)


def test_the_process_says_where_it_listens_and_serves() -> None:
    command = [sys.executable, "-m", "mocks.careportals", "--port", "0", "--seed", str(DEMO)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)  # noqa: S603 - own code
    with process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.fullmatch(r"mock CarePortals listening on (http://127\.0\.0\.1:\d+)\n", line)
        assert found
        with urllib.request.urlopen(f"{found[1]}/_control/organizations") as answer:  # noqa: S310 - http only
            assert json.load(answer)[0]["orders"] == 40
        process.terminate()
        assert process.stdout.read() == ""


def test_serving_gets_the_application_and_the_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    served: list[str] = []
    monkeypatch.setattr(main_module, "serve", lambda _app, _listener, name, _stopping: served.append(name))
    file = str(tmp_path / "crm.sqlite")
    monkeypatch.setattr(sys, "argv", ["careportals", "--port", "0", "--seed", str(DEMO), "--db", file])
    main()
    assert served == ["mock CarePortals"]


def test_a_missing_seed_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = run(monkeypatch, "--seed", str(tmp_path / "none.json"))
    assert re.match(r"Cannot read .*none.json: No such file", said)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "not valid JSON"),
        ('{"organizations":[{}]}', "organizations[0]: "),
    ],
)
def test_a_bad_seed_file_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str, reason: str
) -> None:
    file = tmp_path / "seed.json"
    file.write_text(content)
    said = run(monkeypatch, "--seed", str(file))
    assert str(file) in said
    assert reason in said


def test_an_unusable_database_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = run(monkeypatch, "--db", str(tmp_path / "none" / "crm.sqlite"))
    assert "as the database: unable to open" in said


def test_help_names_the_demo(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, "--help")
    assert "demo.json" in capsys.readouterr().out


def test_unfriendly_mode_says_its_seed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main_module, "serve", lambda *_: None)
    monkeypatch.setattr(sys, "argv", ["careportals", "--port", "0", "--unfriendly", "77"])
    main()
    assert capsys.readouterr().err.startswith("mock CarePortals is unfriendly with the seed 77: ")
