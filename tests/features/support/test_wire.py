import json
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from features.support.evidence import HarnessError
from features.support.wire import TIME_LIMIT, Send, Server, client
from tests.features.support.answering import answering


def server(answer: Callable[[httpx2.Request], httpx2.Response]) -> Server:
    return Server(answering(answer), "http://mock.example/")


def echo(request: httpx2.Request) -> httpx2.Response:
    told = {"method": request.method, "url": str(request.url), "body": request.content.decode()}
    return httpx2.Response(200, json=told | {"headers": dict(request.headers)})


def test_a_call_gives_the_json_of_the_answer() -> None:
    told = server(echo).call("PUT", "/clock", {"now": "ü"})
    assert (told["method"], told["url"]) == ("PUT", "http://mock.example/clock")
    assert json.loads(told["body"]) == {"now": "ü"}


def test_a_call_without_a_body_sends_none() -> None:
    told = server(echo).call("GET", "/orders")
    assert (told["url"], told["body"]) == ("http://mock.example/orders", "")


def test_query_parameters_are_sent_unless_they_are_none() -> None:
    told = server(echo).call("GET", "/orders", tab=None, number=1392, after="a b")
    assert told["url"] == "http://mock.example/orders?number=1392&after=a+b"


def test_headers_are_added_to_those_of_the_server_and_the_server_stays_as_it_was() -> None:
    plain = server(echo)
    both = plain.with_headers(organization="clinic_x").with_headers(Authorization="Bearer t")
    told = both.call("GET", "/")["headers"]
    assert (told["organization"], told["authorization"]) == ("clinic_x", "Bearer t")
    assert "organization" not in plain.call("GET", "/")["headers"]


def test_an_empty_answer_is_none() -> None:
    assert server(lambda _: httpx2.Response(204)).call("DELETE", "/orders/1") is None


def test_to_ask_is_to_take_any_answer() -> None:
    assert server(lambda _: httpx2.Response(403, text="no")).ask("GET", "/").status_code == 403


def test_a_refused_call_is_an_error_of_the_harness_with_the_first_words_of_the_answer() -> None:
    refusing = server(lambda _: httpx2.Response(409, text="taken" + "x" * 1000))
    with pytest.raises(HarnessError, match=r"^POST http://mock\.example/accounts: 409 takenx{295}$"):
        refusing.call("POST", "/accounts", {})


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "nonsense", "http://127.0.0.1:port"])
def test_no_answer_is_an_error_of_the_harness(url: str, send: Send) -> None:
    with pytest.raises(HarnessError, match=f"^GET {url}/x: "):
        Server(send, url).ask("GET", "/x")


def test_bytes_are_posted_as_they_are() -> None:
    told = server(echo).post_bytes("/seed", b'{"a": 1}\n', organization="clinic_x")
    assert (told["method"], told["body"]) == ("POST", '{"a": 1}\n')
    assert told["url"] == "http://mock.example/seed?organization=clinic_x"


def test_refused_bytes_are_an_error_of_the_harness() -> None:
    with pytest.raises(HarnessError, match=r"^POST http://mock\.example/seed: 400 bad$"):
        server(lambda _: httpx2.Response(400, text="bad")).post_bytes("/seed", b"")


def test_bytes_that_nobody_takes_are_an_error_of_the_harness(send: Send) -> None:
    with pytest.raises(HarnessError, match=r"^POST http://127\.0\.0\.1:9/seed: Failed to connect"):
        Server(send, "http://127.0.0.1:9").post_bytes("/seed", b"")


def test_the_client_waits_long_enough_and_takes_no_proxy_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with client() as http:
        assert http.timeout.read == TIME_LIMIT
        assert not http.trust_env


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_file_without_a_ca_is_an_error_of_the_harness(tmp_path: Path, content: str | None) -> None:
    authority = tmp_path / "ca.pem"
    if content is not None:
        authority.write_text(content)
    with pytest.raises(HarnessError, match=r"ca\.pem holds no certificate of a CA: "):
        client(authority=str(authority))
