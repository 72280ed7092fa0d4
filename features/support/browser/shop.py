"""The orders of an organization on CarePortals, changed and read on their pages."""

from datetime import datetime

from features.support.browser.careportals.orders import OrderPage
from features.support.browser.organization import ClickedOrganization
from features.support.careportals_shop import CarePortalsShop
from features.support.evidence import HarnessError
from features.support.shop import Shipment


class ClickedShop(CarePortalsShop):
    """Orders are put there exactly so as ever; staff change them, delete them and look at them by clicks."""

    def __init__(self, organization: ClickedOrganization, now: datetime) -> None:
        super().__init__(organization, now)
        self._staff = organization

    def _page(self, number: int) -> OrderPage:
        return OrderPage(self._staff.owners_screen(), number)

    def status(self, number: int) -> str:
        """The order's status as its page shows it."""
        return self._page(number).status

    def change_status(self, number: int, status: str) -> None:
        """The status dropdown of the order page."""
        self._page(number).change_status(status)

    def delete(self, number: int) -> None:
        """Delete Order; the document stays, marked."""
        self._page(number).delete()

    def shipments(self, number: int) -> list[Shipment]:
        """The shipments on the order's page.

        Raises HarnessError when the page shows something else than the document holds.
        """
        shown, held = self._page(number).shipments(), super().shipments(number)
        told = [(each.tracking_number or "No tracking number", _carrier(each), _items(each)) for each in held]
        if [(tracking, carrier, sorted(items)) for tracking, carrier, items in shown] != told:
            raise HarnessError(
                f"the page of the order {number} shows the shipments {shown}, there are {told}"
            )
        return held


def _carrier(shipment: Shipment) -> str:
    return f"{shipment.carrier} {shipment.service}".strip() or "–"


def _items(shipment: Shipment) -> list[str]:
    return sorted(f"{quantity} × {sku}" for sku, quantity in shipment.items)
