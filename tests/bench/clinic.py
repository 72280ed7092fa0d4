"""An organization with many orders, and the pharmacy's ShipStation account that pulls them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from features.support.exchange import basic
from features.support.names import Names
from features.support.shipstation import Account, Form
from features.support.wire import Server

PASSWORD = "a good long password"
BATCH = 50_000
"""Orders that CarePortals is asked to make at once; it holds them in memory meanwhile."""


class Clinic:
    """Both sides run by the machine's clock. The store signs in as `username`, who has the role Pharmacy."""

    def __init__(self, crm: Server) -> None:
        self.names = Names()
        self.key = self.names.organization("clinic")
        self.username = self.names.email("rx@clinic.example")
        self._control = f"/_control/organizations/{self.key}"
        new = {
            "org_key": self.key,
            "owner": {"email": self.names.email("owner@clinic.example"), "password": PASSWORD},
            "users": [{"email": self.username, "role": "Pharmacy", "password": PASSWORD}],
        }
        crm.call("POST", "/_control/organizations", new)

    def add_orders(self, crm: Server, count: int) -> None:
        """Synthetic orders in all statuses that have changed during the day before the last hour."""
        began, lasted = datetime.now(UTC) - timedelta(hours=25), timedelta(days=1) / count
        for made in range(0, count, BATCH):
            batch = min(BATCH, count - made)
            # One after another in time, as orders change in a shop: the end of an index is found sooner.
            part = {"from": began + lasted * made, "to": began + lasted * (made + batch)}
            times = {name: at.isoformat() for name, at in part.items()}
            crm.call("POST", f"{self._control}/synthetic", {**times, "count": batch, "seed": made})

    def add_order_to_ship(self, crm: Server, seed: int) -> None:
        """One that becomes ready to be shipped at this moment, by the clock of CarePortals."""
        order = {"count": 1, "seed": seed, "statuses": ["awaiting_shipment"]}
        crm.call("POST", f"{self._control}/synthetic", order)

    def orders(self, crm: Server) -> list[dict[str, Any]]:
        """The documents of all orders as they are now."""
        found: list[dict[str, Any]] = crm.call("GET", f"{self._control}/orders")["orders"]
        return found

    def signed_in(self, crm: Server) -> Server:
        """CarePortals' own API as the store's user is shown it, through the bridge or past it."""
        body = {"username": self.username, "password": PASSWORD}
        token = crm.with_headers(organization=self.key).call("POST", "/auth", body)["token"]
        return crm.with_headers(Authorization=f"Bearer {token}", organization=self.key)

    def store_of(self, bridge: Server) -> Server:
        """The Custom Store as ShipStation asks it."""
        store = bridge.with_headers(Authorization=basic(self.username, PASSWORD))
        store.url += f"/shipstation/{self.key}"
        return store

    def account(self, shipstation: Server, bridge_url: str, **settings: object) -> Account:
        """A ShipStation account with one store for this clinic, set up as the guide says."""
        form = Form()
        form.fill("URL to Custom XML Page", f"{bridge_url}/shipstation/{self.key}")
        form.fill("Username", self.username)
        form.fill("Password", PASSWORD)
        form.settings |= settings
        return Account(shipstation, self.names, forms=[form])
