"""The fleet: many stores polling and shipping at once, as fast as they can, and nothing lost in the end."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from features.support.evidence import HarnessError
from tests.bench.finding import Finding
from tests.bench.process import Process, bridge, careportals, shipstation
from tests.bench.traffic import Traffic

STORES = int(os.environ.get("BENCH_STORES", "40"))
SECONDS = 30
QUICK_STORES, QUICK_SECONDS = 2, 3
LOCUSTFILE = Path(__file__).with_name("locustfile.py")
SPREAD = "`python -m locust -f tests/bench/locustfile.py` spreads it over machines: `--master`, `--worker`"

ONE_PROCESS = "the bridge is one process, for it keeps the places of running pulls in memory"


def run(quick: bool) -> Iterator[Finding]:
    """Throughput and latency at the bridge, its defects, and what was lost or doubled."""
    if find_spec("locust") is None:
        sys.stderr.write("fleet: SKIPPED, locust is not installed: pip install --editable '.[bench]'\n")
        yield Finding(
            "Fleet: skipped, for locust is not installed", "", target="0 lost, 0 doubled, 0 defects"
        )
        return
    stores, seconds = (QUICK_STORES, QUICK_SECONDS) if quick else (STORES, SECONDS)
    sys.stderr.write(f"fleet: {stores} stores, {seconds} s\n")
    with tempfile.TemporaryDirectory(prefix="drydock-") as name:
        folder = Path(name)
        with careportals(folder) as crm, bridge(folder, crm) as middleware, shipstation(folder) as poller:
            stats = _driven(
                folder, stores, seconds, {"careportals": crm, "bridge": middleware, "shipstation": poller}
            )
            traffic = Traffic.logged(middleware.log)
    yield from _speed(traffic, stores, seconds)
    yield _defects(traffic, stats)
    yield _checked("order", stats)
    yield _checked("parcel", stats)


def _driven(folder: Path, stores: int, seconds: int, parts: dict[str, Process]) -> Sequence[Any]:
    """Let locust drive the parts; its figures, one for each kind of request."""
    command = [sys.executable, "-m", "locust", "-f", str(LOCUSTFILE), "--headless", "--only-summary"]
    command += ["-u", str(stores), "-r", str(stores), "-t", f"{seconds}s", "--stop-timeout", "120"]
    command += ["--json-file", str(folder / "figures"), "--csv", str(folder / "locust")]
    command += ["--exit-code-on-error", "0"]
    command += [word for name, part in parts.items() for word in (f"--{name}", part.url)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if done.returncode:
        raise HarnessError(f"locust ended with exit code {done.returncode}: {done.stderr[-2000:]}")
    for failure in (folder / "locust_failures.csv").read_text(encoding="utf-8").splitlines()[1:]:
        sys.stderr.write(f"fleet: FAILED {failure}\n")
    figures: Sequence[Any] = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    return figures


def _speed(traffic: Traffic, stores: int, seconds: int) -> Iterator[Finding]:
    for action, name in (("export", "pages pulled"), ("shipnotify", "shipment notices taken")):
        answers = traffic.of(action)
        if not answers.answers:
            raise HarnessError(f"the fleet made no {action}")
        times = ", ".join(f"p{percent} {answers.percentile(percent):.0f} ms" for percent in (50, 99))
        yield Finding(
            f"Fleet of {stores} stores without a pause for {seconds} s: {name} by the bridge; {ONE_PROCESS}",
            f"{len(answers.answers) / seconds:,.0f} a second, {times}",
        )


def _defects(traffic: Traffic, stats: Sequence[Any]) -> Finding:
    busy = traffic.count((429, 503))
    failed = sum(each["num_failures"] for each in stats if each["method"] != "CHECK")
    asked = sum(each["num_requests"] for each in stats if each["method"] != "CHECK")
    return Finding(
        f"Fleet: answers 5xx among {len(traffic.answers):,} of the bridge, and calls that failed among"
        f" {asked:,} of the stores; {busy} times a store was asked to wait (429 or 503), and did. {SPREAD}",
        f"{traffic.defects()} and {failed}",
        target="none",
        met=not traffic.defects() and not failed,
    )


def _checked(what: str, stats: Sequence[Any]) -> Finding:
    """What each store has looked at in the end, on both sides."""
    found = [each for each in stats if each["name"] == f"each {what} once"]
    looked_at = sum(each["num_requests"] for each in found)
    wrong = sum(each["num_failures"] for each in found)
    return Finding(
        f"Fleet: of {looked_at:,} {what}s, lost, doubled or in a wrong state in the end",
        f"{wrong}",
        target="none",
        met=not wrong and looked_at > 0,
    )
