"""Settings > Store Setup of ShipStation, and its Custom Store form."""

import json

from playwright.sync_api import Locator

from features.support.browser.screen import Screen
from features.support.browser.shipstation.store import StorePage
from features.support.shipstation import Form
from features.support.wire import Answer

FORM = "/app/settings/store-setup/custom-store"
SETTINGS = "Other settings, as JSON"
"""What a form says beyond the guide: how the mock is to behave."""


class StoreSetup:
    """The way to the form, and the form; what was typed stays there from click to click."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def reach(self) -> None:
        """Click the gear icon in the top right corner, then Store Setup [doc: G8]."""
        if not self._screen.path.startswith("/app/"):
            self._screen.open("/app/orders")
        self._screen.click("button", "Settings", self._screen.page.get_by_role("banner"))
        self._screen.click("link", "Store Setup", self._screen.main)

    def types(self) -> dict[str, bool]:
        """The list of store types, and which of them can be chosen."""
        self.reach()
        found = {}
        for each in self._types().get_by_role("listitem").all():
            link = each.get_by_role("link")
            offered = link.count() == 1
            found[(link if offered else each).inner_text().strip()] = offered
        return found

    def _types(self) -> Locator:
        return self._screen.page.get_by_role("list", name="Store types")

    def stores(self) -> list[int]:
        """The ids of the stores that are set up."""
        self._screen.open("/app/settings/store-setup")
        rows = self._screen.page.get_by_role("table", name="Connected stores").get_by_role("rowheader")
        links = [row.get_by_role("link").get_attribute("href") or "" for row in rows.all()]
        return [int(link.rpartition("/")[2]) for link in links]

    def fill(self, form: Form) -> None:
        """Select the store type, unless its form is open already, and fill in what differs from it."""
        if self._screen.path != FORM:
            self.reach()
            self._screen.click("link", form.store_type, self._types())
        if not self._screen.field(SETTINGS).is_visible():
            self._screen.page.get_by_text("Behaviour of the mock", exact=True).click()
        self._screen.type(SETTINGS, json.dumps(form.settings))
        for label, value in form.values.items():
            self._screen.type(label, value)

    def test_connection(self, form: Form) -> Answer:
        """Fill in the form, click Test Connection."""
        self.fill(form)
        self._screen.click("button", "Test Connection")
        return self._screen.answer()

    def connect(self, form: Form) -> Answer:
        """Fill in the form, click Connect; the store, when its page comes up then."""
        self.fill(form)
        self._screen.click("button", "Connect")
        if self._screen.path == FORM:
            return self._screen.answer()
        return StorePage(self._screen).connected()
