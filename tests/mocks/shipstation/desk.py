"""What an admin of one account does, in short calls."""

from datetime import UTC, datetime
from typing import Any

import httpx2

from mocks.shipstation.database import connect
from mocks.shipstation.form import read_form
from mocks.shipstation.server import ShipStation
from tests.mocks.shipstation.shop import Shop, form, order, orders

NOW = datetime(2026, 3, 13, 17, 34, 40, tzinfo=UTC)


class Desk:
    """An account on a mock of its own, with its clock standing at NOW, and the shop it can reach."""

    def __init__(self, client: httpx2.Client, shop: Shop, shipstation: ShipStation) -> None:
        self.shop = shop
        self.client = client
        self.shipstation = shipstation
        self.token = self.opened("pharmacy")
        self.client.headers["Authorization"] = f"Bearer {self.token}"
        self.shipstation.clocks.own("pharmacy").set(NOW, frozen=True)

    def opened(self, account: str) -> str:
        admin = self.shipstation.accounts.create(account, "admin@clinic.example", "secret-1")
        return self.shipstation.accounts.issue_token(admin)

    def clock(self, **body: Any) -> dict[str, Any]:
        moved: dict[str, Any] = self.client.put("/_control/clock", json={"account": "pharmacy"} | body).json()
        return moved

    def connect(self, **changed: Any) -> int:
        """Connect a store; forget what the shop was asked so far."""
        answer = self.client.post("/stores", json=form(**changed))
        assert answer.status_code == 201, answer.text
        self.shop.asked.clear()
        self.shop.bodies.clear()
        number: int = answer.json()["id"]
        return number

    def refresh(self, store: int) -> dict[str, Any]:
        answer = self.client.post(f"/stores/{store}/refresh")
        report: dict[str, Any] = answer.json()
        assert answer.status_code == (200 if report["ok"] else 502)
        return report

    def pull(self, *order_elements: str, **settings: Any) -> dict[str, Any]:
        """Connect a store whose shop has these orders, and refresh it."""
        self.shop.pages = [orders(*order_elements)]
        return self.refresh(self.connect(settings=settings))

    def order(self, number: str = "1392") -> dict[str, Any]:
        found = self.client.get("/orders", params={"number": number}).json()["orders"]
        assert len(found) == 1
        only: dict[str, Any] = found[0]
        return only

    def imported(self, **fields: str) -> int:
        """One order is imported; its id."""
        self.pull(order(**fields))
        number: int = self.order()["id"]
        return number

    def label(self, order_id: int, **body: Any) -> httpx2.Response:
        return self.client.post(
            f"/orders/{order_id}/labels",
            json={"carrier": "UPS", "service": "UPS Ground", "trackingNumber": "1Z1"} | body,
        )


def connected(shop: Shop, **settings: object) -> tuple[ShipStation, int]:
    """A mock without HTTP, its account "pharmacy" at NOW, and the number of its one store."""
    shipstation = ShipStation(connect(), shop.transport())
    shipstation.accounts.create("pharmacy", "admin@clinic.example", "secret-1")
    shipstation.clocks.own("pharmacy").set(NOW, frozen=True)
    store = shipstation.stores.add("pharmacy", read_form(form(settings=settings)), NOW)
    return shipstation, store.id
