import json
import os
import re
import sys
from contextlib import nullcontext
from pathlib import Path
from subprocess import CompletedProcess, run
from types import SimpleNamespace
from typing import Any

import pytest

from features.support.access import NotChecked
from features.support.browser import plugin
from features.support.evidence import Outcome
from features.support.rules import FEATURES
from tests.lean import contract

pytestmark = pytest.mark.slow


def browse(reports: Path, what: str, *flags: str, **environment: str) -> CompletedProcess[str]:
    """A run of the contract in a browser, in a process of its own."""
    return run(  # noqa: S603 - our own
        contract("--driver", "browser", "--reports", str(reports), "-p", "no:xdist", *flags, what=what),
        cwd=FEATURES.parent,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def verdict(reports: Path) -> tuple[str, str]:
    found = json.loads((reports / "verdict.json").read_text(encoding="utf-8"))
    return found["verdict"], found["reason"]


def test_a_scenario_of_the_guide_is_clicked_and_its_pages_are_kept(tmp_path: Path) -> None:
    ended = browse(tmp_path, "features/test_contract.py::test_connect_after_a_successful_test")
    assert verdict(tmp_path) == ("conforms", "1 scenario passed"), ended.stdout
    told = (tmp_path / "messages.ndjson").read_text(encoding="utf-8")
    envelopes = [json.loads(line) for line in told.splitlines()]
    pictures = [each["attachment"] for each in envelopes if "attachment" in each]
    assert {each["mediaType"] for each in pictures} == {"image/jpeg"}
    assert pictures[-1]["fileName"].endswith("-when-the-admin-clicks-connect.jpg")
    assert "/9j/" not in (tmp_path / "verdict.json").read_text(encoding="utf-8")
    assert "data:image/jpeg;base64," in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_what_goes_wrong_is_told_with_the_page_and_a_picture(tmp_path: Path) -> None:
    node = "features/test_contract.py::test_an_order_that_was_just_paid"
    ended = browse(tmp_path, node, "--bridge", f"{sys.executable} -m tests.defects processing_is_ready")
    assert verdict(tmp_path) == ("broken", "1 scenario failed, rules: MAP-5"), ended.stdout
    assert re.search(r"page http://\S+/app/orders\?tab=all&search=1392 \(HTTP 200\)", ended.stdout)
    names = re.findall(
        r'"fileName": "(step-[^"]*)"', (tmp_path / "messages.ndjson").read_text(encoding="utf-8")
    )
    assert names[-1].endswith("-then-the-order-1392-is-in-the-tab-on-hold.jpg")


def test_without_a_browser_nothing_runs(tmp_path: Path) -> None:
    ended = browse(tmp_path, "features", CHROMIUM="/no/such/browser")
    assert ended.returncode == 3
    assert verdict(tmp_path) == (
        "harness error",
        "--driver browser: CHROMIUM=/no/such/browser is no program",
    )


@pytest.mark.parametrize("shop", ["none", "hook:http://127.0.0.1:9"])
def test_only_careportals_has_pages(tmp_path: Path, shop: str) -> None:
    ended = browse(tmp_path, "features", "--shop", shop, "--target", "http://127.0.0.1:9/{org}")
    assert ended.returncode == 4


@pytest.mark.parametrize(
    ("state", "clicks", "told"), [("passed", 0, True), ("passed", 1, False), ("broken", 0, False)]
)
def test_a_scenario_in_which_nothing_was_clicked_was_not_checked(
    monkeypatch: pytest.MonkeyPatch, state: str, clicks: int, told: bool
) -> None:
    outcome = Outcome("USR-1", "Quiet", "", "", 1, state=state)
    monkeypatch.setattr(plugin, "outcome_of", lambda _node: outcome)
    request: Any = SimpleNamespace(node=None, getfixturevalue=lambda _name: SimpleNamespace(clicks=clicks))
    scenario: Any = SimpleNamespace(name="Quiet")
    reason = pytest.raises(NotChecked, match=r'^not checked: nothing was clicked in "Quiet"')
    with reason if told else nullcontext():
        plugin.pytest_bdd_after_scenario(request, scenario)
