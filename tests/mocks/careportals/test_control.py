import asyncio
from typing import Any

import httpx2
import pytest

from mocks.careportals.app import create_app
from mocks.careportals.settings import Settings
from tests.in_process import serving
from tests.mocks.careportals.clinic import OWNER, PASSWORD, Clinic

SYNTHETIC = "/_control/organizations/clinic_x/synthetic"
BODY: dict[str, Any] = {"org_key": "new_clinic", "owner": {"email": "o@clinic.example", "password": PASSWORD}}


def test_a_new_organization_has_an_active_owner(client: httpx2.Client) -> None:
    answer = client.post("/_control/organizations", json=BODY)
    assert answer.status_code == 201
    owner = answer.json()["owner"]
    assert (owner["email"], owner["role"], owner["status"]) == ("o@clinic.example", "Owner", "active")
    assert client.get("/_control/organizations").json() == [
        {"org_key": "new_clinic", "name": "new_clinic", "users": 1, "orders": 0}
    ]
    assert client.get("/_control/outbox").json() == []


def test_an_organization_is_made_once(client: httpx2.Client) -> None:
    client.post("/_control/organizations", json={**BODY, "name": "First"})
    assert client.post("/_control/organizations", json={**BODY, "name": "Second"}).status_code == 409
    assert client.get("/_control/organizations").json()[0]["name"] == "First"


@pytest.mark.parametrize(
    "wrong",
    [
        {"org_key": "New"},
        {"name": []},
        {"owner": None},
        {"owner": "o@clinic.example"},
        {"owner": {"email": "o@clinic.example"}},
        {"owner": {"email": "o@clinic.example", "password": "short"}},
        {"owner": {"email": "o", "password": PASSWORD}},
        {"owner": {**BODY["owner"], "role": "Owner"}},
        {"orgKey": "x"},
        {"now": "tomorrow"},
        {"now": 1},
        {"now": None},
        {"now": "9999-01-01T00:00:00Z"},
        {"users": None},
        {"users": ["rx@clinic.example"]},
        {"orders": {}},
    ],
)
def test_a_bad_organization_is_refused(client: httpx2.Client, wrong: dict[str, object]) -> None:
    assert client.post("/_control/organizations", json={**BODY, **wrong}).status_code == 400
    assert client.get("/_control/organizations").json() == []


def test_an_organization_comes_with_users_and_orders(clinic: Clinic) -> None:
    user = {"email": "rx@clinic.example", "role": "Pharmacy", "password": PASSWORD}
    order = clinic.stored(clinic.put(7))
    filled = BODY | {"users": [user], "orders": [order | {"organization": "new_clinic", "_id": "f" * 24}]}
    assert clinic.client.post("/_control/organizations", json=filled).status_code == 201
    [found] = clinic.client.get("/_control/organizations/new_clinic/orders").json()["orders"]
    assert (found["id"], found["updatedAt"]) == (7, order["updatedAt"])
    signed_in = {"username": "rx@clinic.example", "password": PASSWORD}
    answer = clinic.client.post("/auth", json=signed_in, headers={"organization": "new_clinic"})
    assert answer.status_code == 200


def test_an_organization_with_a_bad_order_is_not_made_at_all(client: httpx2.Client) -> None:
    answer = client.post("/_control/organizations", json=BODY | {"orders": [{"id": "seven"}]})
    assert (answer.status_code, "orders[0]" in answer.json()["message"]) == (400, True)
    assert client.get("/_control/organizations").json() == []


