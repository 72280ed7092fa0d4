import shlex

import httpx2
import pytest

from features.support.exchange import Exchange, basic, without_credentials

URL = "http://bridge.example/shipstation/clinic_x?action=export&page=1"


def exchange(status: int | None = 200, **sent: str) -> Exchange:
    headers = httpx2.Headers({"Content-Type": "application/xml"})
    return Exchange("GET", URL, sent, status, headers, b"<Orders/>\xff", 0.1, "no answer: ReadTimeout")


@pytest.mark.parametrize(
    ("username", "password", "header"),
    [
        # The example of RFC 7617, section 2, and its UTF-8 one of section 2.1.
        ("Aladdin", "open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ("test", "123£", "Basic dGVzdDoxMjPCow=="),
    ],
)
def test_basic_credentials(username: str, password: str, header: str) -> None:
    assert basic(username, password) == header


def test_an_answer_in_one_line() -> None:
    assert exchange().said() == "200 application/xml '<Orders/>�'"


def test_an_answer_with_real_patients_orders_is_not_shown() -> None:
    shown = Exchange("GET", URL, {}, 200, body=b"<Orders>Pat Doe</Orders>", withheld=True).said()
    assert shown == "200  (24 bytes, not shown)"


def test_no_answer_in_one_line() -> None:
    assert exchange(None).said() == "no answer: ReadTimeout"


def test_an_answer_without_a_type_has_an_empty_one() -> None:
    assert Exchange("GET", URL, {}, 204).content_type == ""


@pytest.mark.parametrize(("status", "end"), [(500, "500"), (None, "no answer: ReadTimeout")])
def test_where_it_happened(status: int | None, end: str) -> None:
    assert exchange(status).where() == f"GET {URL} -> {end}"


def test_the_line_that_repeats_it_can_be_pasted() -> None:
    line = exchange(Accept="it's xml").curl()
    assert shlex.split(line) == ["curl", "-i", "-X", "GET", URL, "-H", "Accept: it's xml"]


def test_the_line_that_repeats_it_holds_no_credentials() -> None:
    line = exchange(authorization=basic("rx", "secret")).curl()
    assert line.endswith(' -u "$USERNAME:$PASSWORD"')
    assert "Basic" not in line


def test_the_line_that_repeats_it_holds_the_body_that_was_sent() -> None:
    parts = shlex.split(Exchange("POST", URL, {}, 200, payload=b"<ShipNotice>\n it's</ShipNotice>").curl())
    assert parts[-2:] == ["--data-binary", "<ShipNotice>\n it's</ShipNotice>"]


def test_a_large_body_is_left_out_of_the_line() -> None:
    parts = shlex.split(Exchange("POST", URL, {}, 200, payload=b"x" * 5000).curl())
    assert parts[-2:] == ["--data-binary", "@body"]


def test_no_line_shows_the_user_of_an_address() -> None:
    found = Exchange("GET", "http://rx:a@b@host.example/x?y=z@w", {}, 200)
    assert found.where() == "GET http://host.example/x?y=z@w -> 200"
    assert shlex.split(found.curl())[-1] == "http://host.example/x?y=z@w"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://rx:secret@host.example:8443/s/{org}", "https://host.example:8443/s/{org}"),
        ("https://host.example/{org}?key=secret&a=", "https://host.example/{org}?key=***&a=***"),
        ("http://host.example/{org}#x", "http://host.example/{org}"),
    ],
)
def test_an_address_is_shown_without_secrets(url: str, shown: str) -> None:
    assert without_credentials(url) == shown
