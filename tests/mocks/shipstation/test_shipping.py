"""Shipping without HTTP."""

import asyncio

import pytest

from mocks.control.payload import Refusal
from mocks.shipstation.labels import read_label
from mocks.shipstation.orders import Order
from mocks.shipstation.shipping import ship, store_to_tell
from tests.mocks.shipstation.desk import NOW, Desk


def the_order(desk: Desk, number: int) -> Order:
    order = desk.shipstation.orders.get("pharmacy", number)
    assert order is not None
    return order


def test_a_shipment_is_kept_and_told(desk: Desk) -> None:
    order = the_order(desk, desk.imported())
    body = {"carrier": "UPS", "service": "Ground", "trackingNumber": "1Z1"}
    shipment = read_label(body, order, NOW.date())
    store = store_to_tell(desk.shipstation, order)
    shipped = asyncio.run(ship(desk.shipstation, order, store, shipment))
    assert the_order(desk, order.id).shipments == [shipped.shipment]
    assert shipped.notice is not None
    assert shipped.notice.state == "delivered"


def test_nobody_can_be_told_of_an_order_whose_store_is_gone(desk: Desk) -> None:
    order = the_order(desk, desk.imported())
    desk.client.delete(f"/stores/{order.store}")
    with pytest.raises(Refusal, match="no longer connected"):
        store_to_tell(desk.shipstation, order)


def test_an_order_that_does_not_await_shipment_is_not_shipped(desk: Desk) -> None:
    order = the_order(desk, desk.imported(OrderStatus="cancelled"))
    with pytest.raises(Refusal, match="not in Awaiting Shipment"):
        store_to_tell(desk.shipstation, order)
