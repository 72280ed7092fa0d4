"""What both mocks would answer to the start page."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from features.support.sandwich import Addresses
from features.support.start_page.sample import Sample
from features.support.wire import Answer

SIGN = "32d0e9cf7ee48630b780a493"
USER = {"role": "Owner", "email": "owner@clinic.example", "password": "demo-owner-1"}
ACCOUNT = {"account": "demo", "email": "admin@clinic.example", "password": "demo-admin-1", "stores": []}

SAMPLE = Sample(
    Addresses("http://crm", "http://ship", "http://bridge/shipstation/{org}"),
    {"org_key": "clinic_x", "users": [USER]},
    ACCOUNT,
    {"id": 9, "orderId": SIGN, "orderNumber": "1009"},
)


def entry(number: int, url: str, ended: float, **more: Any) -> dict[str, Any]:
    """An exchange of a journal, which took 100 ms."""
    given = {"number": number, "url": url, "ended": ended, "direction": "out", "method": "GET"}
    return {**given, "status": 200, "milliseconds": 100.0, "note": "", "fault": None, **more}


class TwoMocks:
    """Answers like the two; what they hold can be set."""

    def __init__(self) -> None:
        created = "2026-11-20T11:29:35.458Z"
        self.orders: list[dict[str, Any]] = [
            {"_id": SIGN, "id": 1009, "createdAt": created, "status": "shipped", "totalAmount": 5.0}
        ]
        self.imported: list[dict[str, Any]] = [{"id": 9, "tab": "shipped"}]
        self.asked: list[dict[str, Any]] = []
        """What ShipStation asked the bridge; with `in` for what of the order is in it."""
        self.calls: list[dict[str, Any]] = []
        self.signs_in = True

    def send(self, _method: str, url: str, _body: bytes | None, _headers: Mapping[str, str]) -> Answer:
        """As `wire.Send`."""
        parts = urlsplit(url)
        found = self._found(str(parts.hostname), parts.path, parse_qs(parts.query))
        return Answer(404 if found is None else 200, json.dumps(found).encode())

    def _found(self, host: str, path: str, query: dict[str, list[str]]) -> object:
        match host, path:
            case "crm", "/_control/organizations/clinic_x/orders":
                return {"orders": self.orders}
            case "ship", "/sign-in":
                return {"token": "t"} if self.signs_in else None
            case "ship", "/orders":
                return {"orders": self.imported}
            case "crm", "/_control/traffic/entries":
                return {"entries": self.calls}
            case "ship", "/_control/traffic/entries":
                body, part = query.get("body", [""])[0], query.get("path", [""])[0]
                return {"entries": [e for e in self.asked if (body in e["in"] if body else part in e["url"])]}
        return None
