"""Pages after somebody has done something in them: a form that was refused, a window that is open."""

from collections.abc import Iterator, Mapping
from functools import partial

from playwright.sync_api import Page

from tests.browser.picture import Stop
from tests.browser.running import Running

NOTHING: Mapping[str, str] = {}


def press(page: Page, button: str, typed: Mapping[str, str] = NOTHING) -> None:
    """Type into the fields with these labels, and press a button."""
    for label, text in typed.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()


def turned_away(parts: Running) -> Iterator[Stop]:
    """Forms that refuse whoever is not known."""
    for part, (button, typed) in parts.owner.items():
        wrong = partial(press, button=button, typed={**typed, "Password": "wrong"})
        yield Stop(f"{part}-app-refused", f"{parts.parts[part]}/app", wrong)
    url = f"{parts.parts['careportals']}/auth/register"
    yield Stop("careportals-auth-register-refused", url, partial(press, button="Sign Up"))


def refusals(parts: Running) -> Iterator[Stop]:
    """Forms that refuse what the owner has typed, and one that tells how it went."""
    crm, shipstation = parts.parts["careportals"], parts.parts["shipstation"]
    invite = partial(press, button="Add", typed={"Email": "nobody"})
    yield Stop("careportals-app-invite-refused", f"{crm}/app/admin/users/invite", invite)
    form = f"{shipstation}/app/settings/store-setup/custom-store"
    yield Stop("shipstation-app-store-refused", form, partial(press, button="Connect"))
    store = {
        "URL to Custom XML Page": parts.target,
        "Username": "nobody@clinic.example",
        "Password": "wrong",
    }
    yield Stop("shipstation-app-store-failed", form, partial(press, button="Test Connection", typed=store))


def opened(parts: Running) -> Iterator[Stop]:
    """Windows of a page."""
    for part in parts.owner:
        url = f"{parts.parts[part]}/_control/pages/traffic"
        yield Stop(f"{part}-traffic-window", url, _open_exchange)


def _open_exchange(page: Page) -> None:
    page.locator("#rows a").first.click()
    page.get_by_role("dialog").wait_for()
