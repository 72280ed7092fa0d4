"""Ways to write the document otherwise; each can be applied upon the others."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

import bridge.app
from bridge.crm import Order
from tests.defects.replies import replace

Write = Callable[[list[Order], int], bytes]

AMOUNTS = ("OrderTotal", "UnitPrice")
DATES = ("OrderDate", "LastModified")


def rewrite(change: Callable[[bytes], bytes]) -> None:
    """Change the bytes of the document after it was written."""
    original: Write = vars(bridge.app)["write_orders"]
    replace(bridge.app, "write_orders", lambda orders, pages: change(original(orders, pages)))


def reshape(change: Callable[[etree._Element], None]) -> None:
    """Change the tree of the document after it was written; CDATA sections stay what they are."""
    before = vars(bridge.app)["write_orders"]
    reshaped = Reshaped(before.write, (*before.changes, change)) if isinstance(before, Reshaped) else None
    replace(bridge.app, "write_orders", reshaped or Reshaped(before, (change,)))


@dataclass(frozen=True)
class Reshaped:
    """Changes of the tree one upon the other: to read and write it for each takes longer than they do."""

    write: Write
    changes: tuple[Callable[[etree._Element], None], ...]

    def __call__(self, orders: list[Order], pages: int) -> bytes:
        """The document with all changes."""
        root = etree.fromstring(self.write(orders, pages), etree.XMLParser(strip_cdata=False))
        for change in self.changes:
            change(root)
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def respell(spell: Callable[[str], str], *tags: str) -> None:
    """Change how the texts of these elements, which are in no CDATA section, are written."""

    def change(root: etree._Element) -> None:
        for element in root.iter(*tags):
            element.text = spell(element.text or "")

    reshape(change)


def reorder(change: Callable[[list[Order]], list[Order]]) -> None:
    """Change the orders of a page before they are written."""
    original: Write = vars(bridge.app)["write_orders"]
    replace(bridge.app, "write_orders", lambda orders, pages: original(change(list(orders)), pages))
