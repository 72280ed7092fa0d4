import pytest

from mocks.careportals.crm import Crm
from mocks.careportals.organizations import organization_key
from mocks.control.payload import Refusal


@pytest.fixture
def crm() -> Crm:
    """The organizations a and b with a user, a mail and an order each."""
    crm = Crm()
    for key in ("b", "a"):
        crm.organizations.create(key, key.upper())
        crm.memberships.add(key, "rx@clinic.example", "Pharmacy")
        order = {"id": 7, "status": "shipped", "updatedAt": "2026-01-01T00:00:00Z"}
        crm.orders.put(key, f"{7:024x}", order)
    return crm


def counts(crm: Crm) -> list[tuple[object, ...]]:
    return [tuple(entry.values()) for entry in crm.organizations.read()]


@pytest.mark.parametrize("key", ["a", "clinic_x", "_", "0", "x" * 64])
def test_lower_case_digits_and_underscores_make_a_key(key: str) -> None:
    assert organization_key(key) == key


@pytest.mark.parametrize("value", ["", "New", "a-b", "a b", "a\n", "é", "٣", "x" * 65, 5, None, ["a"]])
def test_anything_else_is_no_key(value: object) -> None:
    with pytest.raises(Refusal, match="a-z, 0-9 and _") as refusal:
        organization_key(value)
    assert refusal.value.status_code == 400


def test_organizations_are_listed_by_key_with_what_they_hold(crm: Crm) -> None:
    crm.organizations.create("ab", "Empty")
    assert crm.organizations.read() == [
        {"org_key": "a", "name": "A", "users": 1, "orders": 1},
        {"org_key": "ab", "name": "Empty", "users": 0, "orders": 0},
        {"org_key": "b", "name": "B", "users": 1, "orders": 1},
    ]


def test_an_organization_is_made_once_and_keeps_its_name(crm: Crm) -> None:
    with pytest.raises(Refusal, match="The organization a exists already") as refusal:
        crm.organizations.create("a", "Another")
    assert refusal.value.status_code == 409
    assert counts(crm) == [("a", "A", 1, 1), ("b", "B", 1, 1)]


def test_only_a_known_organization_is_found(crm: Crm) -> None:
    assert crm.organizations.require("a") == "a"
    with pytest.raises(Refusal, match="no such organization") as refusal:
        crm.organizations.require("A")
    assert refusal.value.status_code == 404


def test_forgetting_one_leaves_the_others_and_all_accounts_alone(crm: Crm) -> None:
    crm.accounts.create("rx@clinic.example", "a good password")
    crm.organizations.forget("a")
    crm.organizations.forget("unknown")
    assert counts(crm) == [("b", "B", 1, 1)]
    assert [mail["organization"] for mail in crm.outbox.read("", None, None)] == ["b"]
    assert crm.accounts.exists("rx@clinic.example")


def test_a_forgotten_organization_comes_back_empty(crm: Crm) -> None:
    crm.organizations.forget("a")
    crm.organizations.create("a", "New")
    assert counts(crm)[0] == ("a", "New", 0, 0)


def test_forgetting_all_leaves_none(crm: Crm) -> None:
    crm.organizations.forget(None)
    assert crm.organizations.read() == []
    assert crm.outbox.read("", None, None) == []


def test_an_organization_has_a_name(crm: Crm) -> None:
    assert crm.organizations.name("a") == "A"
    with pytest.raises(Refusal, match="no such organization"):
        crm.organizations.name("c")
