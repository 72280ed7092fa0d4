"""A hook of one's own: keeps orders in memory, and refuses what the published description does not allow."""

import json
from pathlib import Path
from typing import Any

import httpx2
from openapi_schema_validator import OAS31Validator

from features.support.hook import Hook
from tests.features.support.answering import answering

PUBLISHED = json.loads(
    (Path(__file__).parents[3] / "docs" / "shop-hook.openapi.json").read_text(encoding="utf-8")
)
URL = "http://hook.example"


def mistakes(schema: str, value: object) -> list[str]:
    """What the published schema of this name finds wrong with a value."""
    found = OAS31Validator({"$ref": f"#/components/schemas/{schema}", **PUBLISHED}).iter_errors(value)
    return [error.message for error in found]


class FakeHook:
    """`orders` by tenant and path; what is set in `says` is answered instead, by method and path."""

    def __init__(self, *can: str) -> None:
        tenant = "/{tenant}" if "tenants" in can else ""
        self.description: dict[str, Any] = {
            "store": {"url": f"http://127.0.0.1:9{tenant}/ship", "username": "rx@shop", "password": "rx!"},
            "statuses": {
                "awaiting_payment": "unpaid, pending",
                "awaiting_shipment": "paid",
                "shipped": "shipped",
                "cancelled": "cancelled",
                "on_hold": "on_hold",
            },
            "can": list(can),
        }
        self.orders: dict[tuple[str | None, str], dict[str, Any]] = {}
        self.says: dict[tuple[str, str], tuple[int, str]] = {}
        self.asked: list[tuple[str, str, str | None]] = []

    def hook(self) -> Hook:
        """The harness's side."""
        return Hook(answering(self.answer), URL)

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        """Any of the five calls."""
        method, path, tenant = request.method, request.url.path, request.url.params.get("tenant")
        self.asked.append((method, path, tenant))
        if (method, path) in self.says:
            status, text = self.says[method, path]
            return httpx2.Response(status, text=text)
        body = json.loads(request.content or b"{}")
        if (method, path) == ("POST", "/reset"):
            self.orders = {key: order for key, order in self.orders.items() if key[0] != tenant}
        elif method == "PUT":
            assert mistakes("Order", body) == []
            self.orders[tenant, path] = body | {"orderId": f"id of {path}", "shipments": []}
        elif method == "PATCH":
            assert mistakes("Change", body) == []
            self.orders[tenant, path] |= body
        elif path != "/":
            found = self.orders.get((tenant, path))
            return httpx2.Response(404 if found is None else 200, json=found)
        else:
            return httpx2.Response(200, json=self.description)
        return httpx2.Response(204)
