"""The staff of one clinic, at work in CarePortals."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from tests.histories.model import Document
from tests.histories.stage import CAREPORTALS, Stage

PASSWORD = "a good long password"
PRODUCTS = (("VB12-10", 25.0), ("SEMA-2", 120.5), ("NEEDLE-100", 9.99))
_TOKEN_LIFE = timedelta(minutes=50)


def _key(*parts: object) -> str:
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:24]


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Staff:
    """An organization with its Owner, and the one user as whom ShipStation signs in."""

    def __init__(self, stage: Stage, mark: str, now: datetime) -> None:
        self._stage = stage
        self.organization = f"clinic_{mark}"
        self.email = f"rx.{mark}@clinic.example"
        self._owner = f"owner.{mark}@clinic.example"
        self.now = now
        self._token = ""
        self._signed_in = now

    async def open(self) -> None:
        """The clinic is there, without orders."""
        new = {
            "org_key": self.organization,
            "owner": {"email": self._owner, "password": PASSWORD},
            "now": self.now.isoformat(),
            "users": [{"email": self.email, "role": "Pharmacy", "password": PASSWORD}],
        }
        await self._control("POST", "/organizations", new)

    async def set_time(self, at: datetime) -> None:
        """It is `at`."""
        self.now = at
        body = {"now": at.isoformat(), "frozen": True, "organization": self.organization}
        await self._control("PUT", "/clock", body)

    async def orders(self) -> dict[int, Document]:
        """All orders, by number."""
        path = f"/organizations/{self.organization}/orders"
        return {order["id"]: order for order in (await self._control("GET", path))["orders"]}

    async def place(self, numbers: list[int], status: str, quantities: list[int]) -> list[Document]:
        """New orders, all in this very moment."""
        documents = [self._document(number, status, quantities) for number in numbers]
        path = f"/organizations/{self.organization}/orders"
        await self._control("POST", path, {"orders": documents})
        return documents

    async def put(self, document: Document, **changes: object) -> Document:
        """Edit an order, whatever else fails in CarePortals."""
        edited = document | changes | {"updatedAt": _iso(self.now), "version": document["version"] + 1}
        path = f"/organizations/{self.organization}/orders/{document['_id']}"
        found: Document = await self._control("PUT", path, edited)
        return found

    async def remove_user(self) -> None:
        """The trash can."""
        await self._as_owner("DELETE", f"/users/{await self._user()}")

    async def add_user(self, role: str) -> None:
        """Add User; the account is there already."""
        await self._as_owner("POST", "/users", {"email": self.email, "role": role})

    async def change_role(self, role: str) -> None:
        """The pencil."""
        await self._as_owner("PATCH", f"/users/{await self._user()}", {"role": role})

    async def reset_password(self) -> str:
        """The lock; the new password as it was mailed."""
        await self._as_owner("POST", f"/users/{await self._user()}/reset-password")
        mails = await self._control("GET", "/outbox", organization=self.organization, to=self.email)
        return str(mails[-1]["text"]).rpartition(": ")[2]

    async def fail(self, fault: dict[str, Any]) -> None:
        """CarePortals begins to fail for this clinic."""
        await self._control("POST", "/faults", fault | {"organization": self.organization})

    async def recover(self) -> None:
        """It fails no more."""
        await self._control("DELETE", "/faults", organization=self.organization)

    async def _user(self) -> str:
        users = await self._as_owner("GET", "/users")
        return next(str(user["_id"]) for user in users if user["email"] == self.email)

    async def _control(self, method: str, path: str, body: object = None, **query: str) -> Any:
        return await self._stage.call(CAREPORTALS, method, f"/_control{path}", body, **query)

    async def sign_in(self) -> bool:
        """Sign in where that is needed; not when CarePortals fails."""
        if self._token and self.now - self._signed_in < _TOKEN_LIFE:
            return True
        credentials = {"username": self._owner, "password": PASSWORD}
        headers = {"organization": self.organization}
        answer = await self._stage.ask(CAREPORTALS, "POST", "/auth", credentials, headers)
        try:
            self._token, self._signed_in = answer.json()["token"], self.now
        except (ValueError, TypeError, KeyError):
            return False
        return True

    async def _as_owner(self, method: str, path: str, body: object = None) -> Any:
        headers = {"organization": self.organization, "Authorization": f"Bearer {self._token}"}
        return await self._stage.call(CAREPORTALS, method, path, body, headers=headers)

    def _document(self, number: int, status: str, quantities: list[int]) -> Document:
        lines = [
            {"name": f"Product {sku}", "productId": _key("product", sku), "sku": sku, "price": price}
            | {"listPrice": price, "quantity": quantity, "type": "physical", "extras": {}}
            for (sku, price), quantity in zip(PRODUCTS, quantities, strict=False)
        ]
        amount = round(sum(line["price"] * line["quantity"] for line in lines), 2)  # type: ignore[operator]
        customer = {"_id": _key("customer", number), "email": "pat.doe@patient.example"}
        return {
            # In an order that is the same whenever the history is told again.
            "_id": _key(number)[:12] + _key(self.organization)[:12],
            "organization": self.organization,
            "id": number,
            "customer": customer | {"phone": "+15555550100", "firstName": "Pat", "lastName": "Doe"},
            "status": status,
            "statusHistory": [],
            "lineItems": lines,
            "shippingAddress": {"address1": f"{number} Harbour Street", "city": "New York"}
            | {"provinceCode": "NY", "postalCode": "10001", "countryCode": "US"},
            "totalAmount": amount,
            "version": 1,
            "isDeleted": False,
            "createdAt": _iso(self.now),
            "updatedAt": _iso(self.now),
            "shipments": [],
            "trackingCode": None,
            "shippedAt": None,
        }
