import os
import sys
from subprocess import run


def test_without_a_browser_it_says_what_to_install_and_ends_with_3() -> None:
    ended = run(
        [sys.executable, "-m", "features.support.browser"],
        env=os.environ | {"CHROMIUM": "/no/such/browser"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (3, "CHROMIUM=/no/such/browser is no program\n")
