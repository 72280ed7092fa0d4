import pytest

from features.support.browser.organization import ClickedOrganization
from features.support.browser.windows import Windows
from features.support.evidence import HarnessError
from features.support.sandwich import Addresses
from features.support.wire import Send, Server


def test_what_is_missing_is_told_with_the_page_and_what_is_there_instead(
    organization: ClickedOrganization, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = organization.owners_screen()
    screen.open("/app/orders")
    screen.page.set_default_timeout(200)
    with pytest.raises(HarnessError) as missing:
        screen.click("link", "Nowhere")
    said = str(missing.value)
    assert f'{screen.url}/app/orders (200): looked for the link "Nowhere"; links there: [\'Skip to' in said
    assert "the page says: Orders; " in said


def test_a_field_that_is_missing_is_told_as_well(organization: ClickedOrganization) -> None:
    screen = organization.owners_screen()
    screen.open("/app/orders")
    screen.page.set_default_timeout(200)
    with pytest.raises(HarnessError, match='looked for the field "Nothing"'):
        screen.type("Nothing", "text")


def test_a_page_that_says_nothing_of_what_was_done_is_no_answer(organization: ClickedOrganization) -> None:
    screen = organization.owners_screen()
    screen.open("/app/orders")
    with pytest.raises(HarnessError, match="does not say what came of it"):
        screen.answer()
    with pytest.raises(HarnessError, match=r"not /app/stores/"):
        screen.number(r"/app/stores/(\d+)")


def test_nobody_listens(send: Send, addresses: Addresses, windows: Windows) -> None:
    screen = windows.open(Server(send, "http://127.0.0.1:9"))
    with pytest.raises(HarnessError, match=r"http://127.0.0.1:9/app cannot be opened: "):
        screen.open("/app")
