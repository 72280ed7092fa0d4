import socket
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2
import pytest

from features.support.access import Passage
from features.support.evidence import HarnessError
from features.support.target import Target, closed, unreachable
from features.support.verdict import Verdict


@dataclass
class Middleware:
    """Something that answers everything with one status and remembers what it was sent."""

    status: int = 503
    port: int = 0
    path: str = ""
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@pytest.fixture
def middleware() -> Iterator[Middleware]:
    seen = Middleware()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            seen.path, seen.headers = self.path, dict(self.headers)
            seen.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(seen.status)
            self.send_header("Content-Length", "16")
            self.end_headers()
            self.wfile.write(b"closed for lunch")

        def log_request(self, *_: object) -> None:
            """Say nothing on the terminal."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        seen.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield seen
        server.shutdown()
        thread.join()


def test_the_address_of_an_organization(http: httpx2.Client) -> None:
    assert Target("http://m.example/ship/{org}?x=1", http).address("a_1") == "http://m.example/ship/a_1?x=1"


def test_whatever_answers_is_reachable(middleware: Middleware, http: httpx2.Client) -> None:
    assert unreachable(middleware.url("/{org}"), http) is None
    assert middleware.path == "/drydock_is_anybody_there"


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("http://127.0.0.1:9/{org}", "http://127.0.0.1:9/drydock_is_anybody_there: ConnectError: "),
        ("nonsense", "nonsense: UnsupportedProtocol: "),
        ("ftp://127.0.0.1/{org}", "UnsupportedProtocol: "),
        ("http://127.0.0.1:port/{org}", "InvalidURL: "),
        ("http://[::1/{org}", "InvalidURL: "),
        (f"http://{'x' * 300}/", "UnicodeError: "),
    ],
)
def test_what_does_not_answer_is_unreachable_for_a_reason(
    template: str, reason: str, http: httpx2.Client
) -> None:
    found = unreachable(template, http)
    assert found is not None
    assert found[0] is Verdict.UNREACHABLE
    assert reason in found[1]


def test_a_notice_is_sent_as_it_was_given(middleware: Middleware, http: httpx2.Client) -> None:
    target = Target(middleware.url("/{org}"), http)
    query = "action=shipnotify&order_number=1392&service=&carrier=A%2fB+C"
    exchange = target.notify(target.address("clinic_x"), "rx@clinic.example", "a:ü", query, "<É/>\n")
    assert (exchange.method, exchange.status, exchange.body) == ("POST", 503, b"closed for lunch")
    assert middleware.path == f"/clinic_x?{query}"
    assert middleware.body == "<É/>\n".encode()
    assert middleware.headers["Content-Type"] == "text/xml; charset=utf-8"


def test_a_notice_carries_the_credentials_as_basic(middleware: Middleware, http: httpx2.Client) -> None:
    Target("", http).notify(middleware.url("/"), "rx@clinic.example", "a:ü", "x=1", "")
    scheme, _, pair = middleware.headers["Authorization"].partition(" ")
    assert (scheme, b64decode(pair).decode()) == ("Basic", "rx@clinic.example:a:ü")


@pytest.mark.parametrize(
    ("path", "query", "asked"),
    [
        ("/?store=x", "action=export", "/?store=x&action=export"),
        ("/x", "", "/x"),
        ("/x", "a=%2F%2f&a=+%20", "/x?a=%2F%2f&a=+%20"),
    ],
)
def test_a_query_joins_the_address_to_the_letter(
    middleware: Middleware, http: httpx2.Client, path: str, query: str, asked: str
) -> None:
    Target("", http).ask("GET", middleware.url(path), query, {})
    assert middleware.path == asked


def test_what_was_asked_is_kept_in_order(middleware: Middleware, http: httpx2.Client) -> None:
    target = Target("", http)
    made = [target.ask("GET", middleware.url(f"/{number}"), "", {}) for number in range(3)]
    assert target.exchanges == made
    assert all(0 < exchange.seconds < 30 for exchange in made)


def test_no_answer_is_an_exchange_too(http: httpx2.Client) -> None:
    exchange = Target("", http).ask("GET", "http://127.0.0.1:9/x", "", {})
    assert exchange.status is None
    assert exchange.trouble.startswith("no answer: ConnectError: ")


def test_an_address_that_is_none_is_an_error_of_the_harness(http: httpx2.Client) -> None:
    with pytest.raises(HarnessError, match=r"^GET http://127\.0\.0\.1:port/x\?a=1: Invalid port"):
        Target("", http).ask("GET", "http://127.0.0.1:port/x", "a=1", {})


def test_an_answer_is_waited_for_as_long_as_patience_lasts(http: httpx2.Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}/"
        exchange = Target("", http).ask("GET", url, "", {}, patience=0.05)
    assert exchange.status is None
    assert exchange.trouble.startswith("no answer: ReadTimeout")
    assert 0.04 < exchange.seconds < 5


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, None),
        (400, None),
        (503, None),
        (401, Verdict.USAGE_ERROR),
        (403, Verdict.USAGE_ERROR),
        (404, Verdict.UNREACHABLE),
    ],
)
def test_a_target_without_a_shop_must_take_the_credentials(
    middleware: Middleware, http: httpx2.Client, status: int, verdict: Verdict | None
) -> None:
    middleware.status = status
    obstacle = closed(Passage(middleware.url("/store"), "rx", "pw"), http)
    assert (obstacle and obstacle[0]) is verdict
    assert middleware.path.startswith("/store?action=export&start_date=")


def test_a_target_without_a_shop_must_answer(http: httpx2.Client) -> None:
    verdict, said = closed(Passage("http://127.0.0.1:9/", "rx", "pw"), http) or (None, "")
    assert verdict is Verdict.UNREACHABLE
    assert said.startswith("http://127.0.0.1:9/: no answer: ConnectError: ")


def test_a_target_without_a_shop_is_sent_no_notice(middleware: Middleware, http: httpx2.Client) -> None:
    target = Target("", http, Passage(middleware.url("/store"), "rx", "pw"))
    with pytest.raises(HarnessError, match="POST must not be sent"):
        target.notify(middleware.url("/store"), "rx", "pw", "action=shipnotify", "")
    assert middleware.path == ""


def test_who_gives_up_waiting_gets_no_answer(http: httpx2.Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        gave_up = Target(url, http).ask("GET", url, "", {}, patience=0.001)
    assert gave_up.status is None
    assert "ReadTimeout" in gave_up.trouble


@pytest.fixture
def dripping() -> Iterator[str]:
    """The address of something that sends a byte of its answer every 20 milliseconds, for ever."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            with suppress(OSError):
                while not over.wait(0.02):
                    self.wfile.write(b" ")

        def log_request(self, *_: object) -> None:
            """Say nothing on the terminal."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/store"
        over.set()
        server.shutdown()
        thread.join()


def test_an_answer_without_end_is_none(dripping: str, http: httpx2.Client) -> None:
    exchange = Target("", http).ask("GET", dripping, "", {}, patience=0.2)
    assert exchange.status is None
    assert "did not come to its end in time" in exchange.trouble
    assert 0.2 < exchange.seconds < 5


def test_whoever_begins_to_answer_is_reachable(dripping: str, http: httpx2.Client) -> None:
    assert unreachable(dripping, http) is None


def test_an_answer_without_bounds_is_none(
    middleware: Middleware, http: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("features.support.target.ANSWER_LIMIT", 15)
    exchange = Target("", http).ask("GET", middleware.url("/"), "", {})
    assert (exchange.status, exchange.trouble) == (
        None,
        "no answer: ReadError: the answer is longer than 15 bytes",
    )
