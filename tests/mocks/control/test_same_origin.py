from collections.abc import Iterator

import httpx2
import pytest
from starlette.applications import Starlette

import mocks.careportals.app
import mocks.shipstation.app
from mocks.control.same_origin import is_here
from tests.in_process import serving

NONE = frozenset[str]()
EVIL = {"Origin": "http://attacker.example.com"}
FORM = {"Content-Type": "text/plain"}


@pytest.fixture(params=["careportals", "shipstation"])
def mock(request: pytest.FixtureRequest) -> Iterator[httpx2.Client]:
    apps: dict[str, Starlette] = {
        "careportals": mocks.careportals.app.create_app(hosts=["mock.example.com"]),
        "shipstation": mocks.shipstation.app.create_app(hosts=["mock.example.com"], tick_seconds=3600),
    }
    with serving(apps[request.param]) as client:
        yield client


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:7801",
        "192.168.1.5",
        "[::1]:7801",
        "localhost:7801",
        "localhost.",
        "testserver",
        "careportals:7801",
        "mock.example.com:80",
    ],
)
def test_a_host_that_no_stranger_can_own_is_this_one(host: str) -> None:
    assert is_here(host, frozenset({"mock.example.com"}))


@pytest.mark.parametrize(
    "host",
    [
        "attacker.example.com",
        "attacker.example.com:7801",
        "127.0.0.1.attacker.example.com",
        "127.0.0.1@attacker.example.com",
        "1.2.3.4.5",
        "[::1",
        "[::1].attacker.example.com",
        "a b",
        "",
    ],
)
def test_any_other_host_is_not(host: str) -> None:
    assert not is_here(host, NONE)


def test_a_name_that_leads_here_is_refused(mock: httpx2.Client) -> None:
    answer = mock.get("/openapi.json", headers={"Host": "rebound.attacker.example.com"})
    assert (answer.status_code, answer.json()["message"][:14]) == (403, "This host name")


def test_a_second_host_is_refused(mock: httpx2.Client) -> None:
    hosts = [("Host", "localhost"), ("Host", "attacker.example.com")]
    assert mock.get("/openapi.json", headers=hosts).status_code == 403


def test_a_name_that_was_given_is_served(mock: httpx2.Client) -> None:
    assert mock.get("/openapi.json", headers={"Host": "MOCK.example.com:7801"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        EVIL,
        {"Origin": "null"},
        {"Origin": "http://testserver:81"},
        {"Origin": "http://testserver.attacker.example.com"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_page_of_another_site_changes_nothing(mock: httpx2.Client, headers: dict[str, str]) -> None:
    answer = mock.post("/_control/reset", headers=headers)
    assert (answer.status_code, answer.json()["message"][:10]) == (403, "A web page")


def test_json_that_a_form_sends_as_text_is_refused(mock: httpx2.Client) -> None:
    body = b'{"now": "2026-03-13T17:34:00.000Z", "frozen": true, "x": "="}'
    for method, path in (("PUT", "/_control/clock"), ("POST", "/accounts"), ("POST", "/auth/register")):
        answer = mock.request(method, path, content=body, headers=EVIL | FORM)
        assert answer.status_code == 403
    assert mock.get("/_control/clock").json()["frozen"] is False


def test_the_control_side_is_not_even_read_by_another_site(mock: httpx2.Client) -> None:
    assert mock.get("/_control/journal", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://testserver"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_programs_and_the_mocks_own_pages_are_served(mock: httpx2.Client, headers: dict[str, str]) -> None:
    assert mock.post("/_control/reset", headers=headers).status_code == 204


def test_a_link_from_elsewhere_leads_to_the_product_side(mock: httpx2.Client) -> None:
    assert mock.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_no_answer_lets_another_site_read_it(mock: httpx2.Client) -> None:
    asked = {"Access-Control-Request-Method": "PUT"} | EVIL
    for answer in (mock.get("/", headers=EVIL), mock.options("/_control/clock", headers=asked)):
        assert not [name for name in answer.headers if name.startswith("access-control")]
