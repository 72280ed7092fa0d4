"""One ShipStation account with one Custom Store, as the people of the pharmacy use it."""

from datetime import datetime
from typing import Any

from features.support.exchange import basic
from features.support.shipstation import BOXES, GUIDE_MAPPING
from tests.histories.stage import BRIDGE, SHIPSTATION, Answer, Stage

PASSWORD = "the admin's password"


class Account:
    """The account; its admin is signed in."""

    def __init__(self, stage: Stage, mark: str, organization: str, username: str, password: str) -> None:
        self._stage = stage
        self._key = f"account-{mark}"
        self._path = f"/shipstation/{organization}"
        self._url = stage.store_url + organization
        self._username = username
        self.password = password
        self._token = ""
        self._store = 0

    async def open(self, now: datetime, settings: dict[str, Any]) -> None:
        """The store has been set up as the guide says."""
        form = {
            "storeType": "Custom Store",
            "urlToCustomXmlPage": self._url,
            "username": self._username,
            "password": self.password,
            "statuses": {key: GUIDE_MAPPING[label] for label, key in BOXES.items()},
            "settings": {"auth": "basic", **settings},
        }
        admin = {"email": f"admin@{self._key}.example", "password": PASSWORD}
        new = {"account": self._key, **admin, "now": now.isoformat(), "stores": [form]}
        opened = await self._stage.call(SHIPSTATION, "POST", "/_control/accounts", new)
        self._token, self._store = opened["token"], opened["stores"][0]["id"]

    async def set_time(self, at: datetime) -> None:
        """It is `at`; what is due is done."""
        body = {"now": at.isoformat(), "frozen": True, "account": self._key}
        await self._stage.call(SHIPSTATION, "PUT", "/_control/clock", body)

    async def type_password(self, password: str) -> None:
        """The form gets another password."""
        await self._good("PATCH", f"/stores/{self._store}", {"password": password})
        self.password = password

    async def refresh(self) -> None:
        """Pull, whatever comes of it."""
        await self._ask("POST", f"/stores/{self._store}/refresh")

    async def refreshes(self) -> list[dict[str, Any]]:
        """All that were tried, oldest first."""
        found: list[dict[str, Any]] = await self._good("GET", f"/stores/{self._store}/refreshes")
        return found[::-1]

    async def orders(self) -> list[dict[str, Any]]:
        """All orders."""
        found: list[dict[str, Any]] = (await self._good("GET", "/orders", limit=500))["orders"]
        return found

    async def ship(self, order: int, label: dict[str, Any], *, by_hand: bool) -> Answer:
        """Make a label, or mark as shipped."""
        return await self._ask("POST", f"/orders/{order}/{'mark-as-shipped' if by_hand else 'labels'}", label)

    async def notices(self) -> list[dict[str, Any]]:
        """All notices, oldest first."""
        found: list[dict[str, Any]] = await self._good("GET", "/notices")
        return found

    async def retry(self, notice: int) -> None:
        """Send a failed notice again."""
        await self._ask("POST", f"/notices/{notice}/retry")

    async def fail(self, fault: dict[str, Any]) -> None:
        """ShipStation begins to misbehave for this account."""
        await self._stage.call(SHIPSTATION, "POST", "/_control/faults", fault | {"account": self._key})

    async def recover(self) -> None:
        """It behaves again."""
        await self._stage.call(SHIPSTATION, "DELETE", "/_control/faults", account=self._key)

    async def look(self, query: str) -> Answer:
        """Somebody else with the same credentials asks the bridge."""
        credentials = {"Authorization": basic(self._username, self.password)}
        return await self._stage.ask(BRIDGE, "GET", f"{self._path}?{query}", headers=credentials)

    async def read(self, answer: Answer, start: datetime, end: datetime) -> dict[str, Any]:
        """What ShipStation makes of an answer."""
        found: dict[str, Any] = await self._stage.call(
            SHIPSTATION,
            "POST",
            "/_control/validate",
            answer.body,
            headers={"Content-Type": answer.content_type},
            start=start.isoformat(),
            end=end.isoformat(),
        )
        return found

    async def _ask(self, method: str, path: str, body: object = None) -> Answer:
        headers = {"Authorization": f"Bearer {self._token}"}
        return await self._stage.ask(SHIPSTATION, method, path, body, headers)

    async def _good(self, method: str, path: str, body: object = None, **query: object) -> Any:
        headers = {"Authorization": f"Bearer {self._token}"}
        return await self._stage.call(SHIPSTATION, method, path, body, headers=headers, **query)
