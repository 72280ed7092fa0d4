"""The mock ShipStation with two accounts, and shops in the same process that answer whatever is asked."""

from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request as StarletteRequest
from starlette.responses import Response

import mocks.shipstation.app
from mocks.control.journal import CONTROL_PREFIX
from tests.fuzz.careportals import json_complaint
from tests.fuzz.exchange import Answer, Headers, Process, Request
from tests.fuzz.operations import Operation, described
from tests.fuzz.stage import LENIENT, THEIRS, TOUCHED, Stage, call
from tests.mocks.shipstation.shop import XML, Shop, form, order, orders

DOCUMENT = Path(mocks.shipstation.app.__file__).with_name("openapi.json")
ADMIN, PASSWORD = "admin@clinic.example", "secret-1"

CONTROL = (
    Operation("GET", f"{CONTROL_PREFIX}/health"),
    Operation("GET", f"{CONTROL_PREFIX}/journal", ("after", "account")),
    Operation("GET", f"{CONTROL_PREFIX}/clock", ("account",)),
    Operation("PUT", f"{CONTROL_PREFIX}/clock", body=("account", "now", "advanceSeconds", "frozen")),
    Operation("DELETE", f"{CONTROL_PREFIX}/clock", ("account",)),
    Operation("POST", f"{CONTROL_PREFIX}/reset", body=("account",)),
    Operation("POST", f"{CONTROL_PREFIX}/seed", body=("accounts",)),
    Operation("POST", f"{CONTROL_PREFIX}/accounts", body=("account", "email", "password", "now", "stores")),
    Operation("GET", f"{CONTROL_PREFIX}/settings"),
    Operation("PUT", f"{CONTROL_PREFIX}/settings", body=("auth", "retryMinutes", "maxPages", "strict")),
    Operation("POST", f"{CONTROL_PREFIX}/validate", ("start", "end"), ("orders",)),
    Operation("GET", f"{CONTROL_PREFIX}/faults", ("account",)),
)
"""The control side, which the OpenAPI document leaves out; faults are never added, they would be found."""


MAY_FAIL = {"not_a_server_error": {"expected-statuses": ["2xx", "3xx", "4xx", "502"]}}


def _bearer(token: bytes) -> Headers:
    return ((b"authorization", b"Bearer " + token),)


def _answer(request: StarletteRequest) -> Response:
    """Two orders of whose shop it is; notices of carrier "Lost" fail."""
    if request.method == "POST":
        return Response(status_code=500 if "Lost" in request.url.query else 200)
    name = THEIRS if "clinic_y" in request.url.path else "Pat"
    return Response(orders(order("1392", CustomerNotes=name), order("1393")), media_type=XML)


VALUES: dict[str, list[Any]] = {
    "id": [
        "KNOWN-order",
        "KNOWN-other",
        "KNOWN-store",
        "KNOWN-notice",
        "KNOWN-their-order",
        "KNOWN-their-store",
    ],
    "account": ["pharmacy", "pharmacy", "other", "new"],
    "email": [ADMIN, "new@clinic.example"],
    "password": [PASSWORD, "other"],
    "role": ["admin", "user"],
    "name": ["Our shop"],
    "storeType": ["Custom Store"],
    "urlToCustomXmlPage": ["http://shop.example.com/shipstation/clinic_x", "http://127.0.0.1:1/?a=b"],
    "username": ["rx@clinic.example"],
    "statuses": [form()["statuses"]],
    "settings": [{}, {"auth": "basic"}, {"challengeFirst": True}, {"strict": True}],
    "tab": ["awaiting_shipment", "shipped"],
    "number": ["1392"],
    "store": ["KNOWN-store"],
    "limit": ["1", "50"],
    "after": ["0", "5"],
    "order": ["KNOWN-order"],
    "state": ["failed", "delivered"],
    "carrier": ["UPS", "Lost"],
    "service": ["UPS Ground"],
    "trackingNumber": ["1Z1", "1Z2", ""],
    "shipDate": ["2026-03-13"],
    "shippingCost": ["4.95", 4.95],
    "items": [None, [{"sku": "SEMA-1", "quantity": 1}], []],
    "notifyCustomer": [True, None],
    "now": ["2026-03-13T18:00:00.000Z"],
    "advanceSeconds": [60, 10_000_000],
    "frozen": [True, False],
    "accounts": [[]],
    "stores": [[], [form()]],
    "auth": ["basic", "query", "both"],
    "retryMinutes": [1, 60],
    "maxPages": [1, 100],
    "strict": [True, False],
    "start": ["2026-03-13T17:34Z"],
    "end": ["2026-03-13T17:39Z"],
}
"""What can sensibly be given, by the name of parameter or field."""


