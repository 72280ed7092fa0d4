"""ShipStation clicked through by its admin, and by a colleague of his."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from features.support.browser.screen import Opening, Screen
from features.support.browser.shipstation.entrance import logging_in
from features.support.browser.shipstation.notice import NoticePage
from features.support.browser.shipstation.orders import OrderPage, OrdersGrid
from features.support.browser.shipstation.store import StorePage
from features.support.browser.shipstation.store_setup import StoreSetup
from features.support.evidence import HarnessError
from features.support.names import Names
from features.support.shipstation import ADMIN_PASSWORD, TABS, Account, Form
from features.support.wire import Answer, Server


class ClickedAccount(Account):
    """An account whose admin acts by its pages.

    Where a page does not spell out all fields of an order or a notice one by one, the others come from
    the API; what the page shows counts.
    """

    def __init__(
        self,
        server: Server,
        names: Names,
        *,
        now: datetime | None,
        forms: Sequence[Form],
        windows: Opening,
    ) -> None:
        super().__init__(server, names, now=now, forms=forms)
        self._windows = windows

    def _window(self, email: str) -> Screen:
        return self._windows(self.server, logging_in(self.key, self.names.email(email), ADMIN_PASSWORD))

    @cached_property
    def _admins(self) -> Screen:
        return self._window("admin@account.example")

    def test_connection(self, form: Form) -> Answer:
        """Fill in the form, click Test Connection."""
        return StoreSetup(self._admins).test_connection(form)

    def connect(self, form: Form) -> Answer:
        """Fill in the form, click Connect."""
        return StoreSetup(self._admins).connect(form)

    def connect_as_colleague(self, form: Form) -> Answer:  # noqa: ARG002 - he does not get as far
        """Let a user who is not an admin try it, who does not get as far as the form."""
        self.colleague("packer@account.example")
        screen = self._window("packer@account.example")
        StoreSetup(screen).reach()
        return screen.answer()

    def store_types(self) -> dict[str, bool]:
        """The list of store types, and which of them can be chosen."""
        return StoreSetup(self._admins).types()

    def connected(self) -> list[int]:
        """The ids of the stores that are set up."""
        return StoreSetup(self._admins).stores()

    def retype_password(self, store: int, password: str) -> None:
        """Type another password into a store that is set up."""
        StorePage(self._admins).retype_password(store, password)

    def refresh(self, store: int) -> dict[str, Any]:
        """Click Refresh; what came of it, be it good or bad."""
        return StorePage(self._admins).refresh(store)

    def create_label(self, order: int, label: dict[str, object]) -> int:
        """Create Label on the order's page; the id of the notice that tells of it."""
        return OrderPage(self._admins, order).create_label(label)

    def mark_as_shipped(self, order: int) -> int:
        """Mark as Shipped on the order's page; the id of the notice that tells of it."""
        return OrderPage(self._admins, order).mark_as_shipped()

    def notice(self, number: int) -> dict[str, Any]:
        """The notice with this id, as its page shows it."""
        return super().notice(number) | NoticePage(self._admins, number).shown()

    def orders(self, tab: str | None = None) -> list[dict[str, Any]]:
        """All orders, as the grid lists them."""
        found = OrdersGrid(self._admins).all()
        return [order for order in found if tab is None or order["tab"] == TABS[tab]]

    def order(self, number: int) -> list[dict[str, Any]]:
        """The orders that the grid finds by this number, as it shows them.

        Raises HarnessError when it counts other warnings than an order has.
        """
        return [self._shown(order) for order in OrdersGrid(self._admins).numbered(number)]

    def _shown(self, listed: dict[str, Any]) -> dict[str, Any]:
        held: dict[str, Any] = self.admin.call("GET", f"/orders/{listed['id']}")
        if len(held["warnings"]) != listed["warned"]:
            raise HarnessError(f"the grid shows {listed['warned']} warnings, there are {held['warnings']}")
        return held | listed
