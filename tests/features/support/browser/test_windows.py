from features.support.browser.organization import ClickedOrganization
from features.support.browser.windows import Pool, Windows


def test_a_window_is_used_again_by_somebody_who_is_not_signed_in(
    organization: ClickedOrganization, pool: Pool
) -> None:
    mine = organization.owners_screen()
    mine.open("/app/orders")
    others = Windows(pool)
    pool.give_back(mine.page)
    theirs = others.open(organization.crm)
    assert (theirs.page is mine.page, theirs.path) == (True, "")
    theirs.open("/app/orders")
    assert theirs.path == "/app/sign-in"


def test_clicks_of_all_windows_count_but_signing_in_does_not(
    organization: ClickedOrganization, windows: Windows
) -> None:
    organization.users()
    assert windows.clicks == 0
    organization.register("rx@clinic.example")
    assert windows.clicks == 1
