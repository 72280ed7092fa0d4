import asyncio
import json
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message

from mocks.control.payload import (
    DEPTH_LIMIT,
    ERROR_HANDLERS,
    Refusal,
    integer,
    only,
    parse_object,
    read_body,
    read_object,
    text,
    whole_number,
)


def refused(use: Any, *arguments: Any, **named: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        use(*arguments, **named)
    return caught.value


@pytest.mark.parametrize("body", [b'{"a": [1, 2.5, null]}', b'\xef\xbb\xbf{"a": [1, 2.5, null]}'])
def test_an_object_in_utf_8_is_read(body: bytes) -> None:
    assert parse_object(body) == {"a": [1, 2.5, None]}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"3",
        b"null",
        b"\xff\xfe",
        '{"a": "é"}'.encode("latin-1"),
        '{"a": 1}'.encode("utf-16"),
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1e400}',
        b'{"a": ' + b"9" * 5000 + b"}",
        rb'{"a": "\ud800"}',
        rb'{"\uDC00": 1}',
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
    ],
)
def test_what_cannot_be_written_again_is_refused(body: bytes) -> None:
    assert refused(parse_object, body).status_code == 400


def test_a_whole_surrogate_pair_is_a_character() -> None:
    assert parse_object(rb'{"a": "\ud83d\ude00"}') == {"a": "😀"}


@pytest.mark.parametrize("inside", ["[", '{"a":'])
def test_nesting_has_a_limit_well_below_that_of_the_parser(inside: str) -> None:
    def nested(levels: int) -> bytes:
        close = "]" if inside == "[" else "}"
        return f'{{"a":{inside * (levels - 1)}"\\ud83d\\ude00"{close * (levels - 1)}}}'.encode()

    assert parse_object(nested(DEPTH_LIMIT))
    for levels in (DEPTH_LIMIT + 1, *range(985, 1000)):
        assert refused(parse_object, nested(levels)).status_code == 400


def test_unknown_fields_are_named() -> None:
    only({"a": 1}, {"a", "b"})
    assert refused(only, {"z": 1, "a": 1, "y": 1}, {"a"}).detail == "Unknown field: y, z"
    assert len(refused(only, {"z" * 5000: 1}, {"a"}).detail) < 300


def test_a_text_is_given_as_it_came() -> None:
    assert text({"a": " x "}, "a") == " x "
    assert text({"a": ""}, "a", default="d") == ""
    assert [text(body, "a", default="d") for body in ({}, {"a": None})] == ["d", "d"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, '"a" is missing'),
        ({"a": None}, '"a" is missing'),
        ({"a": 3}, '"a" must be text'),
        ({"a": ["x"]}, '"a" must be text'),
        ({"a": " \t"}, '"a" must not be empty'),
        ({"a": "x" * 6}, '"a" is longer than 5 characters'),
    ],
)
def test_what_is_no_text_is_said_in_words(body: dict[str, Any], message: str) -> None:
    assert refused(text, body, "a", limit=5).detail == message


def test_an_optional_text_is_checked_when_given() -> None:
    assert refused(text, {"a": 3}, "a", default="").detail == '"a" must be text'
    assert refused(text, {"a": "xx"}, "a", default="", limit=1).detail == '"a" is longer than 1 characters'


@pytest.mark.parametrize(("value", "number"), [(0, 0), (9, 9), ("7", 7), ("-3", -3), ("007", 7)])
def test_whole_numbers_come_as_numbers_or_text(value: object, number: int) -> None:
    assert whole_number(value, "n", -5, 9) == number


@pytest.mark.parametrize(
    "value", [-6, 10, True, 1.0, None, "", "-", "--3", "1.0", " 1", "+1", "٣", "²", "1" * 5000, 10**400, [1]]
)
def test_what_is_no_whole_number_in_range_is_refused(value: object) -> None:
    assert refused(whole_number, value, "n", -5, 9).detail == '"n" must be a whole number from -5 to 9'


@pytest.mark.parametrize(("value", "number"), [(2, 2), (2.0, 2), (-5, -5)])
def test_integers_of_a_body_are_numbers(value: object, number: int) -> None:
    assert integer(value, "n", -5, 9) == number


@pytest.mark.parametrize("value", ["2", 2.5, 1e300, 10, True, None, {}])
def test_what_is_no_integer_in_range_is_refused(value: object) -> None:
    assert refused(integer, value, "n", -5, 9).status_code == 400


async def echo(request: Request) -> JSONResponse:
    return JSONResponse(await read_object(request, optional="optional" in request.query_params))


async def small(request: Request) -> JSONResponse:
    return JSONResponse({"size": len(await read_body(request, 3))})


async def fail(request: Request) -> JSONResponse:
    errors: dict[str, Exception] = {
        "extra": Refusal(409, "Taken", headers={"Retry-After": "3"}, field="email", n=3),
        "plain": HTTPException(418),
        "defect": KeyError("Pat Doe"),
    }
    raise errors[request.path_params["kind"]]


@pytest.fixture
def client() -> TestClient:
    routes = [
        Route("/echo", echo, methods=["POST"]),
        Route("/small", small, methods=["POST"]),
        Route("/fail/{kind}", fail),
    ]
    app = Starlette(routes=routes, exception_handlers=ERROR_HANDLERS)
    return TestClient(app, raise_server_exceptions=False)


def test_a_body_is_read_whatever_its_content_type(client: TestClient) -> None:
    answer = client.post("/echo", content=b'{"a": 1}', headers={"Content-Type": "text/plain"})
    assert answer.json() == {"a": 1}


@pytest.mark.parametrize(("path", "status"), [("/echo?optional", 200), ("/echo", 400)])
def test_only_an_optional_body_may_be_empty(client: TestClient, path: str, status: int) -> None:
    assert client.post(path, content=b" \n").status_code == status


def test_a_body_is_bounded(client: TestClient) -> None:
    assert client.post("/small", content=b"123").json() == {"size": 3}
    answer = client.post("/small", content=b"1234")
    assert (answer.status_code, answer.json()) == (413, {"message": "The body is larger than 3 bytes"})


def test_a_body_that_breaks_off_is_the_clients_doing() -> None:
    messages: list[Message] = [{"type": "http.request", "body": b"{", "more_body": True}]

    async def receive() -> Message:
        return messages.pop() if messages else {"type": "http.disconnect"}

    request = Request({"type": "http", "method": "POST", "headers": []}, receive)
    with pytest.raises(Refusal) as caught:
        asyncio.run(read_body(request))
    assert caught.value.status_code == 400


def test_a_refusal_carries_its_fields_and_headers(client: TestClient) -> None:
    answer = client.get("/fail/extra")
    assert (answer.status_code, answer.headers["Retry-After"]) == (409, "3")
    assert answer.json() == {"message": "Taken", "field": "email", "n": 3}


@pytest.mark.parametrize(
    ("method", "path", "status", "message"),
    [
        ("GET", "/fail/plain", 418, "I'm a Teapot"),
        ("GET", "/nowhere", 404, "Not Found"),
        ("GET", "/echo", 405, "Method Not Allowed"),
        ("GET", "/fail/defect", 500, "Internal error of the mock"),
    ],
)
def test_every_error_has_the_same_form(
    client: TestClient, method: str, path: str, status: int, message: str
) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert json.loads(answer.text)["message"].lower() == message.lower()
