"""Mistakes about statuses."""

from collections import Counter

import bridge.orders_document as orders_document
from bridge.crm import Listing, Order, Session
from bridge.record import Record
from bridge.window import Window
from tests.defects.gallery import defect
from tests.defects.replies import keep_orders, replace


def _with_status(change: dict[str, str] | None, default: str | None = None) -> None:
    original = orders_document._status

    def status(order: Record) -> tuple[str, str]:
        real, notes = original(order)
        return (change or {}).get(real, default or real), notes

    replace(orders_document, "_status", status)


@defect("MAP-1", "MAP-3", "MAP-4", "MAP-5", "MAP-6", "MAP-7", "MAP-8", "STO-8", "SYN-1", "VAL-3")
def every_order_awaits_shipment() -> None:
    """The status is hard-coded."""
    _with_status(None, "awaiting_shipment")


@defect("MAP-2", "MAP-7", "MAP-8", "USR-1", "STO-4")
def holds_every_order() -> None:
    """Every order is On-Hold."""
    _with_status(None, "processing")


@defect("MAP-1", "MAP-8")
def pending_is_ready() -> None:
    """An order without a payment method is reported as ready."""
    _with_status({"pending": "awaiting_shipment"})


@defect("MAP-3", "MAP-8")
def completed_is_ready_again() -> None:
    """A completed order is reported as ready."""
    _with_status({"completed": "awaiting_shipment"})


@defect("MAP-5", "MAP-8", "MAP-6")
def processing_is_ready() -> None:
    """A paid order is reported as ready before anybody has said so."""
    _with_status({"processing": "awaiting_shipment"})


@defect("MAP-8")
def labels_instead_of_slugs() -> None:
    """Statuses are written as the screen shows them."""
    original = orders_document._status

    def status(order: Record) -> tuple[str, str]:
        slug, notes = original(order)
        return slug.replace("_", " ").title(), notes

    replace(orders_document, "_status", status)


@defect("MAP-6")
def passes_every_status_on() -> None:
    """Statuses that no box holds are reported as they are."""

    class Everything(set[str]):
        def __contains__(self, _status: object) -> bool:
            return True

    replace(orders_document, "MAPPED", Everything())


@defect("MAP-6")
def statuses_beginning_with_awaiting_are_ready() -> None:
    """Every other status that begins with awaiting_ is taken for awaiting_shipment."""
    original = orders_document._status

    def status(order: Record) -> tuple[str, str]:
        real = order.text("status", 100)
        slug, notes = original(order)
        unknown = real.startswith("awaiting_") and real not in orders_document.MAPPED
        return ("awaiting_shipment" if unknown else slug), notes

    replace(orders_document, "_status", status)


@defect("MAP-4", "MAP-7")
def never_tells_of_cancellations() -> None:
    """Cancelled orders are not exported."""
    keep_orders(lambda order, _window: order["status"] != "cancelled")


@defect("MAP-3", "MAP-7")
def never_tells_of_shipped_orders() -> None:
    """Orders that have left are not exported."""
    keep_orders(lambda order, _window: order["status"] not in {"shipped", "completed"})


@defect("MAP-4")
def forgets_deleted_orders() -> None:
    """Deleted orders vanish from the export."""
    original = Session._list

    async def listed(self: Session, parameters: dict[str, str], limit: int) -> Listing:
        return await original(self, parameters | {"includeDeleted": "false"}, limit)

    replace(Session, "_list", listed)


@defect("MAP-7", "SYN-1", "MAP-4")
def exports_an_order_once() -> None:
    """An order is marked as exported by the first pull that holds it, and never exported again."""
    exported: Counter[str] = Counter()

    def keep(order: Order, _window: Window) -> bool:
        exported[order["_id"]] += 1
        return exported[order["_id"]] == 1

    keep_orders(keep)
