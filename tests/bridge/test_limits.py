import socket
from collections.abc import Callable, Iterator

import pytest

from bridge import limits
from bridge.app import create_app
from bridge.limits import LimitedProtocol
from tests.bridge.fake_crm import FakeCrm
from tests.served import served
from tests.through import through

HEAD = b"GET /health HTTP/1.1\r\nHost: localhost\r\n"

Connect = Callable[[], socket.socket]


@pytest.fixture
def connect() -> Iterator[Connect]:
    with served(create_app(None, through(FakeCrm())), http=LimitedProtocol) as port:

        def start() -> socket.socket:
            connection = socket.create_connection(("127.0.0.1", port), timeout=10)
            opened.append(connection)
            return connection

        opened: list[socket.socket] = []
        yield start
        for connection in opened:
            connection.close()


def answer(connection: socket.socket, *sent: bytes) -> bytes:
    """What comes back until the connection ends, or until a whole short answer is there."""
    for piece in sent:
        connection.sendall(piece)
    received = b""
    while (piece := connection.recv(65536)) and b"ok" not in received:
        received += piece
        if b'{"status":"ok"}' in received:
            break
    return received


def test_headers_as_usual_are_served(connect: Connect) -> None:
    connection = connect()
    for _ in range(3):
        assert answer(connection, HEAD, b"X-A: %b\r\n\r\n" % (b"a" * 60_000)).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "headers",
    [b"X-A: %b\r\n" % (b"a" * 65_600), b"X-A: 1\r\n" * 101, b"X-A: %b\r\n" % (b"a" * 4700) * 14],
    ids=["large", "many", "large together"],
)
def test_too_large_a_head_is_refused_in_words(connect: Connect, headers: bytes) -> None:
    # Hardly more than is allowed: what the server has not read when it closes would bring a reset instead.
    said = answer(connect(), HEAD + headers + b"\r\n")
    assert said.startswith(b"HTTP/1.1 400")
    assert b"The headers are more than 100, or larger than 65536 bytes" in said


def test_a_head_without_end_is_not_read_on(connect: Connect) -> None:
    connection = connect()
    connection.sendall(HEAD)
    with pytest.raises(OSError, match=r"reset|pipe|[Aa]bort"):
        connection.sendall(b"X-A: %b" % (b"a" * 100_000_000))


def test_nonsense_is_refused_as_before(connect: Connect) -> None:
    assert b"Invalid HTTP request" in answer(connect(), b"\x16\x03\x01nonsense\r\n\r\n")


@pytest.mark.parametrize("sent", [b"", HEAD, b"GET"])
def test_who_never_ends_the_head_is_shown_out(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(limits, "HEAD_SECONDS", 0.05)
    assert answer(connect(), sent) == b""


def test_who_is_slow_after_the_head_is_waited_for(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HEAD_SECONDS", 0.05)
    connection = connect()
    assert b"200 OK" in answer(connection, HEAD, b"\r\n")
    assert b"200 OK" in answer(connection, HEAD, b"\r\n")
