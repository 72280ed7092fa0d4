from typing import Any

import pytest

from features.support.sandwich import Addresses
from features.support.start_page.sample import Sample
from tests.browser.running import Running


@pytest.fixture
def parts() -> Running:
    users = [
        {"email": "rx@clinic.example", "role": "Pharmacy", "password": "p"},
        {"email": "owner@clinic.example", "role": "Owner", "password": "o"},
    ]
    organization: dict[str, Any] = {"org_key": "clinic_x", "users": users}
    account = {"account": "demo", "email": "admin@clinic.example", "password": "a"}
    addresses = Addresses("http://127.0.0.1:1", "http://127.0.0.1:2", "http://127.0.0.1:3/shipstation/{org}")
    return Running(Sample(addresses, organization, account, {}), "http://127.0.0.1:4")


def test_a_page_is_named_after_its_part_and_path(parts: Running) -> None:
    assert parts.name(f"{parts.parts['careportals']}/app/orders?status") == "careportals-app-orders-status"
    assert parts.name("http://127.0.0.1:4/") == "start"


def test_the_owner_signs_in_to_both_mocks_and_the_pharmacy_to_one(parts: Running) -> None:
    assert parts.owner["careportals"][1]["Email"] == "owner@clinic.example"
    assert parts.owner["shipstation"][1]["Account"] == "demo"
    assert parts.pharmacy == {
        "careportals": (
            "Sign In",
            {"Organization": "clinic_x", "Email": "rx@clinic.example", "Password": "p"},
        )
    }
