import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import pytest

from bridge.__main__ import main


def start(*flags: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "bridge", *flags],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    )


@contextmanager
def running(*flags: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = start(*flags, **environment)
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline()
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_listens_and_stops_in_good_order(stop: signal.Signals) -> None:
    with running("--port", "0") as (process, line):
        match = re.fullmatch(r"bridge listening on (http://127\.0\.0\.1:\d+)\n", line)
        assert match is not None
        assert httpx2.get(f"{match[1]}/health").status_code == 200
        process.send_signal(stop)
        output, errors = process.communicate(timeout=5)
        assert (output, "Traceback" in errors) == ("", False)


def test_a_taken_port_is_said_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = start(BRIDGE_PORT=str(port))
        output, errors = process.communicate(timeout=10)
    assert (process.returncode, output, errors.count("\n")) == (1, "", 1)
    assert f"Cannot listen on 127.0.0.1 port {port}: Address already in use" in errors


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (["--page-size", "0"], "from 1 to 250"),
        (["--crm-url", "nowhere"], "URL must be one"),
        (["--crm-timeout", "soon"], "invalid float value"),
        (["--port", "70000"], "Cannot listen"),
    ],
)
def test_settings_that_cannot_work_are_refused(
    flags: list[str], sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bridge", *flags])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code
    assert sentence in f"{ended.value.code}{capsys.readouterr().err}"
