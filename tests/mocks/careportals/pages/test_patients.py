import pytest

from tests.mocks.careportals.pages.visitor import Visitor

ANA = {"_id": "a" * 24, "firstName": "Ana", "lastName": "Núñez", "email": "ana@example.com"}
PEN = {"name": "Semavita weekly pen", "quantity": 2, "type": "physical", "extras": {"drugName": "Semavita"}}


def test_patients_are_the_customers_of_orders(owner: Visitor) -> None:
    owner.clinic.put(1, customer=ANA)
    owner.clinic.put(2, customer=ANA, status="shipped", updatedAt="2026-02-01T00:00:00.000Z")
    owner.clinic.put(3, customer={"email": "zoe@example.com"}, updatedAt="2025-01-01T00:00:00.000Z")
    page = owner.go("/app/patients")
    assert page.all("//tbody/tr[1]/*") == ["Ana Núñez", "ana@example.com", "–", "2", "#2 Shipped"]
    assert page.rows() == ["Ana Núñez", "zoe@example.com"]
    assert owner.go("/app/patients?customer=ZOE").rows() == ["zoe@example.com"]


def test_prescriptions_are_the_drugs_of_orders(owner: Visitor) -> None:
    consultation = {"name": "Consultation", "type": "digital", "extras": {"drugName": "x"}}
    owner.clinic.put(1, customer=ANA, lineItems=[PEN, consultation], status="awaiting_script")
    page = owner.go("/app/prescriptions")
    assert page.all("//tbody/tr/*") == ["Semavita", "2", "Ana Núñez", "#1", "Not written yet"]
    owner.clinic.put(1, customer=ANA, lineItems=[PEN], status="cancelled")
    assert owner.go("/app/prescriptions").rows(5) == ["–"]


@pytest.mark.parametrize("page", ["patients", "prescriptions"])
def test_a_health_provider_sees_their_own_patients_only(visitor: Visitor, page: str) -> None:
    visitor.clinic.put(1, customer=ANA, lineItems=[PEN])
    mine = {"username": "User@clinic.example"}
    visitor.clinic.put(2, customer={"firstName": "Zoë"}, lineItems=[PEN], assignedTo=mine)
    visitor.as_role("Health Provider")
    shown = visitor.go(f"/app/{page}").one("//tbody")
    assert "Zoë" in shown
    assert "Ana" not in shown


def test_a_list_without_rows_says_so(owner: Visitor) -> None:
    assert "None found" in owner.go("/app/prescriptions").one("//main")


def test_a_long_list_says_that_there_are_more(owner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mocks.careportals.pages.patients.ROWS", 2)
    for number in range(3):
        owner.clinic.put(number, customer={"email": f"c{number}@example.com"})
    page = owner.go("/app/patients")
    assert len(page.rows()) == 2
    assert "The first 2 are shown" in page.one("//main")


def test_orders_without_a_customer_are_each_of_somebody(owner: Visitor) -> None:
    owner.clinic.put(1)
    owner.clinic.put(2)
    assert owner.go("/app/patients").rows() == ["Unknown customer"] * 2
