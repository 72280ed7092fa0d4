import pytest
from starlette.requests import Request
from starlette.responses import Response

from mocks.control.pages.session import Session

SESSION = Session("stand")


def request(cookie: str = "") -> Request:
    headers = [(b"host", b"mock:81"), (b"cookie", cookie.encode())]
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": headers})


def test_the_browser_keeps_what_the_sign_in_gave() -> None:
    response = Response()
    SESSION.begin(request(), response, organization="a;b \"ü'", token="x.y-z_=")
    cookie = response.headers["set-cookie"]
    assert cookie.endswith("; HttpOnly; Path=/; SameSite=strict")
    assert SESSION.read(request(cookie.partition(";")[0])) == {"organization": "a;b \"ü'", "token": "x.y-z_="}


def test_signing_out_takes_the_cookie_back() -> None:
    response = Response()
    SESSION.end(request(), response)
    assert 'stand_session_81=""' in response.headers["set-cookie"]
    assert "Max-Age=0" in response.headers["set-cookie"]


@pytest.mark.parametrize("value", ["", "%ff", "%25ff%3D", "a", "%26" * 99, "a%3D" + "%26b%3Dc" * 20])
def test_a_cookie_that_is_none_of_ours_is_nobodys(value: str) -> None:
    assert SESSION.read(request(f"stand_session_81={value}")).get("token") is None
