"""Ways to change the document that the reference bridge writes, or the orders that it is written from."""

from collections.abc import Callable

from lxml import etree
from starlette.exceptions import HTTPException

import bridge.app
import bridge.orders_document as orders_document
from bridge.crm import Order
from tests.defects.replies import replace


def change_bytes(change: Callable[[bytes], bytes]) -> None:
    """Change the bytes of the document after it was written."""
    original = orders_document.write_orders
    replace(bridge.app, "write_orders", lambda orders, pages: change(original(orders, pages)))


def change_tree(change: Callable[[etree._Element], None]) -> None:
    """Change the tree of the document after it was written."""

    def rewrite(document: bytes) -> bytes:
        # What is not changed stays as it was, to the byte.
        root = etree.fromstring(document, etree.XMLParser(strip_cdata=False, huge_tree=True))
        change(root)
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)

    change_bytes(rewrite)


def change_texts(change: Callable[[str], str], *tags: str) -> None:
    """Change the texts of elements after the document was written."""

    def rewrite(root: etree._Element) -> None:
        for element in root.iter(*tags):
            before = element.text or ""
            if (after := change(before)) != before:
                element.text = after

    change_tree(rewrite)


def change_orders(change: Callable[[Order], Order]) -> None:
    """Change each order before it is written; one that cannot be changed stops the page."""
    original = orders_document.write_orders

    def write(orders: list[Order], pages: int) -> bytes:
        try:
            return original([change(order) for order in orders], pages)
        except (AttributeError, KeyError, TypeError, ValueError, ArithmeticError):
            raise HTTPException(500, "Internal Server Error") from None

    replace(bridge.app, "write_orders", write)
