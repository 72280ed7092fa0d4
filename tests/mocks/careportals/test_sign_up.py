import pytest

from mocks.careportals.crm import Crm
from mocks.careportals.sign_up import activate, register
from mocks.control.payload import Refusal

BODY = {"email": "rx@clinic.example", "password": "a good password", "firstName": "Rob"}


def test_registering_links_the_organizations_that_have_invited() -> None:
    crm = Crm()
    crm.memberships.add("clinic_x", "RX@clinic.example", "Pharmacy")
    assert register(crm, BODY) == ("rx@clinic.example", ["clinic_x"])
    (member,) = crm.memberships.of_email("rx@clinic.example")
    assert (member.active, member.first_name) == (True, "Rob")


@pytest.mark.parametrize("change", [{"email": "x"}, {"password": "short"}, {"firstName": "x" * 101}])
def test_a_bad_field_makes_no_account(change: dict[str, str]) -> None:
    crm = Crm()
    with pytest.raises(Refusal, match=next(iter(change))):
        register(crm, {**BODY, **change})
    assert not crm.accounts.exists("rx@clinic.example")


def test_the_link_of_an_invitation_works_once() -> None:
    crm = Crm()
    member = crm.memberships.add("clinic_x", "rx@clinic.example", "Pharmacy")
    assert member.link_token is not None
    assert activate(crm, member.link_token, BODY).organization == "clinic_x"
    with pytest.raises(Refusal, match="used"):
        activate(crm, member.link_token, BODY)
    with pytest.raises(Refusal, match="not valid"):
        activate(crm, "made-up", BODY)