ASKS_THE_STORE = {
    "positive_data_acceptance": {
        "expected-statuses": [*LENIENT["positive_data_acceptance"]["expected-statuses"], "502"]
    }
}
"""Right data with an address at which no store answers as it should is 502 as documented."""


class ShipStation(Stage):
    """The mock ShipStation."""

    name = "shipstation"
    operations = (*described(DOCUMENT), *CONTROL)
    credentials = (
        _bearer(b"KNOWN-admin"),
        _bearer(b"KNOWN-admin"),
        _bearer(b"KNOWN-admin"),
        _bearer(b"KNOWN-user"),
        _bearer(b"KNOWN-nobody"),
        _bearer(b"eyJhbGciOiJub25lIn0.e30."),
        ((b"authorization", b"Basic Og=="),),
        (),
    )
    # 502 is the documented answer for a store that does not answer as it should.
    checks = MAY_FAIL
    adjusted = tuple(
        # Whether text is a URL, that no status stands in two boxes, which lines are left of an order: no
        # schema can say that.
        {"include-operation-id": name, "checks": checks}
        for name, checks in (
            ("connect", ASKS_THE_STORE),
            ("testForm", ASKS_THE_STORE),
            ("changeStore", ASKS_THE_STORE),
            ("makeLabel", LENIENT),
            ("markAsShipped", LENIENT),
        )
    )
    values = VALUES

    def app(self) -> Starlette:
        shop = Shop()
        shop.answer = _answer
        self._shop = shop
        return mocks.shipstation.app.create_app(transport=shop.transport(), tick_seconds=1e6)

    def begin(self, process: Process) -> None:
        call(process, "POST", "/_control/reset")
        self._control = False
        ours = self._account(process, "pharmacy", "clinic_x")
        theirs = self._account(process, "other", "clinic_y")
        signed_in = self._token = _bearer(theirs["token"])
        body = {"email": "user@clinic.example", "password": PASSWORD, "role": "user"}
        call(process, "POST", "/users", body, _bearer(ours["token"]))
        user = call(process, "POST", "/sign-in", {"account": "pharmacy", **body} | {"role": "user"})
        failing = {"carrier": "Lost", "service": "", "trackingNumber": "1Z9"}
        path = f"/orders/{ours['orders'][1]}/mark-as-shipped"
        lost = call(process, "POST", path, failing, _bearer(ours["token"]))
        path = f"/orders/{theirs['orders'][1]}/mark-as-shipped"
        their_lost = call(process, "POST", path, failing, signed_in)
        self._before = call(process, "GET", "/orders", headers=signed_in)
        self.known = {
            b"KNOWN-admin": ours["token"],
            b"KNOWN-user": user["token"].encode(),
            b"KNOWN-store": b"%d" % ours["store"],
            b"KNOWN-order": b"%d" % ours["orders"][0],
            b"KNOWN-other": b"%d" % ours["orders"][1],
            b"KNOWN-notice": b"%d" % lost["notice"]["id"],
            b"KNOWN-their-notice": b"%d" % their_lost["notice"]["id"],
            b"KNOWN-their-order": b"%d" % theirs["orders"][0],
            b"KNOWN-their-store": b"%d" % theirs["store"],
        }

    def _account(self, process: Process, account: str, organization: str) -> dict[str, Any]:
        """Token, store and orders of a new account."""
        url = f"http://shop.example.com/shipstation/{organization}"
        body = {"account": account, "email": ADMIN, "password": PASSWORD, "now": "2026-03-13T17:34:40.000Z"}
        made = call(process, "POST", "/_control/accounts", body | {"stores": [form(urlToCustomXmlPage=url)]})
        token, store = made["token"].encode(), made["stores"][0]["id"]
        call(process, "POST", f"/stores/{store}/refresh", headers=_bearer(token))
        listed = call(process, "GET", "/orders", headers=_bearer(token))["orders"]
        self._shop.asked.clear()
        self._shop.bodies.clear()
        return {"token": token, "store": store, "orders": [entry["id"] for entry in listed]}

    def damage(self, process: Process) -> str:
        if self._control:
            return ""
        return "" if call(process, "GET", "/orders", headers=self._token) == self._before else TOUCHED

    def explained(self, answer: Answer) -> bool:
        """The store's endpoint failed, and the answer says how."""
        return answer.status == 502 and answer.header(b"content-type") == b"application/json"

    def complaint(self, request: Request, answer: Answer) -> str:
        control = request.target.startswith(CONTROL_PREFIX.encode())
        self._control = self._control or control
        if answer.status == 502:
            return ""
        return json_complaint(request, answer, control=control)
