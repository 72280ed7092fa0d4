"""The mock CarePortals with two organizations: ours, and the one that nobody may see or change."""

import json
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

import mocks.careportals.app
from mocks.control.journal import CONTROL_PREFIX
from tests.bridge.fake_crm import JSON, order
from tests.fuzz.exchange import Answer, Headers, Process, Request
from tests.fuzz.operations import Operation, described
from tests.fuzz.stage import LENIENT, THEIRS, TOUCHED, Stage, call

DOCUMENT = Path(mocks.careportals.app.__file__).with_name("openapi.json")
_EXAMPLE: JSON = json.loads(DOCUMENT.read_text(encoding="utf-8"))["components"]["schemas"]["Order"][
    "examples"
][0]
PASSWORD = "a good password"
OWNER, PHARMACY, PROVIDER = "owner@clinic.example", "rx@clinic.example", "doc@clinic.example"
THEIR_OWNER = f"{THEIRS}@clinic.example"
ORDERS = 7
NUMBER = 1392
_KNOWN_ORDER = {"_id": f"{NUMBER:024x}"}

ORGANIZATION = f"{CONTROL_PREFIX}/organizations/{{organization}}"

CONTROL = (
    Operation("GET", f"{CONTROL_PREFIX}/health"),
    Operation("GET", f"{CONTROL_PREFIX}/journal", ("after", "organization")),
    Operation("GET", f"{CONTROL_PREFIX}/clock", ("organization",)),
    Operation("PUT", f"{CONTROL_PREFIX}/clock", body=("organization", "now", "advanceSeconds", "frozen")),
    Operation("DELETE", f"{CONTROL_PREFIX}/clock", ("organization",)),
    Operation("POST", f"{CONTROL_PREFIX}/reset", body=("organization",)),
    Operation("POST", f"{CONTROL_PREFIX}/seed", body=("organizations",)),
    Operation("GET", f"{CONTROL_PREFIX}/settings"),
    Operation("PUT", f"{CONTROL_PREFIX}/settings", body=("tokenSeconds", "pageMaximum", "signInFailures")),
    Operation("GET", f"{CONTROL_PREFIX}/outbox", ("organization", "to")),
    Operation("GET", f"{CONTROL_PREFIX}/organizations"),
    Operation(
        "POST", f"{CONTROL_PREFIX}/organizations", body=("org_key", "name", "owner", "users", "orders")
    ),
    Operation("POST", f"{ORGANIZATION}/synthetic", body=("count", "seed", "from", "to")),
    Operation("POST", f"{ORGANIZATION}/users", body=("email", "role", "password")),
    Operation("GET", f"{ORGANIZATION}/orders"),
    Operation("POST", f"{ORGANIZATION}/orders", body=("orders",)),
    Operation("GET", f"{ORGANIZATION}/orders/{{_id}}"),
    Operation("PUT", f"{ORGANIZATION}/orders/{{_id}}", body=("id", "status", "updatedAt", "lineItems")),
    Operation("GET", f"{CONTROL_PREFIX}/faults", ("organization",)),
)
"""The control side, which the OpenAPI document leaves out; faults are never added, they would be found."""


def organizations() -> list[JSON]:
    """What to make them with: ours and theirs, with the same order numbers."""
    users = [
        {"email": PHARMACY, "role": "Pharmacy", "password": PASSWORD},
        {"email": PROVIDER, "role": "Health Provider", "password": PASSWORD},
        {"email": "invited@clinic.example", "role": "Pharmacy"},
    ]
    ours = [_order(NUMBER + n) for n in range(ORDERS)]
    other = {"organization": "clinic_y", "coupon": THEIRS}
    theirs = [{**_order(NUMBER + n), **other, "_id": f"{NUMBER + n + 4096:024x}"} for n in range(2)]
    return [_organization("clinic_x", OWNER, users, ours), _organization("clinic_y", THEIR_OWNER, [], theirs)]


def _order(number: int) -> JSON:
    """An order with every field that the OpenAPI document has."""
    found = order(number)
    lines = [{**_EXAMPLE["lineItems"][0], **line} for line in found["lineItems"]]
    return {**_EXAMPLE, **found, "lineItems": lines}


def _organization(key: str, owner: str, users: list[JSON], orders: list[JSON]) -> JSON:
    return {"org_key": key, "owner": {"email": owner, "password": PASSWORD}, "users": users, "orders": orders}


def fill(process: Process) -> None:
    """Both organizations, and nothing else."""
    call(process, "POST", "/_control/reset")
    for body in organizations():
        call(process, "POST", "/_control/organizations", body)


def theirs(process: Process) -> object:
    """All orders of the other organization."""
    return call(process, "GET", "/_control/organizations/clinic_y/orders")


def token(process: Process, email: str, organization: str = "clinic_x") -> bytes:
    """A token for somebody."""
    body = {"username": email, "password": PASSWORD}
    answer = call(process, "POST", "/auth", body, ((b"organization", organization.encode()),))
    return str(answer["token"]).encode()


def _signed_in(name: bytes, organization: bytes = b"clinic_x") -> Headers:
    return ((b"authorization", b"Bearer " + name), (b"organization", organization))


