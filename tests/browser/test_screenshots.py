import subprocess
import sys
from pathlib import Path

import pytest

from features.support import chromium
from features.support.evidence import HarnessError
from features.support.rules import FEATURES
from tests.browser import screenshots


def test_without_a_browser_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    with pytest.raises(SystemExit) as ended:
        screenshots.main(["--folder", str(tmp_path)])
    assert (ended.value.code, "is no program" in capsys.readouterr().err) == (3, True)


@pytest.mark.slow
@pytest.mark.browser
def test_a_page_is_taken_in_all_looks(tmp_path: Path) -> None:
    try:
        chromium.executable()
    except HarnessError as reason:
        pytest.skip(f"NOT TESTED, for lack of a browser: {reason}")
    (tmp_path / "old.phone-dark.png").touch()
    ended = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-m", "tests.browser.screenshots", "--folder", str(tmp_path), "--only", "^start$"],
        cwd=FEATURES.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    looks = ("desktop-dark", "desktop-light", "phone-dark", "phone-light")
    assert [file.name for file in sorted(tmp_path.glob("*.png"))] == [f"start.{look}.png" for look in looks]
    assert "1 pages in 4 looks" in (tmp_path / "index.html").read_text(encoding="utf-8")
