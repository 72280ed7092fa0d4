"""A target that is only looked at: `--shop none`, from the outside."""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx2
import pytest
import trustme
from starlette.types import ASGIApp, Receive, Scope, Send

import bridge.app
from bridge.settings import Settings
from features.support.access import REQUESTS
from features.support.careportals import PASSWORD
from features.support.sandwich import Addresses, Sandwich
from features.support.scene import Scene
from features.support.wire import connections
from tests.lean import contract
from tests.served import served

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


class Seen:
    """An application that notes what it is asked, and how many requests it serves at once."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.methods: list[str] = []
        self.at_once = 0
        self.most_at_once = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        self.methods.append(scope["method"])
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self.app(scope, receive, send)
        finally:
            self.at_once -= 1


@pytest.fixture(scope="module")
def mocks() -> Iterator[Addresses]:
    with Sandwich(target="http://unused.invalid") as addresses:
        yield addresses


@pytest.fixture
def store(mocks: Addresses) -> tuple[str, str]:
    """An organization with some orders; its key, and the e-mail of its pharmacy user."""
    with httpx2.Client(trust_env=False) as http, connections() as send:
        scene = Scene(mocks, send, http)
        scene.found("clinic_x")
        scene.organization().add_user("rx@clinic.example", "Pharmacy")
        body = {"count": 60, "seed": 1}
        key = scene.organization().key
        scene.crm.call("DELETE", "/_control/clock", organization=key)
        scene.crm.call("POST", f"/_control/organizations/{key}/synthetic", body)
        return key, scene.names.email("rx@clinic.example")


def look(mocks: Addresses, url: str, username: str, *flags: str, password: str = PASSWORD) -> tuple[int, str]:
    """Exit code and text of a run that only looks at a target."""
    command = contract("--shop", "none", "--target", url, "--shipstation", mocks.shipstation, *flags)
    environment = os.environ | {"DRYDOCK_USERNAME": username, "DRYDOCK_PASSWORD": password}
    done = subprocess.run(  # noqa: S603 - our own program
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=55
    )
    return done.returncode, done.stdout + done.stderr


def test_a_look_at_the_bridge_sends_no_write_and_few_requests(
    mocks: Addresses, store: tuple[str, str], tmp_path: Path
) -> None:
    seen = Seen(bridge.app.create_app(Settings(mocks.careportals, page_size=25)))
    with served(seen) as port:
        code, text = look(mocks, f"http://127.0.0.1:{port}/shipstation/{store[0]}", store[1])
    assert "BROKEN" not in text, text
    assert code == 7, text
    assert "not fully checked" in text
    assert set(seen.methods) == {"GET"}
    assert 15 < len(seen.methods) <= REQUESTS
    assert seen.most_at_once == 1
    assert PASSWORD not in text


def test_a_dead_port_is_unreachable(mocks: Addresses) -> None:
    code, text = look(mocks, "http://127.0.0.1:9/shipstation/x", "rx@clinic.example")
    assert code == 6
    assert "Verdict: unreachable - http://127.0.0.1:9/shipstation/x: no answer: ConnectError" in text


def test_a_wrong_url_is_no_custom_store(mocks: Addresses, store: tuple[str, str]) -> None:
    with served(bridge.app.create_app(Settings(mocks.careportals))) as port:
        code, text = look(mocks, f"http://127.0.0.1:{port}/shipstations/{store[0]}", store[1])
    assert code == 6
    assert "answers 404: there is no Custom Store at this address" in text


def test_wrong_credentials_are_told_before_anything_is_checked(
    mocks: Addresses, store: tuple[str, str]
) -> None:
    with served(bridge.app.create_app(Settings(mocks.careportals))) as port:
        url = f"http://127.0.0.1:{port}/shipstation/{store[0]}"
        code, text = look(mocks, url, store[1], password="not the password")
    assert code == 4
    assert "answers 401: it does not take these credentials" in text


def test_an_html_site_is_broken(mocks: Addresses) -> None:
    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = b"<!doctype html><html><body><p>Welcome to our shop<br></body></html>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_request(self, *_: object) -> None:
            """Say nothing on the terminal."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            code, text = look(mocks, f"http://127.0.0.1:{server.server_port}/", "rx@clinic.example")
        finally:
            server.shutdown()
            thread.join()
    assert code == 1
    assert "Verdict: broken" in text


def test_an_endpoint_that_hangs_is_unreachable(mocks: Addresses) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        started = time.monotonic()
        code, text = look(mocks, url, "rx@clinic.example", "--time-limit", "0.5")
    assert code == 6
    assert "no answer: ReadTimeout" in text
    assert time.monotonic() - started < 20


def test_one_request_at_a_time_is_insisted_on(mocks: Addresses) -> None:
    code, text = look(mocks, "http://127.0.0.1:9/", "rx@clinic.example", "-n", "2")
    assert code == 4
    assert "--shop none sends one request at a time: use -n 0" in text


def test_https_with_a_private_ca(mocks: Addresses, store: tuple[str, str], tmp_path: Path) -> None:
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    certificate.private_key_and_cert_chain_pem.write_to_path(tmp_path / "server.pem")
    app = bridge.app.create_app(Settings(mocks.careportals))
    with served(app, ssl_certfile=str(tmp_path / "server.pem")) as port:
        url = f"https://127.0.0.1:{port}/shipstation/{store[0]}"
        known, text = look(mocks, url, store[1], "--ca", str(tmp_path / "ca.pem"))
        unknown, complaint = look(mocks, url, store[1])
    assert known == 7, text
    assert unknown == 6
    assert "CERTIFICATE_VERIFY_FAILED" in complaint
