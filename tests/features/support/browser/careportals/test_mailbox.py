import pytest

from features.support.browser.organization import ClickedOrganization
from features.support.evidence import HarnessError
from tests.features.support.browser.conftest import RX


def test_the_mail_with_the_link_is_read_as_the_api_gives_it(organization: ClickedOrganization) -> None:
    organization.invite(RX, "Pharmacy")
    [mail] = organization.mails(RX)
    assert mail["subject"] == "Activate Your Account"
    assert organization.activation_link(RX).startswith("/auth/activate/")


def test_without_a_mail_nobody_can_follow_a_link(organization: ClickedOrganization) -> None:
    with pytest.raises(HarnessError, match=r"no mail with a link has reached rx\."):
        organization.activate(RX)
