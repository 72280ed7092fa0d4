from features.support.browser.organization import ClickedOrganization
from tests.features.support.browser.conftest import RX


def test_a_reset_password_is_read_from_the_mail(organization: ClickedOrganization) -> None:
    organization.add_user(RX, "Pharmacy")
    password = organization.reset_password(RX)
    assert organization.token(organization.names.email(RX), password)


def test_a_pharmacy_user_has_no_business_in_the_users_list(organization: ClickedOrganization) -> None:
    organization.add_user(RX, "Pharmacy")
    answer = organization.open_users(RX)
    assert (answer.status_code, "may not" in answer.text) == (403, True)
