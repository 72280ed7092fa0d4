"""Ways to write the document otherwise; each can be applied upon the others."""

from collections.abc import Callable

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

    def rewritten(document: bytes) -> bytes:
        root = etree.fromstring(document, etree.XMLParser(strip_cdata=False))
        change(root)
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True)

    rewrite(rewritten)


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
