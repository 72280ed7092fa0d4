from starlette.requests import Request
from starlette.responses import Response

from mocks.control.pages.cookie import cookie_name, set_cookie


def request(host: str) -> Request:
    headers = [(b"host", host.encode())]
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": headers})


def test_each_port_has_cookies_of_its_own() -> None:
    assert cookie_name(request("127.0.0.1:7801"), "x") == "x_7801"
    assert cookie_name(request("mock"), "x") == "x_80"


def test_a_cookie_is_out_of_reach_of_scripts_and_other_sites() -> None:
    response = Response()
    set_cookie(request("mock:81"), response, "x", "y", seconds=5)
    assert response.headers["set-cookie"] == "x_81=y; HttpOnly; Max-Age=5; Path=/; SameSite=strict"
