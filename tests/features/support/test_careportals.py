from datetime import datetime, timedelta

import pytest

from features.support.careportals import PASSWORD, Organization
from features.support.evidence import HarnessError
from features.support.names import Names
from features.support.sandwich import Addresses
from features.support.scene import START
from features.support.wire import Send, Server

RX = "rx@clinic.example"


@pytest.fixture
def organization(addresses: Addresses, send: Send) -> Organization:
    return Organization(Server(send, addresses.careportals), Names(), "clinic_x", START)


def test_a_new_organization_has_its_owner_and_nobody_else(organization: Organization) -> None:
    (owner,) = organization.users().values()
    assert (owner["role"], owner["status"]) == ("Owner", "active")
    assert organization.passwords == {"owner@clinic-x.example": PASSWORD}


def test_the_owner_signs_in_once_until_time_moves_on(organization: Organization) -> None:
    first = organization.staff()
    assert organization.staff() is first
    organization.set_time(START)
    assert organization.staff() is not first


def test_who_is_invited_is_listed_and_mailed_a_link(organization: Organization) -> None:
    assert organization.invite(RX, "Pharmacy").status_code == 201
    assert organization.user(RX)["status"] == "invited"
    assert [mail["subject"] for mail in organization.mails(RX)] == ["Activate Your Account"]
    assert organization.activation_link(RX).startswith("/auth/activate/")


def test_who_follows_the_link_can_sign_in(organization: Organization) -> None:
    organization.invite(RX, "Pharmacy")
    assert organization.activate(RX, "a password of my own").status_code == 200
    assert organization.passwords[RX] == "a password of my own"
    assert organization.token(organization.names.email(RX), "a password of my own")


def test_a_refused_password_is_not_remembered(organization: Organization) -> None:
    organization.invite(RX, "Pharmacy")
    assert organization.activate(RX, "short").status_code == 400
    assert organization.register("new@clinic.example", "short").status_code == 400
    assert organization.passwords.keys() == {"owner@clinic-x.example"}


def test_who_registers_has_a_password_and_no_organization(organization: Organization) -> None:
    assert organization.register(RX).json()["organizations"] == []
    assert organization.passwords[RX] == PASSWORD
    with pytest.raises(HarnessError, match="401"):
        organization.token(organization.names.email(RX), PASSWORD)


def test_a_user_who_is_added_is_active_with_the_role(organization: Organization) -> None:
    organization.add_user(RX, "Pharmacy/Admin")
    user = organization.user(RX)
    assert (user["role"], user["status"]) == ("Pharmacy/Admin", "active")


def test_a_user_who_cannot_be_added_is_an_error_of_the_harness(organization: Organization) -> None:
    organization.open()
    with pytest.raises(HarnessError, match=r"/users: 400 "):
        organization.add_user(RX, "Pharmacist")


def test_what_was_gathered_and_is_refused_is_an_error_of_the_harness(organization: Organization) -> None:
    organization.add_user(RX, "Pharmacist")
    with pytest.raises(HarnessError, match=r"/organizations: 400 .*users\[0\]"):
        organization.open()


def test_what_was_gathered_is_there_once_somebody_asks(organization: Organization) -> None:
    organization.add_user(RX, "Pharmacy")
    organization.set_time(START + timedelta(hours=1))
    assert organization.user(RX)["status"] == "active"
    clock = organization.crm.call("GET", "/_control/clock", organization=organization.key)
    assert (datetime.fromisoformat(clock["now"]), clock["frozen"]) == (START + timedelta(hours=1), True)


def test_a_role_is_changed(organization: Organization) -> None:
    organization.add_user(RX, "Pharmacy")
    organization.change_role(RX, "Marketing")
    assert organization.user(RX)["role"] == "Marketing"


def test_who_is_removed_is_gone(organization: Organization) -> None:
    organization.add_user(RX, "Pharmacy")
    organization.remove(RX)
    with pytest.raises(HarnessError, match=r"^rx@clinic\.example is not among the users of clinic_x_"):
        organization.user(RX)


def test_a_reset_password_is_read_from_the_mail(organization: Organization) -> None:
    organization.add_user(RX, "Pharmacy")
    password = organization.reset_password(RX)
    assert password != PASSWORD
    assert organization.passwords[RX] == password
    assert organization.token(organization.names.email(RX), password)


def test_a_mail_without_a_new_password_is_an_error_of_the_harness(
    organization: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    organization.add_user(RX, "Pharmacy")
    monkeypatch.setattr(organization, "mails", lambda _email: [{"text": "Hello,\nnothing here.\n"}])
    with pytest.raises(HarnessError, match="holds none"):
        organization.reset_password(RX)


def test_no_mail_with_a_link_is_an_error_of_the_harness(organization: Organization) -> None:
    with pytest.raises(HarnessError, match=r"no mail with a link has reached rx@clinic\.example"):
        organization.activation_link(RX)


def test_two_organizations_of_one_name_do_not_meet(addresses: Addresses, send: Send) -> None:
    crm = Server(send, addresses.careportals)
    one, other = Organization(crm, Names(), "clinic_x", START), Organization(crm, Names(), "clinic_x", START)
    one.add_user(RX, "Pharmacy")
    assert len(other.users()) == 1
