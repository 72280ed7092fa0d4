"""The bridge before a mock CarePortals in the same process, with two organizations."""

import base64
import re
from typing import Any

import httpx2
from lxml import etree
from starlette.applications import Starlette

import bridge.app
import mocks.careportals.app
from bridge.settings import Settings
from tests.fuzz import careportals
from tests.fuzz.exchange import Answer, Headers, Process, Request
from tests.fuzz.operations import described
from tests.fuzz.stage import LENIENT, THEIRS, TOUCHED, Stage
from tests.through import through

PAGE_SIZE = 3

_SENTENCE = re.compile(rb"[^\x00-\x1f\x7f]{1,300}\n")
_START_AGAIN = b"start the pull again"


def basic(username: str, password: str) -> Headers:
    """The Basic header."""
    pair = base64.b64encode(f"{username}:{password}".encode())
    return ((b"authorization", b"Basic " + pair),)


_RIGHT = basic(careportals.PHARMACY, careportals.PASSWORD)


VALUES: dict[str, list[Any]] = {
    "org": ["clinic_x", "clinic_x", "clinic_x", "clinic_y", "clinic_z"],
    "action": ["export", "shipnotify"],
    "start_date": ["03/13/2026 17:34", "3/13/2026 5:00 PM", "01/01/2026 00:00"],
    "end_date": ["03/13/2026 17:39", "03/13/2026 17:34:59", "12/31/2026 23:59"],
    "page": ["1", "2", "3", "4", "999999999999999999"],
    "order_number": ["1392", "1393", f"{1394:024x}"],
    "carrier": ["UPS"],
    "service": ["UPS Ground"],
    "tracking_number": ["1Z1", "1Z2", ""],
    "OrderNumber": ["1392", "1393"],
    "OrderID": [f"{1392:024x}", f"{1393:024x}", f"{1392 + 4096:024x}"],
    "LabelCreateDate": ["03/13/2026 17:34", "12/8/2011 12:56 PM"],
    "ShipDate": ["03/13/2026"],
    "Carrier": ["UPS", "FedEx", ""],
    "Service": ["UPS Ground"],
    "TrackingNumber": ["1Z1", "1Z2", ""],
    "ShippingCost": ["4.95", ""],
    "Items": [
        "<Item><SKU>SKU-A</SKU><Quantity>1</Quantity></Item>",
        "<Item><SKU>SKU-A</SKU><Quantity>2</Quantity></Item><Item><SKU>SKU-B</SKU><Quantity>1</Quantity></Item>",
        "<Item><SKU>Other</SKU><Quantity>1</Quantity></Item>",
        "",
    ],
}
"""What can sensibly be given, by the name of parameter or field."""


class Bridge(Stage):
    """The bridge."""

    name = "bridge"
    operations = described(bridge.app.OPENAPI)
    credentials = (
        _RIGHT,
        _RIGHT,
        _RIGHT,
        basic(careportals.OWNER, careportals.PASSWORD),
        basic(careportals.PROVIDER, careportals.PASSWORD),
        basic(careportals.PHARMACY, "wrong"),
        basic("nobody@clinic.example", careportals.PASSWORD),
        basic("rx@clinic.example' OR '1'='1", "x"),
        basic("", ""),
        (*_RIGHT, *_RIGHT),
        ((b"authorization", b"Basic \xff\xfe"),),
        ((b"authorization", b"Bearer eyJhbGciOiJub25lIn0.e30."),),
        (),
    )
    always = frozenset({"action", "start_date", "end_date"})
    # A real date, a window that ends after it begins, a notice about one order only: no schema can say that.
    checks = LENIENT
    adjusted = tuple(
        {"include-operation-id": name, "parameters": {"org": "clinic_x"}} for name in ("export", "shipnotify")
    )
    values = VALUES

    def app(self) -> Starlette:
        self._crm = mocks.careportals.app.create_app()
        crm = through(httpx2.ASGITransport(self._crm))
        return bridge.app.create_app(Settings("http://crm", page_size=PAGE_SIZE), crm)

    def begin(self, process: Process) -> None:
        crm = process.beside(self._crm)
        careportals.fill(crm)
        self._before = careportals.theirs(crm)

    def damage(self, process: Process) -> str:
        return "" if careportals.theirs(process.beside(self._crm)) == self._before else TOUCHED

    def explained(self, answer: Answer) -> bool:
        """A page whose pull nobody began: the bridge keeps no state, and says so."""
        return answer.status == 503 and _START_AGAIN in answer.body

    def complaint(self, _request: Request, answer: Answer) -> str:
        if THEIRS.encode() in answer.body or b"Yves" in answer.body:
            return "it shows what belongs to the other organization"
        if b"\r" in b"".join(value for _, value in answer.headers):
            return "a header with a line break"
        if answer.status >= 400:
            return "" if _SENTENCE.fullmatch(answer.body) else "a refusal that is no short sentence"
        if answer.header(b"content-type").startswith(b"application/xml"):
            root = etree.fromstring(answer.body)
            return "" if root.tag == "Orders" and root.get("pages") else "no Orders document"
        return ""
