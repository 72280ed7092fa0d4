import json
from pathlib import Path

import httpx2
import pytest
from openapi_spec_validator import validate

from mocks.careportals.app import create_app, product_routes
from mocks.careportals.crm import Crm
from tests.in_process import serving
from tests.mocks.careportals.clinic import OWNER, Clinic


def test_the_index_names_the_routes_and_the_control_side(client: httpx2.Client) -> None:
    answer = client.get("/")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    for word in ("GET, HEAD /orders", "POST /auth", "/_control/outbox", "synthetic"):
        assert word in answer.text


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/auth", {"POST"}),
        ("POST", "/orders", {"GET", "HEAD"}),
        ("PUT", f"/orders/{'a' * 24}", {"GET", "HEAD", "PATCH", "DELETE"}),
        ("OPTIONS", "/users", {"GET", "HEAD", "POST"}),
        ("DELETE", "/_control/settings", {"GET", "HEAD", "PUT"}),
    ],
)
def test_another_method_is_refused_with_those_allowed(
    client: httpx2.Client, method: str, path: str, allowed: set[str]
) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.json()) == (405, {"message": "Method Not Allowed"})
    assert set(answer.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize(
    "path", ["/nowhere", "/orders/", "/ORDERS", "//orders", "/_control", "/auth/activate/"]
)
def test_an_unknown_path_is_not_found(client: httpx2.Client, path: str) -> None:
    answer = client.get(f"http://testserver{path}", follow_redirects=False)
    assert (answer.status_code, answer.json()) == (404, {"message": "Not Found"})


def test_a_file_keeps_everything(tmp_path: Path) -> None:
    file = tmp_path / "crm.sqlite"
    with serving(create_app(file)) as client:
        clinic = Clinic(client)
        order_id = clinic.put(7)
        clinic.put(8)
        clinic.invite("rx@clinic.example", "Pharmacy")
        cursor = clinic.page(limit=1)["nextCursor"]
        client.put("/_control/settings", json={"tokenSeconds": 60})
    with serving(create_app(file, seed={"organizations": "not read any more"})) as client:
        clinic.client = client
        assert clinic.page(limit=1, cursor=cursor)["orders"] == [clinic.stored(f"{8:024x}")]
        assert clinic.stored(order_id)["id"] == 7
        assert clinic.user(OWNER)["status"] == "active"
        assert len(clinic.mails("rx@clinic.example")) == 1
        assert client.get("/_control/settings").json()["tokenSeconds"] == 60


def described() -> dict[str, dict[str, object]]:
    with serving(create_app()) as client:
        document = client.get("/openapi.json").json()
    validate(document)
    paths: dict[str, dict[str, object]] = document["paths"]
    return paths


def test_the_description_is_valid_and_names_every_product_route() -> None:
    crm = Crm()
    routes = {
        (route.path, method.lower())
        for route in product_routes(crm)
        for method in route.methods or ()
        if method != "HEAD"
    }
    crm.close()
    methods = {"get", "post", "put", "patch", "delete"}
    product = {path: item for path, item in described().items() if not path.startswith("/_control/")}
    named = {(path, method) for path, item in product.items() for method in item if method in methods}
    assert named == routes


def test_no_answer_and_no_journal_entry_shows_a_secret(clinic: Clinic) -> None:
    clinic.invite("rx@clinic.example", "Pharmacy")
    link = clinic.mails("rx@clinic.example")[0]["link"]
    clinic.client.get(link)
    journal = json.dumps(clinic.client.get("/_control/journal").json())
    assert link.rpartition("/")[2] not in journal
    assert clinic.owner["Authorization"].removeprefix("Bearer ") not in journal
    assert OWNER not in journal
