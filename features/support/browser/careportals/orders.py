"""An order's page in CarePortals."""

from urllib.parse import urlencode

from features.support.browser.screen import Screen
from features.support.evidence import HarnessError

ORDERS = "/app/orders"


class OrderPage:
    """The page of one order, reached from the list of orders, deleted ones too."""

    def __init__(self, screen: Screen, number: int) -> None:
        self._screen = screen
        sought = urlencode({"customer": f"#{number}", "deleted": "yes"})
        self._screen.open(f"{ORDERS}?{sought}")
        self._screen.click("link", f"#{number}")

    @property
    def status(self) -> str:
        """What the dropdown Order Status stands at."""
        return self._screen.field("Order Status").input_value()

    def change_status(self, status: str) -> None:
        """Choose another status, Update Status. Raises HarnessError when that is refused."""
        if not self._screen.choose("Order Status", status):
            raise HarnessError(f"{self._screen.page.url}: the status {status} is not offered")
        self._screen.click("button", "Update Status")
        self._done()

    def delete(self) -> None:
        """Delete Order, OK. Raises HarnessError when that is refused."""
        self._screen.click("link", "Delete Order")
        self._screen.click("button", "OK")
        self._done()

    def shipments(self) -> list[tuple[str, str, list[str]]]:
        """Tracking number, carrier with service, and the items of each shipment, oldest first."""
        table = self._screen.page.get_by_role("table", name="Shipments")
        found = []
        for row in table.get_by_role("row").all()[1:]:
            carrier, _date, items = (cell for cell in row.get_by_role("cell").all()[:3])
            contents = items.locator(".line").all_inner_texts()
            found.append((row.get_by_role("rowheader").inner_text(), carrier.inner_text(), contents))
        return found

    def _done(self) -> None:
        answer = self._screen.answer()
        if not answer.is_success:
            raise HarnessError(f"{self._screen.page.url}: {answer.text}")
