"""One organization on a mock of its own, acted upon over HTTP."""

from typing import Any

import httpx2

PASSWORD = "a good password"
OWNER = "Owner@clinic.example"
Headers = dict[str, str]


class Clinic:
    """The organization clinic_x with an Owner; `as_*` give the headers of a signed-in user."""

    def __init__(self, client: httpx2.Client, org_key: str = "clinic_x", owner: str = OWNER) -> None:
        self.client = client
        self.org_key = org_key
        body = {"org_key": org_key, "owner": {"email": owner, "password": PASSWORD}}
        assert client.post("/_control/organizations", json=body).status_code == 201
        self.owner = self.sign_in(owner)

    def sign_in(self, email: str, password: str = PASSWORD) -> Headers:
        answer = self.client.post(
            "/auth",
            json={"username": email, "password": password},
            headers={"organization": self.org_key},
        )
        assert answer.status_code == 200, answer.text
        return {"Authorization": f"Bearer {answer.json()['token']}", "organization": self.org_key}

    def add(self, email: str, role: str) -> Headers:
        """An active user of the given role, signed in."""
        assert self.invite(email, role).status_code == 201
        self.client.post("/auth/register", json={"email": email, "password": PASSWORD})
        return self.sign_in(email)

    def invite(self, email: object, role: object, by: Headers | None = None) -> httpx2.Response:
        return self.client.post("/users", json={"email": email, "role": role}, headers=by or self.owner)

    def user(self, email: str) -> dict[str, Any]:
        listed: list[dict[str, Any]] = self.client.get("/users", headers=self.owner).json()
        return next(user for user in listed if user["email"] == email)

    def mails(self, to: str) -> list[dict[str, Any]]:
        query = {"organization": self.org_key, "to": to}
        found: list[dict[str, Any]] = self.client.get("/_control/outbox", params=query).json()
        return found

    def freeze(self, now: str) -> None:
        body = {"organization": self.org_key, "now": now, "frozen": True}
        assert self.client.put("/_control/clock", json=body).status_code == 200

    def advance(self, seconds: int) -> None:
        body = {"organization": self.org_key, "advanceSeconds": seconds}
        assert self.client.put("/_control/clock", json=body).status_code == 200

    def put(self, number: int, **fields: object) -> str:
        """Store an order with this `id` on the control side; returns its `_id`."""
        order_id = f"{number:024x}"
        body = {
            "id": number,
            "status": "awaiting_shipment",
            "updatedAt": "2026-01-01T00:00:00.000Z",
            "version": 1,
            **fields,
        }
        answer = self.client.put(f"{self.orders_path}/{order_id}", json=body)
        assert answer.status_code in (200, 201), answer.text
        return order_id

    def stored(self, order_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(f"{self.orders_path}/{order_id}").json()
        return found

    def page(self, by: Headers | None = None, /, **query: str | int) -> dict[str, Any]:
        answer = self.client.get("/orders", params=query, headers=by or self.owner)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def numbers(self, by: Headers | None = None, /, **query: str | int) -> list[int]:
        """The `id` of each order of the first page."""
        return [order["id"] for order in self.page(by, **query)["orders"]]

    @property
    def orders_path(self) -> str:
        return f"/_control/organizations/{self.org_key}/orders"
