import pytest

from features.support.browser.organization import ClickedOrganization
from features.support.evidence import HarnessError
from tests.features.support.browser.conftest import RX


def test_who_is_invited_is_listed(organization: ClickedOrganization) -> None:
    assert organization.invite(RX, "Pharmacy").is_success
    user = organization.users()[organization.names.email(RX)]
    assert (user["role"], user["status"]) == ("Pharmacy", "invited")


def test_the_window_says_beside_the_field_what_is_wrong(organization: ClickedOrganization) -> None:
    answer = organization.invite("rx.clinic.example", "Pharmacist")
    assert answer.status_code == 400
    assert answer.json()["fields"].keys() <= {"Email", "Role"}
    assert not answer.is_success


def test_the_role_is_changed_and_the_user_removed(organization: ClickedOrganization) -> None:
    organization.add_user(RX, "Pharmacy")
    organization.change_role(RX, "Marketing")
    assert organization.users()[organization.names.email(RX)]["role"] == "Marketing"
    organization.remove(RX)
    assert organization.names.email(RX) not in organization.users()


def test_a_role_that_is_not_offered_is_an_error_of_the_harness(organization: ClickedOrganization) -> None:
    organization.add_user(RX, "Pharmacy")
    with pytest.raises(HarnessError, match=r"/edit: the role Pharmacist is not offered"):
        organization.change_role(RX, "Pharmacist")
