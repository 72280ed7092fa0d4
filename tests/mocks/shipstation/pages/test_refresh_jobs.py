"""Refreshes in the background."""

import asyncio
import logging

import pytest

from mocks.shipstation.pages.refresh_jobs import RefreshJobs
from tests.mocks.shipstation.desk import connected
from tests.mocks.shipstation.shop import Shop, order, orders


def test_a_store_is_refreshed_once_however_often_it_is_asked_for() -> None:
    shop = Shop()
    shop.pages = [orders(order())]
    shipstation, store = connected(shop)

    async def play() -> None:
        jobs = RefreshJobs(shipstation.refreshes)
        jobs.start(store)
        jobs.start(store)
        async with asyncio.timeout(5):
            while jobs.active(store):
                await asyncio.sleep(0)

    asyncio.run(play())
    assert len(shop.asked) == 1
    assert shipstation.orders.tabs("pharmacy")["awaiting_shipment"] == 1


def test_a_refresh_that_breaks_is_no_refresh_for_ever(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shipstation, store = connected(Shop())

    async def broken(_store: int) -> None:
        raise RuntimeError("Jane Doe")

    monkeypatch.setattr(shipstation.refreshes, "refresh", broken)

    async def play() -> bool:
        jobs = RefreshJobs(shipstation.refreshes)
        jobs.start(store)
        await asyncio.sleep(0.01)
        return jobs.active(store)

    with caplog.at_level(logging.ERROR):
        assert asyncio.run(play()) is False
    assert caplog.messages == ["refresh failed: RuntimeError"]
