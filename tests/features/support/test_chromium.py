import subprocess
from pathlib import Path
from typing import Any

import pytest

from features.support import chromium
from features.support.evidence import HarnessError


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one folder in which programs are looked for."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return tmp_path


def put(folder: Path, name: str) -> str:
    file = folder / name
    file.touch(mode=0o755)
    return str(file)


def test_the_browser_is_found_by_its_usual_names(programs: Path) -> None:
    chrome = put(programs, "google-chrome")
    assert chromium.executable() == chrome


def test_the_browser_that_is_named_goes_first(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(programs, "chromium")
    monkeypatch.setenv("CHROMIUM", put(programs, "mine"))
    assert chromium.executable() == str(programs / "mine")
    monkeypatch.setenv("CHROMIUM", "nowhere")
    with pytest.raises(HarnessError, match="CHROMIUM=nowhere is no program"):
        chromium.executable()


def test_without_a_browser_it_is_said_what_to_install(programs: Path) -> None:
    with pytest.raises(HarnessError, match="apt-get install chromium"):
        chromium.executable()


@pytest.fixture
def run(programs: Path, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The commands that were run, and did nothing."""
    found: list[Any] = []
    put(programs, "apt-get")
    monkeypatch.setattr(subprocess, "run", lambda command, **_: found.append(command))
    return found


def test_root_gets_it_installed(run: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    chromium.install()
    assert run == [("apt-get", "update"), *((*chromium.INSTALL, each) for each in chromium.PACKAGES)]


def test_nobody_else_does(run: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    chromium.install()
    assert run == []


def test_what_is_there_is_not_installed_again(
    programs: Path, run: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    put(programs, "chromium")
    chromium.install()
    assert run == []


def test_without_playwright_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(HarnessError, match="pip install"), chromium.chromium():
        pass


@pytest.mark.slow
def test_the_browser_runs() -> None:
    pytest.importorskip("playwright")
    try:
        chromium.executable()
    except HarnessError as missing:
        pytest.skip(str(missing))
    with chromium.chromium() as browser:
        page = browser.new_page()
        page.set_content("<h1>here</h1>")
        assert page.get_by_role("heading").inner_text() == "here"
