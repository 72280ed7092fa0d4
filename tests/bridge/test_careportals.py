"""The bridge in front of the mock CarePortals, in one process."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from lxml import etree

from bridge.app import create_app
from bridge.settings import Settings
from mocks.careportals.app import create_app as create_careportals
from tests.in_process import serving

URL = "/shipstation/clinic_x"
WINDOW = {"action": "export", "start_date": "03/13/2026 00:00", "end_date": "03/13/2026 23:59"}
OWNER = {"email": "owner@clinic.example", "password": "right-owner-1"}


@pytest.fixture(scope="module")
def clients() -> Iterator[tuple[httpx2.Client, httpx2.Client]]:
    careportals = create_careportals()
    app = create_app(Settings(page_size=5), httpx2.ASGITransport(careportals))
    with serving(careportals) as crm, serving(app) as bridge:
        yield crm, bridge


@pytest.fixture
def crm(clients: tuple[httpx2.Client, httpx2.Client]) -> httpx2.Client:
    """An organization with a Pharmacy user and 20 orders on one day."""
    client = clients[0]
    client.post("/_control/reset")
    users = [{"email": "rx@clinic.example", "role": "Pharmacy", "password": "right-pharmacy-1"}]
    seed = {"organizations": [{"org_key": "clinic_x", "users": [{**OWNER, "role": "Owner"}, *users]}]}
    client.post("/_control/seed", json=seed).raise_for_status()
    made = {"count": 20, "seed": 1, "from": "2026-03-13T00:00:00.000Z", "to": "2026-03-13T23:00:00.000Z"}
    client.post("/_control/organizations/clinic_x/synthetic", json=made).raise_for_status()
    return client


@pytest.fixture
def bridge(clients: tuple[httpx2.Client, httpx2.Client], crm: httpx2.Client) -> httpx2.Client:
    client = clients[1]
    client.auth = ("rx@clinic.example", "right-pharmacy-1")
    return client


def owner(crm: httpx2.Client) -> dict[str, str]:
    body = {"username": OWNER["email"], "password": OWNER["password"]}
    token = crm.post("/auth", json=body, headers={"organization": "clinic_x"}).json()["token"]
    return {"organization": "clinic_x", "Authorization": f"Bearer {token}"}


def orders(crm: httpx2.Client, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = crm.get("/orders", params=query, headers=owner(crm)).json()["orders"]
    return found


def page(bridge: httpx2.Client, number: int) -> tuple[int, list[str]]:
    answer = bridge.get(URL, params=WINDOW | {"page": str(number)})
    root = etree.fromstring(answer.raise_for_status().content)
    return int(root.get("pages", "")), [key.text or "" for key in root.iter("OrderID")]


def test_an_exact_multiple_of_the_page_size_has_no_empty_page(
    crm: httpx2.Client, bridge: httpx2.Client
) -> None:
    pages = [page(bridge, number) for number in (1, 2, 3, 4, 5)]
    assert [(count, len(keys)) for count, keys in pages] == [(4, 5)] * 4 + [(4, 0)]
    assert {key for _, keys in pages for key in keys} == {found["_id"] for found in orders(crm)}


def test_an_order_that_changes_between_two_pages_pushes_no_other_out(
    crm: httpx2.Client, bridge: httpx2.Client
) -> None:
    everything = [found["_id"] for found in orders(crm)]
    _, first = page(bridge, 1)
    changed = first[0]
    crm.patch(f"/orders/{changed}", json={"status": "refunded"}, headers=owner(crm)).raise_for_status()
    rest = [key for number in (2, 3, 4) for key in page(bridge, number)[1]]
    assert first + rest == everything


def test_a_shipment_makes_its_order_shipped(crm: httpx2.Client, bridge: httpx2.Client) -> None:
    chosen = orders(crm, status="awaiting_shipment")[0]
    notice = (
        f"<ShipNotice><OrderNumber>{chosen['id']}</OrderNumber><OrderID>{chosen['_id']}</OrderID>"
        "<Carrier>USPS</Carrier><TrackingNumber>T1</TrackingNumber></ShipNotice>"
    )
    for _ in range(2):
        answer = bridge.post(URL, params={"action": "shipnotify"}, content=notice)
        assert answer.status_code == 200
    shipped = crm.get(f"/orders/{chosen['_id']}", headers=owner(crm)).json()
    assert (shipped["status"], shipped["trackingCode"]) == ("shipped", "T1")
    assert len(shipped["shipments"]) == 1


def test_a_cancelled_order_is_not_shipped(crm: httpx2.Client, bridge: httpx2.Client) -> None:
    chosen = orders(crm, status="cancelled")[0]
    notice = f"<ShipNotice><OrderID>{chosen['_id']}</OrderID></ShipNotice>"
    assert bridge.post(URL, params={"action": "shipnotify"}, content=notice).status_code == 409
    assert crm.get(f"/orders/{chosen['_id']}", headers=owner(crm)).json() == chosen


def test_a_removed_user_is_out_at_once(crm: httpx2.Client, bridge: httpx2.Client) -> None:
    page(bridge, 1)
    users = crm.get("/users", headers=owner(crm)).json()
    removed = next(user["_id"] for user in users if user["email"] == "rx@clinic.example")
    crm.delete(f"/users/{removed}", headers=owner(crm)).raise_for_status()
    assert bridge.get(URL, params=WINDOW | {"page": "2"}).status_code == 401