VALUES: dict[str, list[Any]] = {
    "_id": [f"{NUMBER + n:024x}" for n in range(3)]
    + ["KNOWN-user", "KNOWN-invited", f"{NUMBER + 4096:024x}"],
    "token": ["KNOWN-link"],
    "id": [NUMBER, NUMBER + 1, 1],
    "username": [OWNER, PHARMACY],
    "password": [PASSWORD, "another good password"],
    "email": [PHARMACY, "new@clinic.example", "invited@clinic.example"],
    "role": ["Pharmacy", "Owner", "Admin", "Health Provider", "Marketing"],
    "firstName": ["Pat"],
    "lastName": ["Doe"],
    "phone": ["+15550100"],
    "group": ["Team"],
    "updatedFrom": ["2026-03-13T17:00:00.000Z"],
    "updatedTo": ["2026-03-13T18:00:00.000Z", "2027-01-01T00:00:00Z"],
    "status": ["awaiting_shipment", "shipped", "cancelled"],
    "includeDeleted": ["true", "false"],
    "cursor": ["KNOWN-cursor"],
    "limit": ["1", "2", "50"],
    "version": [1, 2],
    "carrier": ["UPS"],
    "service": ["UPS Ground"],
    "trackingNumber": ["1Z1", "1Z2"],
    "shipDate": ["2026-03-13"],
    "shippingCost": [4.95],
    "lineItems": [[{"sku": "SKU-A", "quantity": 1}]],
    "after": ["0", "5"],
    "organization": ["clinic_x", "clinic_y", "clinic_z"],
    "to": [PHARMACY],
    "now": ["2026-03-13T18:00:00.000Z"],
    "advanceSeconds": [60, 10_000_000],
    "frozen": [True, False],
    "organizations": [[]],
    "tokenSeconds": [60],
    "signInFailures": [0, 1, 100],
    "pageMaximum": [1, 250],
    "org_key": ["clinic_z"],
    "name": ["Clinic Z"],
    "owner": [{"email": OWNER, "password": PASSWORD}],
    "users": [[]],
    "orders": [[], [order(9000)]],
    "count": [0, 1, 20],
    "seed": [1],
    "from": ["2026-03-13T17:00:00.000Z"],
    "updatedAt": ["2026-03-13T18:00:00.000Z"],
}
"""What can sensibly be given, by the name of parameter or field."""


class CarePortals(Stage):
    """The mock CarePortals."""

    name = "careportals"
    operations = (*described(DOCUMENT), *CONTROL)
    credentials = (
        _signed_in(b"KNOWN-owner"),
        _signed_in(b"KNOWN-owner"),
        _signed_in(b"KNOWN-pharmacy"),
        _signed_in(b"KNOWN-provider"),
        _signed_in(b"KNOWN-pharmacy", b"clinic_y"),
        _signed_in(b"KNOWN-pharmacy", b"clinic_x,clinic_y"),
        (*_signed_in(b"KNOWN-pharmacy"), (b"organization", b"clinic_y")),
        _signed_in(b"eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4Iiwib3JnIjoiY2xpbmljX3kiLCJleHAiOjk5OTk5OTk5OTl9."),
        ((b"authorization", b"Basic Og=="), (b"organization", b"clinic_x")),
        ((b"organization", b"clinic_x"),),
        (),
    )
    adjusted = (
        # A cursor is signed: no schema can tell a good one.
        {"include-operation-id": "readOrders", "checks": LENIENT},
        # Roles are parted by slashes, each at most once: no schema can say that.
        {"include-operation-id": "inviteUser", "checks": LENIENT},
        {"include-operation-id": "editUser", "checks": LENIENT},
        # So that not all of these are about an order that nobody knows.
        {"include-operation-id": "readOrder", "parameters": _KNOWN_ORDER},
        {"include-operation-id": "setStatus", "parameters": _KNOWN_ORDER},
        {"include-operation-id": "addShipment", "parameters": _KNOWN_ORDER},
    )
    values = VALUES

    def app(self) -> Starlette:
        return mocks.careportals.app.create_app()

    def begin(self, process: Process) -> None:
        fill(process)
        self._before = theirs(process)
        self._control = False
        owner = token(process, OWNER)
        users = call(process, "GET", "/users", headers=_signed_in(owner))
        theirs_signed_in = _signed_in(token(process, THEIR_OWNER, "clinic_y"), b"clinic_y")
        their_users = call(process, "GET", "/users", headers=theirs_signed_in)
        mails = call(process, "GET", "/_control/outbox")
        listed = process.ask(Request("GET", b"/orders", b"limit=2", _signed_in(owner)))
        self.known = {
            b"KNOWN-owner": owner,
            b"KNOWN-pharmacy": token(process, PHARMACY),
            b"KNOWN-provider": token(process, PROVIDER),
            b"KNOWN-their-user": their_users[0]["_id"].encode(),
            b"KNOWN-user": users[1]["_id"].encode(),
            b"KNOWN-invited": users[-1]["_id"].encode(),
            b"KNOWN-link": mails[-1]["link"].rpartition("/")[2].encode(),
            b"KNOWN-cursor": json.loads(listed.body)["nextCursor"].encode(),
        }

    def damage(self, process: Process) -> str:
        return "" if self._control or theirs(process) == self._before else TOUCHED

    def explained(self, _answer: Answer) -> bool:
        return False

    def complaint(self, request: Request, answer: Answer) -> str:
        control = request.target.startswith(CONTROL_PREFIX.encode())
        self._control = self._control or control
        return json_complaint(request, answer, control=control)


def json_complaint(request: Request, answer: Answer, *, control: bool) -> str:
    """What is wrong with an answer of a mock."""
    if not control and THEIRS.encode() in answer.body and b"Yves" not in request.body + request.query:
        return "it shows what belongs to the other tenant"
    if answer.status < 400 or request.method == "HEAD":
        return ""
    message = json.loads(answer.body).get("message", "")
    if not message or len(message) > 1000:
        return "a refusal without a message, or with far too long a one"
    return "it shows the machine" if "Traceback" in message or ".py" in message else ""
