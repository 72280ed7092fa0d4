import os
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

from features.support import sandwich
from features.support.evidence import HarnessError
from features.support.sandwich import Addresses, Sandwich

GIVEN = Addresses("http://crm.example", "http://ship.example", "http://bridge.example/{org}")

PULL = "?action=export&start_date=01%2f01%2f2026+00%3a00&end_date=01%2f02%2f2026+00%3a00&page=1"


def bridge(code: str) -> Sandwich:
    """Only a bridge is started: a Python that runs `code`."""
    return Sandwich(
        careportals=GIVEN.careportals, shipstation=GIVEN.shipstation, bridge=[sys.executable, "-c", code]
    )


def test_the_three_parts_are_started_know_each_other_and_are_gone_afterwards(http: httpx2.Client) -> None:
    parts = Sandwich()
    with parts as addresses:
        assert http.get(f"{addresses.careportals}/_control/health").json()["status"] == "ok"
        assert http.get(f"{addresses.shipstation}/_control/health").json()["status"] == "ok"
        pull = addresses.target.replace("{org}", "nobody") + PULL
        # Only a bridge that reaches CarePortals can say that it knows no such user.
        assert http.get(pull, auth=("rx@clinic.example", "pw")).status_code == 401
        assert parts.ended() is None
    for url in (addresses.careportals, addresses.shipstation, addresses.target):
        with pytest.raises(httpx2.ConnectError):
            http.get(url)


def test_parts_whose_addresses_are_given_are_not_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    parts = Sandwich(careportals=GIVEN.careportals, shipstation=GIVEN.shipstation, target=GIVEN.target)
    with parts as addresses:
        assert addresses == GIVEN
        assert parts.ended() is None


def test_a_bridge_is_told_its_port_and_where_careportals_is(tmp_path: Path) -> None:
    told = tmp_path / "told"
    code = f"""
import pathlib, sys, time
pathlib.Path({str(told)!r}).write_text(" ".join(sys.argv[1:]))
print("noise\\nmy bridge listening on http://127.0.0.1:1", flush=True)
time.sleep(60)"""
    with bridge(code) as addresses:
        assert addresses.target == "http://127.0.0.1:1/shipstation/{org}"
    assert told.read_text() == "--port 0 --crm-url http://crm.example"


def test_a_bridge_has_small_pages_unless_the_environment_has_the_last_word(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BRIDGE_CRM_TIMEOUT", "7")
    monkeypatch.delenv("BRIDGE_PAGE_SIZE", raising=False)
    told = tmp_path / "told"
    code = f"""
import os, pathlib, time
settings = os.environ["BRIDGE_PAGE_SIZE"] + " " + os.environ["BRIDGE_CRM_TIMEOUT"]
pathlib.Path({str(told)!r}).write_text(settings)
print("my bridge listening on http://127.0.0.1:1", flush=True)
time.sleep(60)"""
    with bridge(code):
        assert told.read_text() == "25 7"


def test_a_bridge_that_exits_at_once_is_quoted_with_its_complaint() -> None:
    parts = bridge("import sys; sys.exit('I have no configuration')")
    with pytest.raises(HarnessError, match=r"ended with exit code 1: I have no configuration$"), parts:
        pass


def test_a_bridge_that_exits_without_a_word_is_named() -> None:
    with pytest.raises(HarnessError, match=r"-c pass --port 0 .* ended with exit code 0$"), bridge("pass"):
        pass


def test_a_bridge_that_says_nothing_is_not_waited_for_for_ever(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sandwich, "START_LIMIT", 0.5)
    started = tmp_path / "pid"
    silent = ["/bin/sh", "-c", f"echo $$ > '{started}'; exec sleep 60"]
    parts = Sandwich(careportals=GIVEN.careportals, shipstation=GIVEN.shipstation, bridge=silent)
    with pytest.raises(HarnessError, match="did not say within 0 s where it listens"), parts:
        pass
    assert_gone(started)


def test_a_bridge_that_is_no_command_is_an_error_of_the_harness() -> None:
    parts = Sandwich(careportals="http://c", shipstation="http://s", bridge=["/no/such/bridge"])
    with pytest.raises(HarnessError, match=r"^/no/such/bridge .* cannot be started: No such file"), parts:
        pass


def test_when_one_part_does_not_start_the_others_are_stopped(http: httpx2.Client) -> None:
    parts = Sandwich(
        shipstation="http://s", bridge=[sys.executable, "-c", "import sys; sys.exit(sys.argv[4])"]
    )
    with pytest.raises(HarnessError, match=r"exit code 1: http://127") as caught, parts:
        pass
    careportals = str(caught.value).rpartition(" ")[2]
    with pytest.raises(httpx2.ConnectError):
        http.get(careportals)


def test_a_part_that_does_not_want_to_end_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sandwich, "STOP_LIMIT", 0.1)
    started = tmp_path / "pid"
    code = f"""
import os, pathlib, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path({str(started)!r}).write_text(str(os.getpid()))
print("bridge listening on http://127.0.0.1:1", flush=True)
time.sleep(60)"""
    with bridge(code):
        pass
    assert_gone(started)


def test_the_sandwich_tells_who_has_died_and_why() -> None:
    code = """
import sys
print("bridge listening on http://127.0.0.1:1", flush=True)
sys.exit("out of tea")"""
    parts = bridge(code)
    with parts:
        deadline = time.monotonic() + 10
        while parts.ended() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        assert (parts.ended() or "").endswith("ended with exit code 1: out of tea")


def test_a_part_that_writes_a_lot_is_not_blocked() -> None:
    code = """
import sys, time
sys.stderr.write("x" * 1_000_000)
print("y" * 1_000_000, "bridge listening on http://127.0.0.1:1", flush=True)
time.sleep(60)"""
    with bridge(code) as addresses:
        assert addresses.target.startswith("http://127.0.0.1:1/")


def assert_gone(started: Path) -> None:
    with pytest.raises(ProcessLookupError):
        os.kill(int(started.read_text()), 0)
