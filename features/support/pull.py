"""ShipStation's pull of one window, played by hand page by page, so that something can happen in between."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from features.support.exchange import Exchange
from features.support.shop import order_number


@dataclass
class Pull:
    """One store's walk through the pages of one window.

    `ask` requests a page by its number, `read` gives ShipStation's reading of the answer. `pages` are the
    orders of each page so far, `announced` what each of them said about their number.
    """

    ask: Callable[[int], Exchange]
    read: Callable[[Exchange], dict[str, Any]]
    pages: list[list[dict[str, Any]]] = field(default_factory=list)
    announced: list[int] = field(default_factory=list)
    started_over: bool = False

    @property
    def whole(self) -> bool:
        """Whether all pages that page 1 announced have been read."""
        return bool(self.pages) and len(self.pages) >= self.announced[0]

    @property
    def orders(self) -> list[dict[str, Any]]:
        """The orders of all pages so far."""
        return [order for page in self.pages for order in page]

    def counted(self) -> Counter[int]:
        """How often each order number has come."""
        return Counter(order_number(order) for order in self.orders)

    def go_on(self) -> None:
        """Read the next page. A pull that fails with a 5xx starts over at page 1, once, as a refresh would.

        Raises Broken for an answer that cannot be read.
        """
        exchange = self.ask(len(self.pages) + 1)
        if exchange.status is not None and exchange.status >= 500 and self.pages and not self.started_over:
            self.started_over = True
            self.start_over()
            exchange = self.ask(1)
        reading = self.read(exchange)
        self.pages.append(reading["orders"])
        self.announced.append(1 if reading["pages"] is None else reading["pages"])

    def start_over(self) -> None:
        """Forget what has been read."""
        self.pages.clear()
        self.announced.clear()

    def finish(self) -> None:
        """Read all pages that are left."""
        while not self.whole:
            self.go_on()
