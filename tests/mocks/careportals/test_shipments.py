from typing import Any

import httpx2
import pytest

from tests.mocks.careportals.clinic import Clinic

BODY: dict[str, Any] = {
    "carrier": "USPS",
    "service": "Priority Mail",
    "trackingNumber": "9400",
    "shipDate": "2026-03-01",
    "shippingCost": 4.95,
    "lineItems": [{"sku": "FINA-1", "quantity": 2}],
}


def ship(clinic: Clinic, order_id: str, key: str | None = None, /, **changes: object) -> httpx2.Response:
    headers = clinic.owner if key is None else {**clinic.owner, "Idempotency-Key": key}
    return clinic.client.post(f"/orders/{order_id}/shipments", json={**BODY, **changes}, headers=headers)


def test_a_shipment_is_added_and_the_status_stays(clinic: Clinic) -> None:
    order_id = clinic.put(7)
    clinic.freeze("2026-03-01T12:00:00Z")
    answer = ship(clinic, order_id, lineItems=[{"sku": "FINA-1", "quantity": 2.0}])
    assert answer.status_code == 201
    order = clinic.stored(order_id)
    assert answer.json() == order
    (shipment,) = order["shipments"]
    assert len(shipment.pop("_id")) == 24
    at = "2026-03-01T12:00:00.000Z"
    assert shipment == {**BODY, "createdAt": at, "createdBy": clinic.user("Owner@clinic.example")["_id"]}
    assert (order["status"], order["version"], order["updatedAt"]) == ("awaiting_shipment", 2, at)
    assert order["trackingCode"] == "9400"


def test_the_same_key_and_body_add_nothing(clinic: Clinic) -> None:
    order_id = clinic.put(7)
    order = ship(clinic, order_id, "k").json()
    clinic.advance(3000)
    answer = ship(clinic, order_id, "k")
    assert (answer.status_code, answer.json()) == (200, order)
    assert clinic.stored(order_id) == order


def test_the_same_key_with_another_body_is_a_conflict(clinic: Clinic) -> None:
    order_id = clinic.put(7)
    order = ship(clinic, order_id, "k").json()
    assert ship(clinic, order_id, "k", trackingNumber="other").status_code == 409
    assert clinic.stored(order_id) == order


def test_a_key_belongs_to_one_order(clinic: Clinic) -> None:
    first, second = clinic.put(7), clinic.put(8)
    assert ship(clinic, first, "k").status_code == ship(clinic, second, "k").status_code == 201


def test_without_a_key_each_call_is_a_shipment(clinic: Clinic) -> None:
    order_id = clinic.put(7)
    ship(clinic, order_id)
    ship(clinic, order_id)
    assert len(clinic.stored(order_id)["shipments"]) == 2


@pytest.mark.parametrize("fields", [{"status": "cancelled"}, {"isDeleted": True}])
def test_a_cancelled_or_deleted_order_takes_no_shipment(clinic: Clinic, fields: dict[str, object]) -> None:
    order_id = clinic.put(7, **fields)
    before = clinic.stored(order_id)
    answer = ship(clinic, order_id, "k")
    assert (answer.status_code, answer.json()) == (409, {"message": "Order is cancelled"})
    assert clinic.stored(order_id) == before


def test_a_shipment_that_was_accepted_before_the_cancellation_is_confirmed_again(clinic: Clinic) -> None:
    order_id = clinic.put(7)
    ship(clinic, order_id, "k")
    clinic.client.patch(f"/orders/{order_id}", json={"status": "cancelled"}, headers=clinic.owner)
    assert ship(clinic, order_id, "k").status_code == 200
    assert len(clinic.stored(order_id)["shipments"]) == 1


def test_the_latest_tracking_number_that_is_one_stays(clinic: Clinic) -> None:
    order_id = clinic.put(7)
    for number in ("first", "second", "", None):
        ship(clinic, order_id, trackingNumber=number)
    order = clinic.stored(order_id)
    assert order["trackingCode"] == "second"
    assert [each["trackingNumber"] for each in order["shipments"]] == ["first", "second", "", None]


def test_a_shipment_without_a_label_names_no_carrier(clinic: Clinic) -> None:
    order_id = clinic.put(7)
    lines = [{"sku": "", "quantity": 1}]
    path = f"/orders/{order_id}/shipments"
    answer = clinic.client.post(path, json={"lineItems": lines}, headers=clinic.owner)
    assert answer.status_code == 201
    assert answer.json()["shipments"][0]["carrier"] is None
    assert answer.json()["trackingCode"] is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"carrier": 1},
        {"service": ["x"]},
        {"trackingNumber": "x" * 101},
        {"shipDate": False},
        {"shippingCost": "4.95"},
        {"shippingCost": -1},
        {"shippingCost": True},
        {"lineItems": None},
        {"lineItems": []},
        {"lineItems": {"sku": "A", "quantity": 1}},
        {"lineItems": ["A"]},
        {"lineItems": [{"sku": "A"}]},
        {"lineItems": [{"sku": "A", "quantity": 1, "name": "x"}]},
        {"lineItems": [{"sku": None, "quantity": 1}]},
        {"lineItems": [{"sku": "x" * 101, "quantity": 1}]},
        {"lineItems": [{"sku": "A", "quantity": 0}]},
        {"lineItems": [{"sku": "A", "quantity": 1.5}]},
        {"lineItems": [{"sku": "A", "quantity": "1"}]},
        {"lineItems": [{"sku": "A", "quantity": True}]},
        {"lineItems": [{"sku": "A", "quantity": 10**30}]},
        {"tracking_number": "9400"},
    ],
)
def test_a_bad_shipment_is_refused(clinic: Clinic, wrong: dict[str, object]) -> None:
    order_id = clinic.put(7)
    assert ship(clinic, order_id, **wrong).status_code == 400
    assert clinic.stored(order_id)["version"] == 1


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_a_key_has_a_length(clinic: Clinic, key: str) -> None:
    assert ship(clinic, clinic.put(7), key).status_code == 400
