"""Store set-up over HTTP."""

import pytest
from starlette.responses import Response

from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.shop import form


def colleague(desk: Desk) -> dict[str, str]:
    user = {"email": "rx@clinic.example", "password": "pw"}
    desk.client.post("/users", json=user | {"role": "user"})
    token = desk.client.post("/sign-in", json=user | {"account": "pharmacy"}).json()["token"]
    return {"Authorization": f"Bearer {token}"}


def test_custom_store_is_among_the_store_types(desk: Desk) -> None:
    assert {"name": "Custom Store", "available": True} in desk.client.get("/store-types").json()


def test_connect_tests_the_connection_and_keeps_the_store(desk: Desk) -> None:
    answer = desk.client.post("/stores", json=form())
    assert answer.status_code == 201
    assert [r.method for r in desk.shop.asked] == ["GET"]
    assert desk.client.get(f"/stores/{answer.json()['id']}").json() == answer.json()
    assert desk.client.get("/orders").json()["total"] == 0


def test_the_password_is_never_shown(desk: Desk) -> None:
    store = desk.connect()
    shown = [desk.client.get(f"/stores/{store}").text, desk.client.get("/stores").text]
    shown.append(desk.client.patch(f"/stores/{store}", json={"name": "B"}).text)
    shown.append(desk.client.get("/_control/journal").text.replace("SS-Password", ""))
    assert not any("word" in text for text in shown)


@pytest.mark.parametrize("path", ["/stores", "/stores/test-connection"])
def test_a_wrong_form_is_refused_before_anyone_is_asked(desk: Desk, path: str) -> None:
    answer = desk.client.post(path, json=form(username="", urlToCustomXmlPage="https://m.example/<org>"))
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {"username", "urlToCustomXmlPage"}
    assert desk.shop.asked == []


@pytest.mark.parametrize("path", ["/stores", "/stores/test-connection"])
def test_a_connection_that_fails_is_told_and_not_kept(desk: Desk, path: str) -> None:
    desk.shop.status = 401
    answer = desk.client.post(path, json=form())
    assert answer.status_code == 502
    assert answer.json()["ok"] is False
    assert answer.json()["message"] == "The remote server returned an error: (401) Unauthorized."
    assert desk.client.get("/stores").json() == []


def test_a_connection_test_keeps_nothing(desk: Desk) -> None:
    answer = desk.client.post("/stores/test-connection", json=form())
    assert answer.json()["ok"] is True
    assert answer.json()["message"].startswith("Connection successful")
    assert desk.client.get("/stores").json() == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/stores"),
        ("POST", "/stores/test-connection"),
        ("PATCH", "/stores/{id}"),
        ("DELETE", "/stores/{id}"),
        ("POST", "/stores/{id}/test-connection"),
        ("GET", "/users"),
    ],
)
def test_only_an_admin_sets_up_stores(desk: Desk, method: str, path: str) -> None:
    store, headers = desk.connect(), colleague(desk)
    answer = desk.client.request(method, path.format(id=store), headers=headers, json=form())
    assert answer.status_code == 403
    assert answer.json()["message"] == "Only an admin of this account can set up a store"


def test_every_user_may_look_and_refresh(desk: Desk) -> None:
    store, headers = desk.connect(), colleague(desk)
    assert desk.client.get("/stores", headers=headers).status_code == 200
    assert desk.client.post(f"/stores/{store}/refresh", headers=headers).status_code == 200
    assert len(desk.client.get(f"/stores/{store}/refreshes", headers=headers).json()) == 1


def test_a_store_is_changed_field_by_field(desk: Desk) -> None:
    store = desk.connect()
    changed = desk.client.patch(f"/stores/{store}", json={"settings": {"auth": "basic"}}).json()
    assert changed["settings"]["auth"] == "basic"
    assert changed["username"] == "rx@clinic.example"
    refused = desk.client.patch(f"/stores/{store}", json={"settings": {"auth": "none"}})
    assert set(refused.json()["fields"]) == {"settings.auth"}


def test_a_deleted_store_is_gone(desk: Desk) -> None:
    store = desk.connect()
    assert desk.client.delete(f"/stores/{store}").status_code == 204
    for path in ("", "/refreshes"):
        assert desk.client.get(f"/stores/{store}{path}").status_code == 404
    assert desk.client.get("/stores").json() == []


@pytest.mark.parametrize("number", ["{id}", "0", "9" * 30])
@pytest.mark.parametrize("what", ["/stores/{}", "/orders/{}", "/stores/{}/refreshes"])
def test_nothing_of_another_account_is_seen(desk: Desk, number: str, what: str) -> None:
    order_id = desk.imported()
    path = what.format(number.format(id=order_id))
    other = {"Authorization": f"Bearer {desk.opened('other')}"}
    assert desk.client.get(path, headers=other).status_code == 404


def test_a_connected_stores_connection_can_be_tested(desk: Desk) -> None:
    store = desk.connect()
    assert desk.client.post(f"/stores/{store}/test-connection").status_code == 200
    desk.shop.status = 500
    assert desk.client.post(f"/stores/{store}/test-connection").status_code == 502


def test_an_account_that_is_reset_while_connecting_gets_no_store(desk: Desk) -> None:
    def answer(_request: object) -> Response:
        desk.shipstation.forget("pharmacy")
        return Response("<Orders/>")

    desk.shop.answer = answer
    assert desk.client.post("/stores", json=form()).status_code == 404