def test_resetting_one_organization_leaves_the_others_alone(clinic: Clinic) -> None:
    other = Clinic(clinic.client, "other_clinic", OWNER)
    for place in (clinic, other):
        place.put(7)
        place.invite("rx@clinic.example", "Pharmacy")
        place.freeze("2026-01-01T00:00:00Z")
    answer = clinic.client.post("/_control/reset", json={"organization": "clinic_x"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert [entry["org_key"] for entry in clinic.client.get("/_control/organizations").json()] == [
        "other_clinic"
    ]
    mails = clinic.client.get("/_control/outbox").json()
    assert {mail["organization"] for mail in mails} == {"other_clinic"}
    clocks = [
        clinic.client.get("/_control/clock", params={"organization": name}).json()["frozen"]
        for name in ("clinic_x", "other_clinic")
    ]
    assert clocks == [False, True]
    journal = clinic.client.get("/_control/journal").json()["entries"]
    assert {entry["tenant"] for entry in journal} == {"other_clinic"}
    assert clinic.client.get("/orders", headers=clinic.owner).status_code == 401
    assert Clinic(clinic.client, "clinic_x", OWNER).numbers() == []


def test_resetting_everything_forgets_the_accounts_too(clinic: Clinic) -> None:
    clinic.client.put("/_control/settings", json={"tokenSeconds": 5})
    clinic.client.post("/_control/reset", json={})
    assert clinic.client.get("/_control/settings").json()["tokenSeconds"] == 3600
    body = {"email": OWNER, "password": "another password"}
    assert clinic.client.post("/auth/register", json=body).status_code == 201


@pytest.mark.parametrize(
    "body", [{"organization": 5}, {"organization": ""}, {"organization": None}, {"org_key": "clinic_x"}]
)
def test_a_bad_reset_forgets_nothing(clinic: Clinic, body: dict[str, object]) -> None:
    assert clinic.client.post("/_control/reset", json=body).status_code == 400
    assert len(clinic.client.get("/_control/organizations").json()) == 1


def test_a_reset_forgets_orders_that_are_still_being_made() -> None:
    async def run() -> list[int]:
        transport = httpx2.ASGITransport(create_app())
        async with httpx2.AsyncClient(transport=transport, base_url="http://testserver") as client:
            await client.post("/_control/organizations", json=BODY)
            path = "/_control/organizations/new_clinic/synthetic"
            making = asyncio.create_task(client.post(path, json={"count": 1000, "seed": 1}))
            await asyncio.sleep(0)
            reset = await client.post("/_control/reset", json={"organization": "new_clinic"})
            await client.post("/_control/organizations", json={**BODY, "name": "Anew"})
            made = await making
            left = (await client.get("/_control/organizations")).json()
            return [made.status_code, reset.status_code, left[0]["orders"]]

    assert asyncio.run(run()) == [201, 204, 0]


def test_an_unknown_organization_is_forgotten_already(clinic: Clinic) -> None:
    body = {"organization": "unknown"}
    assert clinic.client.post("/_control/reset", json=body).status_code == 204


def test_a_shipment_key_is_forgotten_with_its_organization(clinic: Clinic) -> None:
    for place in (clinic, None):
        place = place or Clinic(clinic.client, "clinic_x", OWNER)
        path = f"/orders/{place.put(7)}/shipments"
        headers = {**place.owner, "Idempotency-Key": "k"}
        body = {"lineItems": [{"sku": "A", "quantity": 1}]}
        assert clinic.client.post(path, json=body, headers=headers).status_code == 201
        clinic.client.post("/_control/reset", json={"organization": "clinic_x"})


def test_an_order_is_kept_exactly_as_given(clinic: Clinic) -> None:
    absurd = {
        "_id": "a" * 24,
        "id": 1,
        "status": "no such status",
        "updatedAt": "2026-01-01T02:00:00+02:00",
        "lineItems": None,
        "totalAmount": "a lot",
        "customer": [],
        "shippingAddress": {"city": "\u0001\u0000"},
        "huge": 10**400,
        "invented": {"ünï": 1e-300},
    }
    path = f"{clinic.orders_path}/{'a' * 24}"
    answer = clinic.client.put(path, json=absurd)
    assert (answer.status_code, answer.json()) == (201, {**absurd, "organization": "clinic_x"})
    assert clinic.client.get(path).json() == answer.json()
    assert clinic.page()["orders"] == [answer.json()]
    assert clinic.client.put(path, json=absurd).status_code == 200


@pytest.mark.parametrize("order_id", ["7", "A" * 24, "g" * 24, "a" * 25, "%0a" + "a" * 23])
def test_an_order_id_has_24_hex_digits(clinic: Clinic, order_id: str) -> None:
    body = {"id": 1, "status": "shipped", "updatedAt": "2026-01-01T00:00:00Z"}
    assert clinic.client.put(f"{clinic.orders_path}/{order_id}", json=body).status_code == 400


def test_a_number_that_another_order_has_is_a_conflict(clinic: Clinic) -> None:
    clinic.put(7)
    body = {"id": 7, "status": "shipped", "updatedAt": "2026-01-01T00:00:00Z"}
    assert clinic.client.put(f"{clinic.orders_path}/{8:024x}", json=body).status_code == 409


@pytest.mark.parametrize("org_key", ["unknown", "Clinic_X", "%00"])
def test_orders_live_in_known_organizations_only(clinic: Clinic, org_key: str) -> None:
    path = f"/_control/organizations/{org_key}/orders/{clinic.put(7)}"
    body = {"id": 1, "status": "shipped", "updatedAt": "2026-01-01T00:00:00Z"}
    assert clinic.client.put(path, json=body).status_code == 404
    assert clinic.client.get(path).status_code == 404


def test_settings_are_changed_one_by_one(client: httpx2.Client) -> None:
    defaults = Settings().to_json()
    assert client.get("/_control/settings").json() == defaults
    answer = client.put("/_control/settings", json={"tokenSeconds": 5})
    assert answer.json() == {**defaults, "tokenSeconds": 5} == client.get("/_control/settings").json()


@pytest.mark.parametrize(
    "wrong",
    [{"tokenSeconds": 0}, {"passwordMinimum": 65}, {"pageMaximum": 251}, {"pageMaximum": None}, {"x": 1}],
)
def test_bad_settings_change_nothing(client: httpx2.Client, wrong: dict[str, object]) -> None:
    before = client.get("/_control/settings").json()
    answer = client.put("/_control/settings", json={"tokenSeconds": 77, "passwordMinimum": 9, **wrong})
    assert answer.status_code == 400
    assert client.get("/_control/settings").json() == before


def test_the_password_rule_is_a_setting(clinic: Clinic) -> None:
    clinic.client.put("/_control/settings", json={"passwordMinimum": 64})
    body = {"email": "a@clinic.example", "password": "x" * 63}
    assert clinic.client.post("/auth/register", json=body).status_code == 400
    path = f"/users/{clinic.user(OWNER)['_id']}/reset-password"
    clinic.client.post(path, headers=clinic.owner)
    password = clinic.mails(OWNER)[-1]["text"].removeprefix("New password: ")
    assert len(password) == 64


def test_links_lead_to_where_the_reader_asked(clinic: Clinic) -> None:
    clinic.invite("rx@clinic.example", "Pharmacy")
    (mail,) = clinic.client.get("/_control/outbox", headers={"Host": "192.0.2.7:99"}).json()
    assert mail["link"].startswith("http://192.0.2.7:99/auth/activate/")
    assert mail["link"] in mail["text"]


def test_links_lead_to_the_public_url_if_there_is_one() -> None:
    with serving(create_app(public_url="https://crm.example/base/")) as client:
        clinic = Clinic(client)
        clinic.invite("rx@clinic.example", "Pharmacy")
        link = clinic.mails("rx@clinic.example")[0]["link"]
    assert link.startswith("https://crm.example/base/auth/activate/")


def test_the_journal_names_the_organization_of_a_request(clinic: Clinic) -> None:
    clinic.client.get("/orders", headers={"organization": "unknown"})
    clinic.client.get("/nowhere", headers=clinic.owner)
    entries = clinic.client.get("/_control/journal").json()["entries"]
    assert [(entry["tenant"], entry["url"], entry["status"]) for entry in entries] == [
        ("clinic_x", "/auth", 200),
        (None, "/orders", 401),
        ("clinic_x", "/nowhere", 404),
    ]


def test_orders_are_generated_on_the_control_side(clinic: Clinic) -> None:
    clinic.freeze("2026-03-02T00:00:00Z")
    answer = clinic.client.post(SYNTHETIC, json={"count": 40, "seed": 5})
    assert (answer.status_code, answer.json()) == (201, {"created": 40, "firstId": 1001, "lastId": 1040})
    assert clinic.numbers(updatedFrom="2026-03-01T00:00:00Z") == list(range(1001, 1041))
    again = clinic.client.post(
        SYNTHETIC,
        json={
            "count": 2,
            "seed": 5,
            "statuses": ["shipped"],
            "from": "2020-01-01T00:00:00Z",
            "to": "2020-01-01T00:00:00Z",
        },
    )
    assert again.json() == {"created": 2, "firstId": 1041, "lastId": 1042}
    assert clinic.numbers(updatedTo="2021-01-01T00:00:00Z", status="shipped") != []


def test_the_numbers_go_on_after_the_largest(clinic: Clinic) -> None:
    clinic.put(5)
    assert clinic.client.post(SYNTHETIC, json={"count": 1, "seed": 1}).json()["firstId"] == 6
    clinic.put(2**53 - 1)
    assert clinic.client.post(SYNTHETIC, json={"count": 1, "seed": 1}).status_code == 409


def test_a_bad_request_for_orders_makes_none(clinic: Clinic) -> None:
    assert clinic.client.post(SYNTHETIC, json={"count": 100_001, "seed": 1}).status_code == 400
    assert clinic.page()["total"] == 0


def test_orders_are_generated_in_known_organizations_only(clinic: Clinic) -> None:
    path = SYNTHETIC.replace("clinic_x", "unknown")
    assert clinic.client.post(path, json={"count": 1, "seed": 1}).status_code == 404


def test_an_organization_can_begin_at_a_time_of_its_own(client: httpx2.Client) -> None:
    client.post("/_control/organizations", json={**BODY, "now": "2026-03-13T17:34:20.250Z"})
    clock = client.get("/_control/clock?organization=new_clinic").json()
    assert (clock["now"], clock["frozen"]) == ("2026-03-13T17:34:20.250Z", True)


def test_an_active_user_is_put_there_without_a_mail(clinic: Clinic) -> None:
    user = {"email": "rx@clinic.example", "role": "Pharmacy", "password": PASSWORD}
    answer = clinic.client.post("/_control/organizations/clinic_x/users", json=user)
    assert (answer.status_code, answer.json()["status"]) == (201, "active")
    signed_in = {"username": "rx@clinic.example", "password": PASSWORD}
    headers = {"organization": "clinic_x"}
    assert clinic.client.post("/auth", json=signed_in, headers=headers).status_code == 200
    assert clinic.client.get("/_control/outbox").json() == []


@pytest.mark.parametrize(
    ("change", "status"),
    [({"role": "King"}, 400), ({"email": "rx"}, 400), ({"password": ""}, 400), ({"phone": "1"}, 400)],
)
def test_a_bad_user_is_refused(clinic: Clinic, change: dict[str, str], status: int) -> None:
    user = {"email": "rx@clinic.example", "role": "Pharmacy", "password": PASSWORD} | change
    path = "/_control/organizations/clinic_x/users"
    assert clinic.client.post(path, json=user).status_code == status


def test_all_orders_are_read_as_they_are_stored(clinic: Clinic) -> None:
    for number in (8, 7):
        clinic.put(number)
    orders = clinic.client.get("/_control/organizations/clinic_x/orders").json()["orders"]
    assert [order["id"] for order in orders] == [7, 8]
    assert clinic.client.get("/_control/organizations/nowhere/orders").status_code == 404
