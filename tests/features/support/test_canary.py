import contextlib
import socket
from urllib.parse import urlsplit

from features.support.canary import Canary


def call(url: str, what: bytes) -> None:
    address = urlsplit(url)
    with contextlib.suppress(OSError), socket.create_connection((address.hostname, address.port)) as visitor:
        visitor.sendall(what)
        visitor.recv(1)


def test_nobody_came() -> None:
    with Canary() as canary:
        assert canary.visits() == 0


def test_visitors_are_counted() -> None:
    with Canary() as canary:
        call(canary.url, b"GET / HTTP/1.1\r\n\r\n")
        call(canary.url, b"GET / HTTP/1.1\r\n\r\n")
        assert canary.visits() == 2
        assert canary.visits() == 2


def test_the_file_holds_the_secret_and_goes_away() -> None:
    with Canary() as canary:
        assert canary.file.read_text(encoding="utf-8") == canary.secret
    assert not canary.file.exists()
