import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
import uvicorn
from starlette.applications import Starlette

from mocks.control.serve import address, flags, listen, names, serve

PROGRAM = """
import sys
from starlette.applications import Starlette
from mocks.control.serve import listen, serve
serve(Starlette(), listen("127.0.0.1", int(sys.argv[1])), "mock X")
"""


def start(port: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, str(port)]
    return subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_a_process_says_where_it_listens_and_ends_when_told() -> None:
    process = start(0)
    assert process.stdout is not None
    line = process.stdout.readline()
    match = re.fullmatch(r"mock X listening on (http://127\.0\.0\.1:\d+)\n", line)
    assert match is not None
    assert httpx2.get(match[1]).status_code == 404
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=10)
    assert (process.returncode, output, errors) == (0, "", "")


def test_a_taken_port_is_one_sentence_and_exit_code_1() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = start(port)
        output, errors = process.communicate(timeout=10)
    assert (process.returncode, output) == (1, "")
    assert errors == (
        f"Cannot listen on 127.0.0.1 port {port}: Address already in use. "
        "Choose another with --port, or 0 for a free one.\n"
    )


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("127.0.0.1", -1), ("192.0.2.1", 0)])
def test_an_address_that_cannot_be_had_is_said_in_words(host: str, port: int) -> None:
    with pytest.raises(SystemExit, match=re.escape(f"Cannot listen on {host} port {port}: ")):
        listen(host, port)


def test_the_listener_answers_at_once() -> None:
    with listen("127.0.0.1", 0) as listener:
        host, port = listener.getsockname()
        with socket.create_connection((host, port), timeout=1):
            assert address(listener) == f"http://127.0.0.1:{port}"
        assert listener.proto == socket.IPPROTO_TCP


def test_an_ipv6_address_is_bracketed() -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    try:
        listener = listen("::1", 0)
    except SystemExit:
        pytest.skip("no IPv6 address here")
    with listener:
        assert re.fullmatch(r"http://\[::1\]:\d+", address(listener))


def interrupted(_server: uvicorn.Server, sockets: list[socket.socket]) -> None:
    raise KeyboardInterrupt


def stopped(_server: uvicorn.Server, sockets: list[socket.socket]) -> None:
    assert sockets[0].fileno() > 0


@pytest.mark.parametrize("run", [interrupted, stopped])
def test_the_socket_is_closed_in_the_end(
    run: Callable[..., None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(uvicorn.Server, "run", run)
    listener = listen("127.0.0.1", 0)
    where = address(listener)
    serve(Starlette(), listener, "mock X")
    assert capsys.readouterr().out == f"mock X listening on {where}\n"
    assert listener.fileno() == -1


def test_both_mocks_have_the_same_flags(capsys: pytest.CaptureFixture[str]) -> None:
    given = flags("A mock.", 7801).parse_args(["--db", "a.db", "--seed", "b.json"])
    assert (given.host, given.port, given.db, given.seed) == ("127.0.0.1", 7801, Path("a.db"), Path("b.json"))
    with pytest.raises(SystemExit):
        flags("A mock.", 7801, database=False).parse_args(["--db", "a.db"])
    assert "unrecognized arguments" in capsys.readouterr().err


def test_a_mock_knows_the_names_that_it_is_given() -> None:
    parser = flags("A mock.", 7801)
    given = ["--host", "0.0.0.0", "--known-as", "a.example.com", "--known-as", "b.example.com"]  # noqa: S104
    assert names(parser.parse_args([])) == ["127.0.0.1"]
    assert names(parser.parse_args(given)) == ["0.0.0.0", "a.example.com", "b.example.com"]  # noqa: S104


def test_what_waits_on_purpose_does_not_hold_up_the_end() -> None:
    """A request that is held back for ten minutes, and Ctrl-C."""
    command = [sys.executable, "-m", "mocks.careportals", "--port", "0"]
    process = subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    address = process.stdout.readline().split()[-1]
    fault = {"kind": "delay", "milliseconds": 600_000}
    assert httpx2.post(f"{address}/_control/faults", json=fault).status_code == 201
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=20) as client:
        client.sendall(b"GET /orders HTTP/1.1\r\nHost: x\r\n\r\n")
        while httpx2.get(f"{address}/_control/faults/1").json()["injected"] == 0:
            pass
        process.send_signal(signal.SIGINT)
        assert client.recv(12) == b"HTTP/1.1 401"
    assert process.communicate(timeout=20) == ("", "")
