from typing import Any

import httpx2
import pytest

from mocks.careportals.orders import STATUSES
from tests.mocks.careportals.clinic import OWNER, Clinic

UNKNOWN = "0" * 24


def test_a_page_shows_the_documents_as_stored(clinic: Clinic) -> None:
    order_id = clinic.put(7, customer={"firstName": "Zoë \U0001f600"})
    page = clinic.page()
    assert page == {"orders": [clinic.stored(order_id)], "total": 1, "nextCursor": None}


def test_the_cursor_of_a_page_leads_to_the_next(clinic: Clinic) -> None:
    for number in (1, 2, 3):
        clinic.put(number)
    first = clinic.page(limit=2)
    second = clinic.page(limit=2, cursor=first["nextCursor"])
    assert [order["id"] for page in (first, second) for order in page["orders"]] == [1, 2, 3]
    assert (first["total"], second["total"], second["nextCursor"]) == (3, 3, None)


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=5&limit=5",
        "cursor=%ff",
        "%ff=1",
        "status=%00",
        "updatedFrom=2026-01-01T00:00:00+00:00",
    ],
)
def test_a_bad_query_is_a_bad_request(clinic: Clinic, query: str) -> None:
    answer = clinic.client.get(f"/orders?{query}", headers=clinic.owner)
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_an_order_is_read_by_its_internal_id(clinic: Clinic) -> None:
    order_id = clinic.put(7)
    answer = clinic.client.get(f"/orders/{order_id}", headers=clinic.owner)
    assert (answer.status_code, answer.json()) == (200, clinic.stored(order_id))


@pytest.mark.parametrize(
    ("method", "suffix", "body"),
    [
        ("GET", "", None),
        ("PATCH", "", {"status": "shipped"}),
        ("DELETE", "", None),
        ("POST", "/shipments", {"lineItems": [{"sku": "A", "quantity": 1}]}),
    ],
)
def test_unknown_and_foreign_orders_are_not_found_alike(
    clinic: Clinic, method: str, suffix: str, body: object
) -> None:
    foreign = Clinic(clinic.client, "other_clinic", "other@clinic.example").put(8)
    for order_id in (UNKNOWN, foreign, "8", "%00", "x" * 5000):
        path = f"/orders/{order_id}{suffix}"
        answer = clinic.client.request(method, path, json=body, headers=clinic.owner)
        assert (answer.status_code, answer.json()) == (404, {"message": "There is no such order"})


def test_a_new_status_is_a_change(clinic: Clinic) -> None:
    order_id = clinic.put(7, version=3, shippedAt=None)
    clinic.freeze("2026-03-01T12:00:00.250Z")
    user = clinic.add("rx@clinic.example", "Pharmacy")
    answer = clinic.client.patch(f"/orders/{order_id}", json={"status": "shipped"}, headers=user)
    assert answer.status_code == 200
    order = clinic.stored(order_id)
    assert answer.json() == order
    assert (order["status"], order["version"]) == ("shipped", 4)
    assert order["updatedAt"] == order["shippedAt"] == "2026-03-01T12:00:00.250Z"
    assert order["statusHistory"] == [
        {
            "prevStatus": "awaiting_shipment",
            "newStatus": "shipped",
            "updatedAt": "2026-03-01T12:00:00.250Z",
            "userId": clinic.user("rx@clinic.example")["_id"],
        }
    ]


def test_the_same_status_changes_nothing(clinic: Clinic) -> None:
    order_id = clinic.put(7)
    before = clinic.stored(order_id)
    body = {"status": "awaiting_shipment", "version": 1.0}
    answer = clinic.client.patch(f"/orders/{order_id}", json=body, headers=clinic.owner)
    assert answer.json() == before == clinic.stored(order_id)


def test_any_move_between_statuses_is_allowed(clinic: Clinic) -> None:
    order_id = clinic.put(7)
    for status in STATUSES:
        body = {"status": status, "version": None}
        assert clinic.client.patch(f"/orders/{order_id}", json=body, headers=clinic.owner).status_code == 200


