import shlex
from typing import Any

from mocks.control.clock import Clocks
from mocks.control.contents import Part, part
from mocks.control.journal import Entry, Journal
from mocks.control.pages.curl import LONGEST, curl


def entry(url: str = "/orders", **more: Any) -> Entry:
    journal = Journal(Clocks())
    given = {"tenant": None, "direction": "in", "method": "GET", "status": 200, "milliseconds": 1}
    journal.record(url=url, **(given | more))
    return next(journal.newest())


def words(written: Entry, request: Part | None = None) -> list[str]:
    return shlex.split(curl(written, request, "http://127.0.0.1:7801/"))


def test_a_request_becomes_a_line_for_the_shell() -> None:
    headers = [("host", "x"), ("authorization", "Bearer abc"), ("organization", "a b")]
    assert words(entry("/orders?a=b&c=%20"), part(headers, b"")) == [
        *("curl", "-sS", "-i", "http://127.0.0.1:7801/orders?a=b&c=%20"),
        *("-H", "authorization: ***", "-H", "organization: a b"),
    ]


def test_a_body_goes_along_without_its_secrets() -> None:
    line = words(entry(method="POST"), part([], b'{"password": "p", "name": "it\'s"}'))
    assert line[3:5] == ["-X", "POST"]
    assert line[-2:] == ["--data-raw", '{"password": "***", "name": "it\'s"}']


def test_a_body_that_does_not_fit_comes_from_a_file() -> None:
    for body in (b"x" * (LONGEST + 1), b"\x00"):
        assert words(entry(method="PUT"), part([], body))[-2:] == ["--data-binary", "@body"]
    assert words(entry(method="PUT"), Part([], b"x", 2))[-2:] == ["--data-binary", "@body"]


def test_hostile_addresses_stay_one_word() -> None:
    line = words(entry("/x'; rm -rf /\n%41?q='$(id)`"))
    assert line[3:] == ["http://127.0.0.1:7801/x';%20rm%20-rf%20/%0A%2541?q='$(id)`"]


def test_what_the_mock_itself_has_sent_keeps_its_address() -> None:
    assert words(entry("http://bridge/x?action=export", direction="out"))[3:] == [
        "http://bridge/x?action=export"
    ]
