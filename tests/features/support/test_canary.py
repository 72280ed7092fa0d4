import contextlib
import socket
import struct
from urllib.parse import urlsplit

import httpx2
import pytest

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


def test_a_visitor_who_says_nothing_and_stays_counts_and_holds_nobody_up() -> None:
    with Canary() as canary:
        address = urlsplit(canary.url)
        with socket.create_connection((address.hostname, address.port)):
            call(canary.url, b"bye")
            assert canary.visits() == 2


def test_a_visitor_who_breaks_off_counts_and_ends_nothing() -> None:
    with Canary() as canary:
        address = urlsplit(canary.url)
        with socket.create_connection((address.hostname, address.port)) as visitor:
            # Closing with a linger time of 0 s resets the connection.
            visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        call(canary.url, b"GET / HTTP/1.1\r\n\r\n")
        assert canary.visits() == 2


def test_nobody_is_answered_and_nobody_is_let_in_afterwards() -> None:
    with Canary() as canary, httpx2.Client(trust_env=False) as http:
        with pytest.raises(httpx2.TransportError):
            http.get(canary.url)
        assert canary.visits() == 1
        with pytest.raises(httpx2.ConnectError):
            http.get(canary.url)


def test_each_canary_has_a_secret_of_its_own_that_its_address_shows() -> None:
    with Canary() as one, Canary() as other:
        assert one.secret != other.secret
        assert one.url.endswith(f"/{one.secret}.dtd")


def test_the_file_holds_the_secret_and_goes_away() -> None:
    with Canary() as canary:
        assert canary.file.read_text(encoding="utf-8") == canary.secret
    assert not canary.file.exists()
