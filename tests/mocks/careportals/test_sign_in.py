import pytest

from mocks.careportals.caller import holder
from mocks.careportals.crm import Crm
from mocks.careportals.sign_in import sign_in
from mocks.control.payload import Refusal


@pytest.fixture
def crm() -> Crm:
    crm = Crm()
    crm.accounts.create("rx@clinic.example", "a good password")
    crm.memberships.add("clinic_x", "rx@clinic.example", "Pharmacy")
    return crm


def test_the_token_is_that_of_the_user(crm: Crm) -> None:
    token = sign_in(crm, "clinic_x", "RX@clinic.example", "a good password")
    found = holder(crm, "clinic_x", token)
    assert found is not None
    assert found.membership.email == "rx@clinic.example"


@pytest.mark.parametrize(
    ("organization", "username", "password"),
    [
        ("clinic_y", "rx@clinic.example", "a good password"),
        ("clinic_x", "no@clinic.example", "a good password"),
        ("clinic_x", "rx@clinic.example", "a bad password"),
        ("", "", ""),
    ],
)
def test_what_is_wrong_is_not_told(crm: Crm, organization: str, username: str, password: str) -> None:
    with pytest.raises(Refusal, match="401: Invalid credentials"):
        sign_in(crm, organization, username, password)


def test_who_guesses_has_to_wait(crm: Crm) -> None:
    crm.change_settings({"signInFailures": 1})
    with pytest.raises(Refusal, match="401"):
        sign_in(crm, "clinic_x", "rx@clinic.example", "a guess")
    with pytest.raises(Refusal, match="429"):
        sign_in(crm, "clinic_x", "rx@clinic.example", "a good password")
