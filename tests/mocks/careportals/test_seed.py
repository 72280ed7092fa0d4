import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from mocks.careportals import app
from mocks.careportals.crm import Crm
from mocks.careportals.orders import STATUSES
from mocks.careportals.seed import generate_in_turns, seed
from mocks.careportals.synthetic import Batch
from mocks.control.payload import Refusal
from tests.mocks.careportals.clinic import PASSWORD, Clinic

ORDER = {"_id": "a" * 24, "id": 5, "status": "shipped", "updatedAt": "2026-01-01T00:00:00Z"}
OWNER = {"email": "owner@clinic.example", "role": "Owner", "password": PASSWORD}
DEMO = Path(app.__file__).with_name("demo.json")


def organization(**fields: object) -> dict[str, Any]:
    return {"org_key": "clinic_x", "users": [OWNER], **fields}


def plant(client: httpx2.Client, *organizations: object) -> tuple[int, str]:
    answer = client.post("/_control/seed", json={"organizations": organizations})
    return answer.status_code, answer.text


def test_a_seed_makes_organizations_users_and_orders(client: httpx2.Client) -> None:
    invited = {"email": "rx@clinic.example", "role": "Pharmacy"}
    synthetic = {"count": 3, "seed": 1}
    entry = organization(name="Clinic", users=[OWNER, invited], orders=[ORDER], synthetic=synthetic)
    assert plant(client, entry, organization(org_key="other_clinic"))[0] == 201
    assert client.get("/_control/organizations").json() == [
        {"org_key": "clinic_x", "name": "Clinic", "users": 2, "orders": 4},
        {"org_key": "other_clinic", "name": "other_clinic", "users": 1, "orders": 0},
    ]
    stored = client.get(f"/_control/organizations/clinic_x/orders/{ORDER['_id']}").json()
    assert stored == {**ORDER, "organization": "clinic_x"}
    body = {"username": "owner@clinic.example", "password": PASSWORD}
    assert client.post("/auth", json=body, headers={"organization": "other_clinic"}).status_code == 200
    mails = client.get("/_control/outbox").json()
    assert [(mail["to"], mail["subject"]) for mail in mails] == [
        ("rx@clinic.example", "Activate Your Account")
    ]


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        (organization(org_key="Clinic X"), "organizations[1]: "),
        (organization(org_key="x" * 65), "organizations[1]: "),
        (organization(org_key=None), "organizations[1]: "),
        (organization(name=5), "organizations[1]: "),
        (organization(user=[]), "organizations[1]: "),
        ({"org_key": "clinic_x"}, "organizations[1]: "),
        ("clinic_x", "organizations[1] "),
        (organization(users={}), "organizations[1]: "),
        (organization(users=[OWNER, 5]), "organizations[1]: users[1] "),
        (organization(users=[{**OWNER, "role": "Boss"}]), "organizations[1]: users[0]: "),
        (organization(users=[{**OWNER, "email": 1}]), "organizations[1]: users[0]: "),
        (organization(users=[{**OWNER, "password": "short"}]), "organizations[1]: users[0]: "),
        (organization(users=[{**OWNER, "name": "x"}]), "organizations[1]: users[0]: "),
        (organization(orders=[ORDER, {**ORDER, "id": "x"}]), "organizations[1]: orders[1]: "),
        (organization(orders=[{**ORDER, "organization": "b"}]), "organizations[1]: orders[0]: "),
        (organization(orders=[{}]), "organizations[1]: orders[0]: "),
        (organization(orders=None), "organizations[1]: "),
        (organization(synthetic={"count": 0, "seed": 1}), "organizations[1]: synthetic: "),
        (organization(synthetic=5), "organizations[1]: synthetic: "),
    ],
)
def test_a_wrong_entry_is_named_and_nothing_is_kept(entry: object, place: str) -> None:
    crm = Crm()
    with pytest.raises(Refusal) as refusal:
        seed(crm, {"organizations": [organization(org_key="first"), entry]})
    assert refusal.value.status_code == 400
    assert refusal.value.detail.startswith(place)
    assert PASSWORD not in refusal.value.detail
    assert crm.organizations.read() == crm.outbox.read("", None, None) == []
    assert not crm.accounts.exists("owner@clinic.example")


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        (organization(), "organizations[0]: The organization"),
        (organization(org_key="b", users=[OWNER, OWNER]), "organizations[0]: users[1]: "),
        (organization(org_key="b", orders=[ORDER, ORDER]), "organizations[0]: orders[1]: "),
    ],
)
def test_what_exists_already_is_a_conflict(clinic: Clinic, entry: object, place: str) -> None:
    status, text = plant(clinic.client, entry)
    assert status == 409
    assert place in text


def test_the_answer_names_the_wrong_entry(client: httpx2.Client) -> None:
    status, text = plant(client, organization(org_key="first"), organization(org_key="Clinic X"))
    assert status == 400
    assert json.loads(text)["message"].startswith("organizations[1]: ")
    assert client.get("/_control/organizations").json() == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"organizations":{}}', b'{"orgs":[]}'])