@pytest.mark.parametrize("status", ["shipped", "awaiting_shipment"])
def test_a_stale_version_is_a_conflict(clinic: Clinic, status: str) -> None:
    order_id = clinic.put(7, version=5)
    body = {"status": status, "version": 4}
    assert clinic.client.patch(f"/orders/{order_id}", json=body, headers=clinic.owner).status_code == 409
    assert clinic.stored(order_id)["version"] == 5


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"status": "Shipped"},
        {"status": "on_hold"},
        {"status": None},
        {"status": ["shipped"]},
        {"status": {}},
        {"status": "shipped", "version": "1"},
        {"status": "shipped", "version": 1.5},
        {"status": "shipped", "version": True},
        {"status": "shipped", "version": 10**30},
        {"status": "shipped", "trackingCode": "1Z"},
    ],
)
def test_a_bad_status_change_is_refused(clinic: Clinic, body: dict[str, object]) -> None:
    order_id = clinic.put(7)
    answer = clinic.client.patch(f"/orders/{order_id}", json=body, headers=clinic.owner)
    assert answer.status_code == 400
    assert clinic.stored(order_id)["version"] == 1


def test_a_deleted_order_stays_readable_and_cannot_be_changed(clinic: Clinic) -> None:
    order_id = clinic.put(7)
    clinic.freeze("2026-03-01T12:00:00Z")
    path = f"/orders/{order_id}"
    assert clinic.client.delete(path, headers=clinic.owner).status_code == 204
    order = clinic.client.get(path, headers=clinic.owner).json()
    assert (order["isDeleted"], order["version"]) == (True, 2)
    assert order["updatedAt"] == "2026-03-01T12:00:00.000Z"
    clinic.advance(60)
    assert clinic.client.delete(path, headers=clinic.owner).status_code == 204
    assert clinic.client.patch(path, json={"status": "shipped"}, headers=clinic.owner).status_code == 409
    assert clinic.stored(order_id) == order


def test_a_health_provider_sees_the_orders_assigned_to_them(clinic: Clinic) -> None:
    provider = clinic.add("Dr@clinic.example", "Health Provider")
    own = clinic.put(1, assignedTo={"username": "dr@Clinic.example"})
    others = [clinic.put(2, assignedTo={"username": "x@clinic.example"}), clinic.put(3, assignedTo="dr")]
    assert clinic.numbers(provider) == [1]
    assert clinic.page(provider)["total"] == 1
    assert clinic.client.get(f"/orders/{own}", headers=provider).status_code == 200
    for order_id in others:
        assert clinic.client.get(f"/orders/{order_id}", headers=provider).status_code == 404


SHIPMENT: dict[str, Any] = {"trackingNumber": "9400", "lineItems": [{"sku": "FINA-1", "quantity": 2}]}


def ship(clinic: Clinic, order_id: str, key: str | None, /, **changes: object) -> httpx2.Response:
    headers = clinic.owner if key is None else {**clinic.owner, "Idempotency-Key": key}
    return clinic.client.post(f"/orders/{order_id}/shipments", json={**SHIPMENT, **changes}, headers=headers)


def test_a_shipment_is_added_in_the_name_of_the_caller(clinic: Clinic) -> None:
    order_id = clinic.put(7)
    answer = ship(clinic, order_id, None)
    assert (answer.status_code, answer.json()) == (201, clinic.stored(order_id))
    assert answer.json()["shipments"][0]["createdBy"] == clinic.user(OWNER)["_id"]


def test_a_shipment_with_a_key_is_added_once(clinic: Clinic) -> None:
    order_id = clinic.put(7)
    first, again = ship(clinic, order_id, "k"), ship(clinic, order_id, "k")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json() == clinic.stored(order_id)
    assert ship(clinic, order_id, "k", trackingNumber="other").status_code == 409


def test_a_cancelled_order_takes_no_shipment(clinic: Clinic) -> None:
    answer = ship(clinic, clinic.put(7, status="cancelled"), None)
    assert (answer.status_code, answer.json()) == (409, {"message": "Order is cancelled"})


@pytest.mark.parametrize(("key", "changes"), [("", {}), ("k" * 256, {}), (None, {"lineItems": []})])
def test_a_bad_shipment_changes_nothing(clinic: Clinic, key: str | None, changes: dict[str, object]) -> None:
    order_id = clinic.put(7)
    assert ship(clinic, order_id, key, **changes).status_code == 400
    assert clinic.stored(order_id)["version"] == 1
