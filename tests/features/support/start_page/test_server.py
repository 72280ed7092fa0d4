import http.client
import socket
import struct
import time

import httpx2
import pytest

from features.support.evidence import HarnessError
from features.support.mocks import LOOK
from features.support.start_page.server import PORT, StartPage
from tests.features.support.start_page.two_mocks import SAMPLE, TwoMocks


def test_it_answers_with_safe_headers_as_long_as_it_is_needed() -> None:
    with StartPage(0, LOOK) as page:
        page.show(SAMPLE, TwoMocks().send)
        answer = httpx2.get(f"{page.address}/", trust_env=False)
        assert (answer.status_code, "five clicks" in answer.text) == (200, True)
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert "Python" not in answer.headers["server"]
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(page.address, trust_env=False)


def test_a_name_of_a_stranger_is_refused() -> None:
    with StartPage(0, LOOK) as page:
        page.show(SAMPLE, TwoMocks().send)
        answer = httpx2.get(page.address, headers={"Host": "evil.example"}, trust_env=False)
    assert answer.status_code == 403


def test_a_taken_port_is_said_with_the_flag_that_chooses_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(HarnessError, match=rf"port {port}: Address already in use.*--start-page"):
            StartPage(port, LOOK)
    with pytest.raises(HarnessError, match="Cannot listen"):
        StartPage(99_999, LOOK)


def test_it_ends_at_once_with_a_browser_still_connected_or_never_asked() -> None:
    with StartPage(0, LOOK):
        pass
    began = time.monotonic()
    with StartPage(0, LOOK) as page:
        page.show(SAMPLE, TwoMocks().send)
        waiting = http.client.HTTPConnection(page.address.removeprefix("http://"))
        waiting.connect()
    waiting.close()
    assert time.monotonic() - began < 2


def test_a_browser_that_goes_away_is_no_complaint(capfd: pytest.CaptureFixture[str]) -> None:
    with StartPage(0, LOOK) as page:
        page.show(SAMPLE, TwoMocks().send)
        host, port = page.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as browser:
            browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            browser.sendall(b"GET / HTTP/1.1\r\n")
        httpx2.get(page.address, trust_env=False)
    assert capfd.readouterr() == ("", "")


def test_the_port_is_the_one_before_the_mocks() -> None:
    assert PORT == 7800
