import pytest

from features.support.browser.careportals.entrance import signing_in
from features.support.browser.organization import ClickedOrganization
from features.support.browser.windows import Windows
from features.support.evidence import HarnessError


def test_who_signs_in_comes_to_where_he_wanted_to_go(organization: ClickedOrganization) -> None:
    screen = organization.owners_screen()
    screen.open("/app/admin/users")
    assert (screen.path, screen.clicks) == ("/app/admin/users", 0)


def test_who_cannot_sign_in_is_told_why(organization: ClickedOrganization, windows: Windows) -> None:
    nobody = signing_in(organization.key, "nobody@clinic.example", lambda: "no password")
    screen = windows.open(organization.crm, nobody)
    with pytest.raises(HarnessError, match=r"/app/sign-in.*: nobody could sign in; the page says: Sign In"):
        screen.open("/app/orders")
