import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest
from lxml import etree

from features.support.evidence import HarnessError
from features.support.mocks import PORTS, pulled
from features.support.sandwich import Addresses
from tests.features.support.answering import answering

COMMAND = [sys.executable, "-m", "features.support.mocks", "--start-page", "0", "--ports"]

pytestmark = pytest.mark.slow


@contextmanager
def running(*flags: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process, and what it printed until it was ready."""
    with subprocess.Popen(  # noqa: S603 - our own program
        [*COMMAND, "0", "0", "0", *flags], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            lines = [process.stdout.readline()]
            while lines[-1] and not lines[-1].startswith("API documents:"):
                lines.append(process.stdout.readline())
            yield process, "".join(lines)
        finally:
            process.terminate()  # not kill: what it has started would go on
            process.communicate(timeout=30)


def start_page(text: str) -> str:
    """The address of the start page, as printed first."""
    return next(line for line in text.splitlines() if line).removeprefix("Start here").strip()


def parts(text: str) -> list[str]:
    """The addresses of the three parts, as printed."""
    return [line.split()[-1] for line in text.splitlines() if line.startswith("Bridge")] + [
        line.split()[2] for line in text.splitlines() if line.startswith("Mock ")
    ]


def paste(line: str) -> bytes:
    """What a printed line brings when it is pasted into a shell."""
    return subprocess.run(["/bin/bash", "-c", line], capture_output=True, check=True).stdout  # noqa: S603 - a line that we printed


@pytest.mark.measured
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_every_printed_line_works_as_printed_and_in_that_order() -> None:
    with running() as (_, text):
        lines = [line for line in text.splitlines() if line.startswith("curl ")]
        orders, *answers = [paste(line) for line in lines]
        assert etree.fromstring(orders).tag == "Orders"
        assert len(etree.fromstring(orders).findall("Order")) > 10
        tested, refreshed, labelled, order, asked_crm, asked_shipstation, mails = map(json.loads, answers)
        assert tested["ok"]
        assert refreshed["ok"]
        assert labelled["notice"]["state"] == "delivered"
        _is_the_shipped_order(order, labelled, text)
        assert asked_crm["entries"]
        assert asked_shipstation["entries"]
        assert mails[0]["to"] == "invited@clinic.example"


def _is_the_shipped_order(order: dict[str, Any], labelled: dict[str, Any], text: str) -> None:
    assert order["status"] == "shipped"
    assert order["trackingCode"] == labelled["shipment"]["trackingNumber"] != ""
    assert f"# 4. Ship the order {order['id']}\n" in text


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything(number: signal.Signals) -> None:
    with running() as (process, text):
        addresses = parts(text)
        process.send_signal(number)
        out, complaints = process.communicate(timeout=20)
    assert (process.returncode, out, complaints) == (0, "\nStopped.\n", "")
    assert len(addresses) == 3
    for address in addresses:
        with pytest.raises(httpx2.ConnectError):
            httpx2.get(address, trust_env=False)


@pytest.mark.measured
def test_when_one_part_ends_everything_ends_and_says_who_it_was() -> None:
    with running() as (process, text):
        found = subprocess.run(  # noqa: S603 - our own program
            ["/usr/bin/env", "pgrep", "-P", str(process.pid), "-f", "mocks.careportals"],
            capture_output=True,
            check=True,
        )
        os.kill(int(found.stdout), signal.SIGKILL)
        _, complaints = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "-m mocks.careportals --port 0 --keep-bodies ended with exit code -9" in complaints
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(parts(text)[0], trust_env=False)


@pytest.mark.parametrize("part", range(3))
def test_a_taken_port_is_said_in_one_line_with_the_flag_that_chooses_another(part: int) -> None:
    ports = ["0", "0", "0"]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ports[part] = str(taken.getsockname()[1])
        done = subprocess.run([*COMMAND, *ports], capture_output=True, text=True, timeout=50)  # noqa: S603 - our own program
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.endswith(
        f"Cannot listen on 127.0.0.1 port {ports[part]}: Address already in use. "
        "Choose another with --ports, or 0 for a free one."
    )


@pytest.mark.measured
def test_the_start_page_is_there_and_follows_an_order_to_the_end() -> None:
    with running() as (process, text):
        page = start_page(text)
        assert "A first walk in five clicks" in httpx2.get(page, trust_env=False).text
        ship = next(line for line in text.splitlines() if line.startswith("curl ") and "/labels" in line)
        paste(ship)
        way = httpx2.get(f"{page}/order", trust_env=False).text
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=20) == ("\nStopped.\n", "")
    assert way.index("ShipStation pulls orders") < way.index("ShipStation tells of a shipment")
    assert "/shipments</a>" in way
    assert "9400111899223197428490" in way
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(page, trust_env=False)


@pytest.mark.measured
def test_a_taken_port_of_the_start_page_starts_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [*COMMAND, "0", "0", "0", "--start-page", port]
        done = subprocess.run(command, capture_output=True, text=True, timeout=50)  # noqa: S603 - our own program
    assert (done.returncode, done.stdout) == (1, "")
    assert f"port {port}: Address already in use. Choose another for the start page with" in done.stderr


def test_a_page_that_listens_does_not_hold_up_the_end() -> None:
    with running() as (process, text):
        addresses = parts(text)[1:]
        url = f"{addresses[0]}/_control/traffic/events"
        with httpx2.stream("GET", url, trust_env=False) as events:
            assert next(events.iter_lines()) == "retry: 2000"
            process.send_signal(signal.SIGINT)
            assert process.communicate(timeout=4) == ("\nStopped.\n", "")


@pytest.mark.measured
def test_unfriendly_mocks_say_so_and_with_which_seed() -> None:
    with running("--unfriendly", "7") as (process, text):
        assert process.stdout is not None
        rest = [process.stdout.readline() for _ in range(2)]
        settings = httpx2.get(f"{parts(text)[1]}/_control/settings", trust_env=False).json()
    assert "with the seed 7" in "".join(rest)
    assert settings["shuffleEqualTimes"]


def test_without_flags_the_ports_are_those_of_the_documents() -> None:
    assert PORTS == (7801, 7802, 7803)


def test_sample_data_without_an_order_to_ship_is_an_error_of_the_harness() -> None:
    answers = {"/sign-in": {"token": "t"}, "/stores": [{"id": 1}], "/orders": {"orders": []}}

    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json=answers.get(request.url.path))

    parts = Addresses("http://crm.example", "http://ship.example", "http://bridge.example/shipstation/{org}")
    with pytest.raises(HarnessError, match="no order that can be shipped"):
        pulled(parts, answering(answer))
