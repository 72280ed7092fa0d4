import pytest
from starlette.types import Scope

from mocks.careportals.pages.gate import for_people
from tests.mocks.careportals.clinic import PASSWORD
from tests.mocks.careportals.pages.visitor import Visitor

HTML = "text/html,application/xhtml+xml"
FORM = "application/x-www-form-urlencoded"


def asked(method: str, path: str, accept: str = "*/*", content_type: str = "") -> Scope:
    headers = [(b"accept", accept.encode()), (b"content-type", content_type.encode())]
    return {"type": "http", "method": method, "path": path, "headers": headers}


@pytest.mark.parametrize(
    "scope",
    [
        asked("GET", "/app"),
        asked("PUT", "/app/orders"),
        asked("GET", "/_control/pages/outbox"),
        asked("GET", "/", HTML),
        asked("HEAD", "/auth/register", HTML),
        asked("POST", "/auth/register", HTML, FORM),
        asked("GET", "/auth/activate/x", HTML),
    ],
)
def test_what_is_for_people(scope: Scope) -> None:
    assert for_people(scope)


@pytest.mark.parametrize(
    "scope",
    [
        asked("GET", "/"),
        asked("GET", "/apparatus", HTML),
        asked("GET", "/orders", HTML),
        asked("GET", "/_control/pages/traffic", HTML),
        asked("GET", "/auth/activate/x", "application/json"),
        asked("GET", "/auth/activate/x/y", HTML),
        asked("POST", "/auth/register", HTML, "application/json"),
        asked("POST", "/auth/register", "*/*", FORM),
        asked("PUT", "/auth/register", HTML, FORM),
    ],
)
def test_what_is_for_programs(scope: Scope) -> None:
    assert not for_people(scope)


def test_the_api_answers_programs_as_ever_where_it_shares_an_address_with_a_page(visitor: Visitor) -> None:
    body = {"email": "rx@clinic.example", "password": PASSWORD}
    answer = visitor.clinic.client.post("/auth/register", json=body, headers={"Accept": HTML})
    assert (answer.status_code, answer.json()["organizations"]) == (201, [])
    assert visitor.clinic.client.get("/auth/activate/x").json() == {
        "message": "This activation link is not valid"
    }
    assert visitor.clinic.client.get("/").headers["content-type"].startswith("text/plain")


def test_pages_are_no_traffic_of_the_product_and_meet_no_faults(owner: Visitor) -> None:
    fault = {"kind": "status", "status": 503}
    assert owner.clinic.client.post("/_control/faults", json=fault).status_code == 201
    before = owner.clinic.client.get("/_control/journal").json()["last"]
    assert [owner.go(path).status for path in ("/app/orders", "/", "/auth/register")] == [200] * 3
    assert owner.clinic.client.get("/_control/journal").json()["last"] == before
