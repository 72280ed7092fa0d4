from features.support.browser.organization import ClickedOrganization
from tests.features.support.browser.conftest import RX


def test_the_link_is_good_for_one_good_password(organization: ClickedOrganization) -> None:
    organization.invite(RX, "Pharmacy")
    refused = organization.activate(RX, "short")
    assert (refused.status_code, refused.json()["fields"].keys()) == (400, {"Password"})
    assert organization.activate(RX).is_success
    assert "used" in organization.activate(RX, "another good password").text


def test_who_registers_has_a_password(organization: ClickedOrganization) -> None:
    assert organization.register(RX, "a password of my own").is_success
    assert organization.passwords[RX] == "a password of my own"
