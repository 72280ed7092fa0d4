"""The orders grid of ShipStation, and an order's page."""

import re
from typing import Any
from urllib.parse import urlencode

from features.support.browser.screen import Screen
from features.support.evidence import HarnessError
from features.support.shipstation import TABS

_ROWS = """rows => rows.map(row => [
    row.querySelector('th a').textContent.trim(),
    row.querySelector('th a').getAttribute('href'),
    row.lastElementChild.firstChild.textContent.trim(),
    [...row.querySelectorAll('.badge')].map(badge => badge.textContent.trim()),
])"""


WARNED = re.compile(r"\d+ warnings?")


class OrdersGrid:
    """The grid with its tabs; of each order it tells number, id, tab, the store's status, and warnings."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def all(self) -> list[dict[str, Any]]:
        """Every order, page by page.

        Raises HarnessError when the counts of the tabs say something else.
        """
        self._screen.open("/app/orders?tab=all")
        counts, found = self.counts(), self._rows()
        following = self._screen.page.get_by_role("link", name="Next", exact=True)
        while following.count():
            self._screen.click("link", "Next")
            found += self._rows()
        listed = {tab: sum(order["tab"] == key for order in found) for tab, key in TABS.items()}
        if counts != listed | {"All Orders": len(found)}:
            raise HarnessError(f"{self._screen.page.url}: the tabs count {counts}, the grid lists {listed}")
        return found

    def counts(self) -> dict[str, int]:
        """How many orders each tab says it holds."""
        tabs = self._screen.page.get_by_role("navigation", name="Tabs of orders").get_by_role("link")
        texts = [text.split() for text in tabs.all_inner_texts()]
        return {" ".join(words): int(count.replace(",", "")) for *words, count in texts}

    def numbered(self, number: int) -> list[dict[str, Any]]:
        """The orders that the search finds by this number."""
        self._screen.open(f"/app/orders?{urlencode({'tab': 'all', 'search': number})}")
        return [order for order in self._rows() if order["orderNumber"] == str(number)]

    def _rows(self) -> list[dict[str, Any]]:
        rows = self._screen.main.locator("tbody tr").evaluate_all(_ROWS)
        return [
            {
                "orderNumber": number,
                "id": int(link.rpartition("/")[2]),
                "tab": next((TABS[badge] for badge in badges if badge in TABS), ""),
                "status": status,
                "warned": sum(int(badge.split()[0]) for badge in badges if WARNED.fullmatch(badge)),
            }
            for number, link, status, badges in rows
        ]


class OrderPage:
    """The page of one order, by its id."""

    def __init__(self, screen: Screen, order: int) -> None:
        self._screen = screen
        self._order = order
        if screen.path != f"/app/orders/{order}":
            screen.open(f"/app/orders/{order}")

    def create_label(self, label: dict[str, object]) -> int:
        """Create Label, for all items or those of the label; the id of the notice that tells of it."""
        self._screen.click("link", "Create Label")
        if items := label.get("items"):
            self._choose_items(items)
        self._screen.type("Carrier", str(label["carrier"]))
        self._screen.type("Service", str(label["service"]))
        self._screen.type("Tracking Number", str(label["trackingNumber"]))
        self._screen.click("button", "Create Label")
        return self._notice()

    def mark_as_shipped(self) -> int:
        """Mark as Shipped, without a label; the id of the notice that tells of it."""
        self._screen.click("link", "Mark as Shipped")
        self._screen.click("button", "Mark as Shipped")
        return self._notice()

    def _choose_items(self, items: Any) -> None:
        wanted = {f"Quantity of {item['sku']}": str(item["quantity"]) for item in items}
        fields = self._screen.page.get_by_label(re.compile("^Quantity of ")).all()
        labels = [field.get_attribute("aria-label") or "" for field in fields]
        if missing := wanted.keys() - set(labels):
            raise HarnessError(f"{self._screen.page.url}: no {', '.join(missing)} among {labels}")
        for label in labels:
            self._screen.type(label, wanted.get(label, "0"))

    def _notice(self) -> int:
        if self._screen.path != f"/app/orders/{self._order}":
            raise HarnessError(f"{self._screen.page.url}: {self._screen.answer().text}")
        notices = self._screen.page.get_by_role("table", name="Notices to the store")
        link = notices.get_by_role("rowheader").get_by_role("link").last.get_attribute("href")
        return int((link or "").rpartition("/")[2])
