"""The harness end to end: what a run prints and the code it ends with."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx2
import pytest

from features.support.sandwich import Addresses
from tests.features.support.fake_hook import FakeHook
from tests.lean import contract

ROOT = Path(__file__).parents[3]
GOLDEN = Path(__file__).parent / "golden"
PYTHON = shlex.quote(sys.executable)

pytestmark = pytest.mark.slow


def run(*arguments: str, folder: Path = ROOT, **environment: str) -> tuple[int, str]:
    """Exit code and text of `pytest features` in a process of its own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(  # noqa: S603 - our own program
        contract(*arguments),
        cwd=folder,
        env=inherited | {"COLUMNS": "80"} | environment,
        capture_output=True,
        text=True,
        timeout=55,
    )
    return done.returncode, done.stdout + done.stderr


def mocks(addresses: Addresses) -> tuple[str, ...]:
    """Options for the mocks that are running already."""
    return ("--careportals", addresses.careportals, "--shipstation", addresses.shipstation)


def masked(text: str) -> str:
    """The text without what differs from run to run."""
    for pattern, word in {
        r"127\.0\.0\.1:\d+": "127.0.0.1:PORT",
        r"_[0-9a-f]{8}\b": "_MARK",
        re.escape(PYTHON): "PYTHON",
        r"\d+ of \d+ points, \d+ %": "N of M points, P %",
        r"\d+ deselected in [\d.]+s": "N deselected in N s",
    }.items():
        text = re.sub(pattern, word, text)
    return text


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a copy of the harness and the steps, for features of one's own."""
    shutil.copytree(ROOT / "features", tmp_path / "features", ignore=shutil.ignore_patterns("*.feature"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def run_own(folder: Path, *scenarios: str) -> tuple[int, str]:
    """Run one rule with these scenarios in the folder `own`."""
    head = "Feature: Own\n\n  @MAP-1 @must @G12 @shop\n  Rule: A rule\n    And why.\n"
    (folder / "features" / "own.feature").write_text(head + "".join(scenarios), encoding="utf-8")
    path = os.pathsep.join([str(folder), str(ROOT)])
    # Not measured: the copies are gone when the report is made.
    return run(folder=folder, PYTHONPATH=path, COVERAGE_PROCESS_CONFIG="", COVERAGE_PROCESS_START="")


@pytest.mark.measured
def test_a_run_that_starts_everything_itself_and_finds_nothing_conforms() -> None:
    code, text = run("-m", "MAP-2")
    assert code == 0, text
    assert "\nVerdict: conforms - 1 scenario passed\n" in text
    assert "  ok              1/1  MAP-2   awaiting_shipment is Awaiting Shipment\n" in text


def test_what_mostly_waits_begins_first() -> None:
    code, text = run("--collect-only", "-m", "FLT-5 or FLT-6")
    order = [line.partition("::")[2].partition("[")[0] for line in text.splitlines() if "::" in line]
    waits = "test_no_answer_comes"
    assert (code, order[:5], waits in order[5:], len(order) > 5) == (0, [waits] * 5, False, True), text


def test_a_run_against_given_parts_starts_nothing(addresses: Addresses) -> None:
    code, text = run("-m", "MAP-2", "--target", addresses.target, *mocks(addresses), "--bridge", "false")
    assert code == 0, text


def test_faults_are_taken_back_when_a_scenario_is_over(addresses: Addresses) -> None:
    def faults() -> list[object]:
        urls = (addresses.careportals, addresses.shipstation)
        return [httpx2.get(f"{url}/_control/faults").json()["faults"] for url in urls]

    # On mocks that others use as well; a target that fails does not come to what the fault waits for.
    before = faults()
    code, _ = run(
        "-m", "FLT-2", "--bridge", f"{PYTHON} -m tests.defects holds_every_order", *mocks(addresses)
    )
    assert code in (0, 1)
    assert faults() == before


@pytest.mark.measured
def test_a_broken_rule_is_told_in_full(addresses: Addresses) -> None:
    broken = f"{PYTHON} -m tests.defects holds_every_order"
    code, text = run("-m", "MAP-2", "--bridge", broken, *mocks(addresses))
    assert code == 1, text
    assert masked(text) == (GOLDEN / "red_run.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_tag_that_the_contract_has_not_runs_nothing(workers: str) -> None:
    code, text = run("-m", "MAP-2 or NOPE-1", "-n", workers)
    assert code == 5
    assert "Verdict: nothing ran - the contract has no tag NOPE-1" in text


def test_tags_that_no_scenario_has_together_run_nothing() -> None:
    code, text = run("-m", "MAP-1 and MAP-2")
    assert code == 5
    assert "Verdict: nothing ran - no scenario was selected, so nothing was checked" in text


@pytest.mark.parametrize("workers", ["0", "2"])
@pytest.mark.measured
def test_a_target_that_does_not_answer_is_unreachable(addresses: Addresses, workers: str) -> None:
    target = "http://127.0.0.1:9/{org}"
    code, text = run("-m", "MAP-2", "--target", target, *mocks(addresses), "-n", workers)
    assert code == 6
    assert "Verdict: unreachable - http://127.0.0.1:9/drydock_is_anybody_there: ConnectError" in text


@pytest.mark.parametrize(
    ("bridge", "complaint"),
    [
        (f"{PYTHON} -c 'import sys; sys.exit(\"no configuration\")'", "exit code 1: no configuration"),
        ("/no/such/bridge", "cannot be started: No such file or directory"),
    ],
)
@pytest.mark.measured
def test_a_bridge_that_does_not_start_is_an_error_of_the_harness(
    addresses: Addresses, bridge: str, complaint: str
) -> None:
    code, text = run("-m", "MAP-2", "--bridge", bridge, *mocks(addresses))
    assert code == 3
    assert "Verdict: harness error - " in text
    assert complaint in text


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--target", "http://127.0.0.1:9/{org}"), "ERROR: --target needs --careportals"),
        (("--target", "http://127.0.0.1:9/"), "ERROR: --target must hold {org}"),
        (("--shop", "none"), "ERROR: --shop none needs --target"),
        (("--shop", "none", "--target", "http://x", "-n", "2"), "ERROR: --shop none sends one request"),
        (("--shop", "shopify"), "--shop: 'shopify' is none of careportals, none, hook:http://..."),
        (("--shop", "hook:http://x", "--bridge", "y"), "ERROR: --shop hook:URL says where the store is"),
        (("--bridge", "python 'x"), "ERROR: --bridge is no command: No closing quotation"),
    ],
)
@pytest.mark.measured
def test_options_that_cannot_work_are_refused_before_anything_runs(
    options: tuple[str, ...], complaint: str
) -> None:
    code, text = run(*options)
    assert code == 4
    assert complaint in text


def test_a_rule_that_needs_a_shop_is_not_checked_without_one(addresses: Addresses) -> None:
    anything = addresses.careportals + "/_control/health"
    looking = ("--shop", "none", "--shipstation", addresses.shipstation, "--target", anything)
    code, text = run("-m", "MAP-2", *looking, DRYDOCK_USERNAME="rx", DRYDOCK_PASSWORD="pw")
    assert code == 5, text
    assert "  not checked     0/1  MAP-2 " in text


@pytest.mark.measured
def test_without_credentials_a_target_cannot_be_looked_at(addresses: Addresses) -> None:
    store = addresses.target.replace("{org}", "clinic_x")
    looking = ("--shop", "none", "--shipstation", addresses.shipstation, "--target", store)
    code, text = run("-m", "MAP-2", *looking)
    assert code == 3
    assert "set DRYDOCK_USERNAME and DRYDOCK_PASSWORD" in text


@pytest.mark.measured
def test_a_shop_hook_that_does_not_answer_is_an_error_of_the_harness(addresses: Addresses) -> None:
    code, text = run(
        "-m", "MAP-2", "--shop", "hook:http://127.0.0.1:9", "--shipstation", addresses.shipstation
    )
    assert code == 3
    assert "Verdict: harness error - the shop hook does not answer: GET http://127.0.0.1:9" in text


@contextmanager
def served(document: object) -> Iterator[str]:
    """The address of a server that answers every GET with this document."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(document).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("description", "workers", "verdict"),
    [
        (
            FakeHook().description,
            "2",
            (4, "usage error - a shop hook without tenants serves one scenario at"),
        ),
        (
            FakeHook("fly").description,
            "0",
            (3, 'harness error - the shop hook answers amiss: "can" holds fly'),
        ),
        (FakeHook("tenants").description, "0", (6, "unreachable - http://127.0.0.1:9/drydock_is_anybody")),
    ],
)
@pytest.mark.measured
def test_the_first_look_at_a_shop_hook_can_end_the_run(
    addresses: Addresses, description: dict[str, Any], workers: str, verdict: tuple[int, str]
) -> None:
    with served(description) as url:
        looking = ("--shop", f"hook:{url}", "--shipstation", addresses.shipstation)
        code, text = run("-m", "MAP-2", *looking, "-n", workers)
    assert code == verdict[0], text
    assert f"Verdict: {verdict[1]}" in text


def test_a_step_that_is_not_defined_or_not_prepared_is_not_green(own: Path) -> None:
    undefined = "    Scenario: A\n      When nobody has defined this\n      Then the store is connected\n"
    unprepared = "    Scenario: B\n      When the admin clicks Connect\n      Then the store is connected\n"
    code, text = run_own(own, undefined, unprepared)
    assert code == 3, text
    assert "got       StepDefinitionNotFoundError: " in text
    assert "got       HarnessError: the scenario has no ShipStation account yet" in text
    assert text.count("HARNESS ERROR MAP-1\n  rule      MAP-1 (must, G12): A rule\n") == 2
    assert "\nVerdict: harness error - " in text


@pytest.mark.measured
def test_a_feature_that_cannot_be_trusted_is_refused(own: Path) -> None:
    code, text = run_own(own, "    Scenario: Nothing to do\n")
    assert code == 4
    assert 'features/own.feature:6: scenario "Nothing to do" is empty and would pass' in text


@pytest.mark.measured
def test_a_feature_that_is_no_gherkin_is_refused(own: Path) -> None:
    code, text = run_own(own, "    Scenario: One\n      When this\n      Then that\n    @MAP-2\n")
    assert code == 4, text
    assert "the features cannot be read: features/own.feature: Parser errors:" in text


def test_workers_come_to_the_same_result_in_any_order(addresses: Addresses) -> None:
    parts = ("-m", "MAP-1 or MAP-3", "--target", addresses.target, *mocks(addresses))
    alone, together = run(*parts), run(*parts, "-n", "2", "--shuffle", "new")
    assert re.search(r"^Shuffled: --shuffle [0-9a-f]{8}, or make bdd SHUFFLE=", together[1], re.MULTILINE)
    assert alone[0] == together[0] == 0
    assert "Verdict: conforms - 5 scenarios passed" in alone[1]
    assert _report(alone[1]) == _report(together[1])


def _report(text: str) -> str:
    return text[text.index("Map Order Statuses") : text.index("Verdict: ")]


def test_to_collect_is_to_start_nothing(tmp_path: Path) -> None:
    started = tmp_path / "started"
    code, text = run("--collect-only", "-m", "MAP-2", "--bridge", f"touch {shlex.quote(str(started))}")
    assert code == 0, text
    assert "features/test_contract.py::test_an_order_ready_for_the_pharmacy" in text
    assert "Verdict" not in text
    assert not started.exists()
