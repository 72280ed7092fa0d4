"""A small CRM in memory: what the bridge calls, and faults on demand."""

import json
from collections.abc import Callable
from typing import Any

import httpx2

Fault = Callable[[httpx2.Request], httpx2.Response | None]

JSON = dict[str, Any]


def order(number: int = 1392, **fields: Any) -> JSON:
    """A healthy order; `fields` replaces what it holds."""
    return {
        "_id": f"{number:024x}",
        "organization": "clinic_x",
        "id": number,
        "customer": {
            "_id": f"{7:024x}",
            "email": "pat@example.com",
            "phone": "+15550100",
            "firstName": "Pat",
            "lastName": "Doe",
        },
        "status": "awaiting_shipment",
        "lineItems": [line("SKU-A", 2, 30.0), line("SKU-B", 1, 40.0)],
        "shippingAddress": {
            "address1": "1 Main St",
            "address2": "",
            "city": "Albany",
            "provinceCode": "NY",
            "postalCode": "10001",
            "countryCode": "US",
        },
        "coupon": None,
        "totalAmount": 100.0,
        "version": 1,
        "isDeleted": False,
        "createdAt": "2026-03-13T17:00:00.000Z",
        "updatedAt": "2026-03-13T17:34:40.000Z",
        "shipments": [],
        **fields,
    }


def line(sku: str | None, quantity: int, price: float, **fields: Any) -> JSON:
    """A line item."""
    return {
        "name": f"Thing {sku}",
        "productId": f"{9:024x}",
        "sku": sku,
        "price": price,
        "quantity": quantity,
        "type": "physical",
        **fields,
    }


class FakeCrm(httpx2.AsyncBaseTransport):
    """Orders by `_id`; `fault` may answer any request first; `seen` holds all requests."""

    def __init__(self, *orders: JSON) -> None:
        self.orders: dict[str, JSON] = {entry["_id"]: entry for entry in orders}
        self.fault: Fault = lambda _request: None
        self.seen: list[httpx2.Request] = []
        self.keys: dict[str, bytes] = {}
        self.page_rows = 250

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer as if over the network: with a body that is still to be read."""
        await request.aread()
        answer = self._serve(request)
        return httpx2.Response(
            answer.status_code, headers=answer.headers, stream=httpx2.ByteStream(answer.content)
        )

    def bodies(self, method: str, path_end: str) -> list[JSON]:
        """The JSON bodies of the requests seen with this method, to paths with this end."""
        return [
            json.loads(request.content)
            for request in self.seen
            if request.method == method and request.url.path.endswith(path_end)
        ]

    def _serve(self, request: httpx2.Request) -> httpx2.Response:
        self.seen.append(request)
        if (answer := self.fault(request)) is not None:
            return answer
        path = request.url.path
        if path == "/auth":
            body = json.loads(request.content)
            right = body["password"] == "right"
            return httpx2.Response(200, json={"token": "t"}) if right else httpx2.Response(401)
        if path == "/orders":
            return self._list(request.url.params)
        entry = self.orders.get(path.split("/")[2])
        if entry is None:
            return httpx2.Response(404)
        if request.method == "POST":
            return self._ship(entry, request)
        if request.method == "PATCH":
            return self._patch(entry, json.loads(request.content))
        return httpx2.Response(200, json=entry)

    def _list(self, query: httpx2.QueryParams) -> httpx2.Response:
        found = sorted(self.orders.values(), key=lambda entry: str(entry.get("updatedAt")))
        if "id" in query:
            found = [entry for entry in found if str(entry["id"]) == query["id"]]
        start, limit = int(query.get("cursor", "0")), min(int(query["limit"]), self.page_rows)
        end = start + limit
        following = str(end) if end < len(found) else None
        return httpx2.Response(
            200, json={"orders": found[start:end], "total": len(found), "nextCursor": following}
        )

    def _ship(self, entry: JSON, request: httpx2.Request) -> httpx2.Response:
        key = request.headers["Idempotency-Key"]
        if entry["status"] == "cancelled" or self.keys.get(key, request.content) != request.content:
            return httpx2.Response(409, json={"message": "no"})
        if key in self.keys:
            return httpx2.Response(200, json=entry)
        self.keys[key] = request.content
        entry["shipments"].append(json.loads(request.content))
        entry["version"] += 1
        return httpx2.Response(201, json=entry)

    def _patch(self, entry: JSON, body: JSON) -> httpx2.Response:
        if body.get("version", entry["version"]) != entry["version"]:
            return httpx2.Response(409)
        entry["status"] = body["status"]
        entry["version"] += 1
        return httpx2.Response(200, json=entry)