def test_a_body_that_is_no_seed_is_refused(client: httpx2.Client, body: bytes) -> None:
    assert client.post("/_control/seed", content=body).status_code == 400


def test_an_account_that_exists_keeps_its_password(client: httpx2.Client) -> None:
    client.post("/auth/register", json={"email": "OWNER@clinic.example", "password": "their own one"})
    plant(client, organization())
    body = {"username": "owner@clinic.example", "password": "their own one"}
    assert client.post("/auth", json=body, headers={"organization": "clinic_x"}).status_code == 200


def test_the_demo_shows_every_status_and_role(client: httpx2.Client) -> None:
    demo = json.loads(DEMO.read_bytes())
    assert plant(client, *demo["organizations"])[0] == 201
    body = {"username": "rx@clinic.example", "password": "demo-pharmacy-1"}
    token = client.post("/auth", json=body, headers={"organization": "clinic_x"}).json()["token"]
    headers = {"organization": "clinic_x", "Authorization": f"Bearer {token}"}
    page = client.get("/orders", headers=headers).json()
    assert page["total"] == 40
    assert {order["status"] for order in page["orders"]} == set(STATUSES)
    body = {"username": "provider.one@example.com", "password": "demo-provider-1"}
    token = client.post("/auth", json=body, headers={"organization": "clinic_x"}).json()["token"]
    page = client.get("/orders", headers={**headers, "Authorization": f"Bearer {token}"}).json()
    assert 0 < page["total"] < 40


END = datetime(2026, 3, 2, tzinfo=UTC)


def crm_with_a() -> Crm:
    crm = Crm()
    crm.organizations.create("a", "a")
    return crm


def batch(count: int) -> Batch:
    return Batch(count, 1, STATUSES, END - timedelta(days=1), END)


def orders(crm: Crm) -> object:
    return crm.organizations.read()[0]["orders"]


def test_others_have_their_turns_while_orders_are_made_and_see_all_or_none() -> None:
    crm = crm_with_a()

    async def run() -> list[object]:
        making = asyncio.create_task(generate_in_turns(crm, "a", batch(1000)))
        seen = []
        while not making.done():
            seen.append(orders(crm))
            await asyncio.sleep(0)
        assert making.result() == (1001, 2000)
        return seen

    seen = asyncio.run(run())
    assert len(seen) >= 10
    assert set(seen) == {0}
    assert orders(crm) == 1000


def test_two_batches_at_once_follow_one_another() -> None:
    crm = crm_with_a()

    async def run() -> list[tuple[int, int]]:
        return await asyncio.gather(*(generate_in_turns(crm, "a", batch(count)) for count in (300, 200)))

    assert asyncio.run(run()) == [(1001, 1300), (1301, 1500)]
    assert orders(crm) == 500


def test_an_id_that_is_taken_meanwhile_leaves_none_of_the_batch() -> None:
    crm = crm_with_a()

    async def run() -> None:
        making = asyncio.create_task(generate_in_turns(crm, "a", batch(500)))
        await asyncio.sleep(0)
        crm.orders.put("a", "f" * 24, {**ORDER, "_id": "f" * 24, "id": 1400})
        await making

    with pytest.raises(Refusal, match="Another order") as refusal:
        asyncio.run(run())
    assert (refusal.value.status_code, orders(crm)) == (409, 1)


def test_a_batch_in_an_unknown_organization_is_not_found() -> None:
    crm = crm_with_a()
    for _ in range(2):
        with pytest.raises(Refusal, match="no such organization"):
            asyncio.run(generate_in_turns(crm, "b", batch(1)))


def test_many_orders_are_stored_at_once_exactly_as_given(clinic: Clinic) -> None:
    other = {**ORDER, "_id": "b" * 24, "id": 6, "odd": None}
    answer = clinic.client.post(clinic.orders_path, json={"orders": [ORDER, other]})
    assert (answer.status_code, answer.json()) == (201, {"created": 2})
    assert clinic.stored("b" * 24) == {"organization": clinic.org_key, **other}


@pytest.mark.parametrize(
    ("second", "status"),
    [({**ORDER, "_id": "b" * 24}, 409), ({**ORDER, "id": 6, "_id": "b"}, 400), ("order", 400)],
)
def test_of_many_orders_all_are_stored_or_none(clinic: Clinic, second: object, status: int) -> None:
    answer = clinic.client.post(clinic.orders_path, json={"orders": [ORDER, second]})
    assert (answer.status_code, answer.json()["message"].startswith("orders[1]")) == (status, True)
    assert clinic.numbers() == []


def test_many_orders_need_an_organization(clinic: Clinic) -> None:
    path = "/_control/organizations/unknown/orders"
    assert clinic.client.post(path, json={"orders": []}).status_code == 404
