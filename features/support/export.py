"""An Orders document that was asked for by hand, and what ShipStation makes of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from features.support.document import Document
from features.support.exchange import Exchange
from features.support.scene import Scene


@dataclass(frozen=True)
class Export:
    """The answer to an export that was asked for by hand."""

    scene: Scene
    exchange: Exchange
    start: datetime
    end: datetime
    further: "tuple[Export, ...]" = ()

    def document(self) -> Document:
        """The body. Raises Broken unless the answer is a 200."""
        exchange = self.exchange
        self.scene.expect(exchange.status == 200, "an answer 200 with orders", exchange.said)
        return Document(exchange.body, exchange.content_type)

    def root(self) -> etree._Element:
        """The root of the document. Raises Broken when it is not well-formed XML."""
        document = self.document()
        try:
            return document.root()
        except (etree.XMLSyntaxError, LookupError, UnicodeError) as error:
            self.scene.expect(condition=False, expected="well-formed XML", got=f"{error}")
            raise

    def orders(self) -> list[dict[str, Any]]:
        """The orders of all pages as ShipStation reads them. Raises Broken when it cannot."""
        return [order for page in (self, *self.further) for order in page.reading()["orders"]]

    def reading(self) -> dict[str, Any]:
        """What ShipStation makes of it. Raises Broken when it cannot import it."""
        reading = self.scene.reading(self.exchange, self.start, self.end)
        error = reading["error"] or {}
        where = [f"{name} {error[name]}" for name in ("xpath", "line") if error.get(name)]
        got = " ".join([str(error.get("message")), *where])
        self.scene.expect(reading["ok"], "a document that ShipStation can import", got)
        return reading

    def warned(self, *words: str) -> list[str]:
        """ShipStation's warnings with any of these words, each with the order that it is about."""
        warnings = self.reading()["warnings"]
        return [
            f"order {warned['orderNumber']}: {warned['message']}"
            for warned in warnings
            if any(word in warned["message"] for word in words)
        ]

    def order(self, number: int) -> etree._Element:
        """The element of one order. Raises Broken unless it is there once."""
        return self._once(number, [page.root() for page in (self, *self.further)])

    def order_by_declaration(self, number: int) -> etree._Element:
        """The same for a reader who passes over the header."""
        bodies = [page.exchange.body for page in (self, *self.further)]
        return self._once(number, [Document(body, "application/xml").root() for body in bodies])

    def _once(self, number: int, roots: list[etree._Element]) -> etree._Element:
        orders = [order for root in roots for order in root.iter("Order")]
        found = [order for order in orders if order.findtext("OrderNumber") == f"{number}"]
        self.scene.expect(len(found) == 1, f"the order {number} once", f"{len(found)} times")
        return found[0]
