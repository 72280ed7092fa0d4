"""Shipping an order: the shipment is kept, and its store told."""

from dataclasses import dataclass
from typing import Any

from mocks.control.clock import to_text
from mocks.control.payload import Refusal
from mocks.shipstation import protocol
from mocks.shipstation.database import transaction
from mocks.shipstation.labels import Shipment, check_shippable, completes
from mocks.shipstation.notices import Notice
from mocks.shipstation.orders import Order
from mocks.shipstation.server import ShipStation
from mocks.shipstation.ship_notice import ship_notice
from mocks.shipstation.stores import Store


@dataclass(frozen=True)
class Shipped:
    """A shipment as it is shown, and its notice after the first attempt; None when it is gone by then."""

    shipment: dict[str, Any]
    notice: Notice | None


def store_to_tell(shipstation: ShipStation, order: Order) -> Store:
    """The store that hears of a shipment. Raises Refusal 409 when the order cannot be shipped."""
    store = shipstation.stores.get(order.store)
    if store is None:
        raise Refusal(409, "The store of this order is no longer connected")
    check_shippable(order)
    return store


async def ship(shipstation: ShipStation, order: Order, store: Store, shipment: Shipment) -> Shipped:
    """Keep a shipment and send its notice."""
    now = shipstation.clocks.of(order.account).now()
    query = protocol.notify_query(
        order.number, shipment.carrier, shipment.service, shipment.tracking_number, store.settings
    )
    kept = shipment.to_json(order, to_text(now))
    body = ship_notice(order, shipment, now)
    with transaction(shipstation.db):
        number = shipstation.orders.add_shipment(
            order, kept, to_text(now), complete=completes(shipment, order)
        )
        notice_id = shipstation.notices.add(order.account, order.id, query, body)
    notice = await shipstation.notices.send(notice_id)
    return Shipped({"id": number, **kept}, notice)
