"""The second witness: a middleware between CarePortals and ShipStation, made from the documents alone."""

import argparse
import base64
import hashlib
import http.client
import json
import re
from collections import Counter, defaultdict
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.etree.ElementTree import TreeBuilder
from xml.parsers import expat
from xml.sax.saxutils import escape

Document = dict[str, Any]
PAGE_SIZE, CRM_SECONDS, IDLE_SECONDS = 25, 10, 60
BOXES = re.compile("pending|awaiting_(payment|shipment)|processing|shipped|completed|cancelled")
STAND_INS = {"delivered": "shipped", "refunded": "cancelled", "disqualified": "cancelled"}
SETTLED = {"shipped", "completed", "cancelled", *STAND_INS}
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NONSENSE = 502, "CarePortals cannot be reached, or sent something unexpected"
DENIED = 401, "CarePortals does not know this user and password in this organization"
UNKNOWN, UNFIT = (400, "There is no such order"), (400, "CarePortals does not take this shipment")
CONFLICT = 409, "The order is cancelled or was just changed, or the shipment is known with other content"
START_AGAIN = 409, "The place of this page is not known; start again at page 1"
REASONS = {401: DENIED, 403: (403, "No access to orders"), 404: UNKNOWN, 409: CONFLICT, 429: (503, "Busy")}
HEADERS = {"Allow": "GET, POST", "Cache-Control": "no-store", "WWW-Authenticate": 'Basic realm="orders"'}


class Refusal(Exception):
    """An answer other than 200: its status code and what to tell the caller."""


def clean(value: object) -> str:
    """What XML can hold of a text; nothing if it is no text."""
    return UNPRINTABLE.sub("", value).strip() if isinstance(value, str) else ""


def amount(value: Any) -> Decimal | None:
    """Dollars and cents, or None if it is no amount that ShipStation can take."""
    fits = type(value) in (int, Decimal) and abs(value) < 9_999_999
    return Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP) if fits else None


def written(value: object) -> str:
    """A time of CarePortals in ShipStation's form, which may be the 12-hour one; nothing if it is none."""
    with suppress(ValueError, OverflowError):
        return f"{datetime.fromisoformat(str(value)).astimezone(UTC):%m/%d/%Y %I:%M %p}"
    return ""


class Order:
    """An order of CarePortals as ShipStation sees it, and what keeps it from being shipped."""

    def __init__(self, document: Document) -> None:
        self.document, self.defects, self.items, self.price = document, list[str](), "", Decimal(0)
        self.goods: Counter[str] = Counter()  # units to be packed, per SKU; "" is a line that cannot be read
        rows = document.get("lineItems")
        for row in rows if isinstance(rows, list) and rows else [{}]:
            get = row.get if isinstance(row, dict) else {}.get
            sku, name = (clean(get("sku")) or clean(get("productId")))[:100], clean(get("name"))
            price, units = amount(get("price")), amount(get("quantity")) or 0
            if sku and name and price is not None and 0 < units < 10**5 and row["quantity"] % 1 == 0:
                self.goods[sku] += 0 if get("type") == "digital" else int(units)
                self.price += units * price
                self.items += f"<Item>{self._part('SKU', sku)}{self._part('Name', name, 200)}"
                self.items += f"<UnitPrice>{price}</UnitPrice><Quantity>{units:.0f}</Quantity></Item>"
            else:
                self.defects.append("a line is missing or incomplete")
                self.goods[""] += 1

    def _part(self, tag: str, value: object, limit: int = 100) -> str:
        """An element of at most `limit` UTF-16 units. Without text it is left out, or a defect if needed."""
        text = clean(value).encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")
        if not text and tag in ("Name", "City", "Address1", "CustomerCode"):
            self.defects.append(f"{tag} is missing")
            text = "(missing)"
        return f"<{tag}>{escape(text, {chr(13): '&#13;'})}</{tag}>" if text or tag == "PostalCode" else ""

    def _customer(self) -> str:
        part, both = self._part, map(self.document.get, ("customer", "shippingAddress"))
        customer, address = ((found if isinstance(found, dict) else {}).get for found in both)
        name = f"{clean(customer('firstName'))} {clean(customer('lastName'))}"
        who = part("Name", name) + part("Phone", customer("phone"), 50)
        country, state = clean(address("countryCode")).upper(), clean(address("provinceCode"))
        state = state.upper() if country in ("US", "CA") else state
        if not re.fullmatch("(?!US|CA)[A-Z]{2} .*|(US|CA) [A-Z]{2}", f"{country} {state}", re.DOTALL):
            self.defects.append("Country or State is no code")
        ship = part("Country", country if re.fullmatch("[A-Z]{2}", country) else "ZZ") + part("State", state)
        ship += part("Address1", address("address1"), 200) + part("Address2", address("address2"), 200)
        ship += part("City", address("city")) + part("PostalCode", address("postalCode"), 50)
        email, code = part("Email", customer("email")), part("CustomerCode", customer("_id"), 50)
        return f"<Customer><ShipTo>{ship}{who}</ShipTo><BillTo>{who}{email}</BillTo>{code}</Customer>"

    def xml(self) -> str:
        """The Order element. If it is incomplete, or its status is in no box, it is never shippable."""
        part, customer, status = self._part, self._customer(), str(self.document["status"])
        get, total = self.document.get, amount(self.document.get("totalAmount"))
        created, modified = (written(get(name)) for name in ("createdAt", "updatedAt"))
        if total is None or not created:
            self.defects.append("total or date is missing")
        elif total < self.price:
            self.items += f"<Item><Adjustment>true</Adjustment><UnitPrice>{total - self.price}</UnitPrice>"
            self.items += "<Quantity>1</Quantity><SKU/><Name>Reduction</Name></Item>"
        shown = "cancelled" if get("isDeleted") else STAND_INS.get(status, status)
        if not BOXES.fullmatch(shown) or (shown == "awaiting_shipment" and self.defects):
            shown = "processing"
        notes = [f"Status in CarePortals: {status}"] * (shown != status) + self.defects
        parts = part("OrderID", get("_id")) + part("OrderNumber", str(get("id"))) + part("OrderStatus", shown)
        parts += part("OrderDate", created or modified) + part("LastModified", modified) + customer
        parts += f"<OrderTotal>{total or 0:.2f}</OrderTotal><Items>{self.items}</Items>"
        return f"<Order>{parts}{part('InternalNotes', '; '.join(notes), 1000)}</Order>"

    def outstanding(self, parcels: list[Document]) -> Counter[str]:
        """Units per SKU that are in none of the parcels."""
        left = self.goods.copy()
        for row in (row for parcel in parcels for row in parcel["lineItems"]):
            left[row["sku"]] -= row["quantity"]
        return +left

    def due(self) -> bool:
        """Whether to make it shipped, for all has left; an old notice undoes nothing decided since."""
        status, history, parcels = (self.document[name] for name in ("status", "statusHistory", "shipments"))
        moves = {move["newStatus"]: move["updatedAt"] for move in history}  # the last one to each status
        told = self.document["code"] == 200 and moves.get("shipped", "") >= parcels[-1]["createdAt"]
        return not (told or status in SETTLED or self.outstanding(parcels))


class Store:
    """The orders of one organization as one user sees them; signed in anew for each request."""

    netloc: ClassVar[str]
    walks: ClassVar[dict[object, dict[int, dict[str, str] | None]]] = {}  # per pull, how to ask for each page

    def __init__(self, org: str, authorization: str) -> None:
        basic = re.fullmatch("basic +(.+)", authorization, re.IGNORECASE)
        try:
            decoded = base64.b64decode(basic[1] if basic else "", validate=True).decode()
        except ValueError as error:
            raise Refusal(*DENIED) from error
        self.connection = http.client.HTTPConnection(self.netloc, timeout=CRM_SECONDS)
        username, _, password = decoded.partition(":")
        self.reader, self.headers = (org, username), {"organization": org, "Content-Type": "application/json"}
        answer = self._call("POST", "/auth", {"username": username, "password": password}, at_400=DENIED)
        self.headers["Authorization"] = f"Bearer {answer['token']}"

    def _call(self, method: str, path: str, body: object = None, at_400: tuple[int, str] = UNFIT) -> Document:
        """The document of a call that went well, with its status as "code"; else a refusal."""
        try:
            self.connection.request(method, path, json.dumps(body) if body else None, self.headers)
            response = self.connection.getresponse()
            if response.status in (200, 201):
                return {**json.load(response, parse_float=Decimal), "code": response.status}
        except (OSError, http.client.HTTPException, ValueError, ArithmeticError, RecursionError) as error:
            raise Refusal(*NONSENSE) from error
        raise Refusal(*(REASONS | {400: at_400}).get(response.status, NONSENSE))

    def _order(self, name: str) -> Document:
        if re.fullmatch("[0-9a-f]{24}", name):
            return self._call("GET", f"/orders/{name}")
        query = urlencode({"id": name, "includeDeleted": "true"})
        found: list[Document] = self._call("GET", f"/orders?{query}", at_400=UNKNOWN)["orders"]
        if not found:
            raise Refusal(*UNKNOWN)
        return found[0]

    def export(self, query: defaultdict[str, str]) -> str:
        """One page of the orders changed in the window; all pages of a pull are of one walk of the CRM."""
        dates, page = (query["start_date"].strip(), query["end_date"].strip()), query["page"] or "1"
        try:
            start, end = (datetime.strptime(date, "%m/%d/%Y %H:%M") for date in dates if date.isascii())
            end += timedelta(minutes=1)  # its last minute belongs to the window
        except (ValueError, OverflowError) as error:
            raise Refusal(400, "start_date and end_date must be MM/dd/yyyy HH:mm") from error
        if start >= end or not re.fullmatch("0*[1-9][0-9]{0,4}", page):
            raise Refusal(400, "A window must not end before it starts, and pages count from 1")
        window = {"updatedFrom": f"{start.isoformat()}Z", "updatedTo": f"{end.isoformat()}Z"}
        walk, number = self.walks.setdefault((*self.reader, start, end), {1: window}), int(page)
        if number not in walk and None not in walk.values():
            raise Refusal(*START_AGAIN)
        if (where := walk.get(number)) is None:
            return f'<Orders pages="{len(walk) - 1}"/>'
        found = list[Document]()
        while where and len(found) < PAGE_SIZE:  # the CRM may give fewer at a time than it is asked for
            asked = urlencode(where | {"includeDeleted": "true", "limit": PAGE_SIZE - len(found)})
            answer = self._call("GET", f"/orders?{asked}", at_400=START_AGAIN)
            where = window | {"cursor": answer["nextCursor"]} if answer["nextCursor"] else None
            found += answer["orders"]
            twice = len({str(order.get("_id")) for order in found}) < len(found)
            if twice or where in list(walk.values())[:number] or (where and not answer["orders"]):
                raise Refusal(*NONSENSE)
        walk[number + 1], orders = where, "".join(Order(order).xml() for order in found)
        return f'<Orders pages="{-(-answer["total"] // PAGE_SIZE)}">{orders}</Orders>'

    def _notice(self, body: bytes) -> tuple[defaultdict[str, str], Counter[str]]:
        """Texts and units per SKU of a ShipNotice; a document type, and so any entity, is refused."""
        parser, builder, declared, items = expat.ParserCreate(), TreeBuilder(), list[object](), Counter[str]()
        parser.StartDoctypeDeclHandler = lambda *declaration: declared.append(declaration)
        parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
        parser.CharacterDataHandler = builder.data
        try:
            parser.Parse(body, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise Refusal(400, "The body is not XML") from error
        notice = builder.close()
        texts = defaultdict(str, {child.tag: (child.text or "").strip() for child in notice})
        if declared or notice.tag != "ShipNotice" or len(texts) < len(notice):
            raise Refusal(400, "The body is no ShipNotice")
        for item in notice.iterfind("Items/Item"):
            sku, units = (item.findtext(name, "").strip() for name in ("SKU", "Quantity"))
            if not re.fullmatch("0*[1-9][0-9]{0,4}", units):
                raise Refusal(400, "Quantity must be a whole number from 1 to 99999")
            items[sku] += int(units)
        del items[""]  # a reduction is not in the parcel
        return texts, items

    def shipnotify(self, query: defaultdict[str, str], body: bytes) -> str:
        """Record one shipment, once: same order, carrier and tracking number are the same shipment."""
        texts, items = self._notice(body)
        named = {texts["OrderID"], texts["OrderNumber"], query["order_number"]} - {""}
        tracking = texts["TrackingNumber"] or query["tracking_number"]
        order = self._order(max(named, default=""))
        if named - {order["_id"], str(order["id"])} or query["tracking_number"] not in ("", tracking):
            raise Refusal(400, "The notice contradicts itself")
        day = re.sub(r"(\d\d)/(\d\d)/(\d{4})", r"\3-\1-\2", texts["ShipDate"])
        carrier, service = texts["Carrier"] or query["carrier"], texts["Service"] or query["service"]
        parcel = {"carrier": carrier, "service": service, "trackingNumber": tracking, "shipDate": day}
        stamp = [carrier.lower(), tracking or (parcel, texts["LabelCreateDate"], items)]
        self.headers["Idempotency-Key"] = hashlib.sha256(repr(stamp).encode()).hexdigest()
        others = [other for other in order["shipments"] if (other["trackingNumber"] or "") != tracking]
        items = items or Order(order).outstanding(others)  # without items it is for all that is not in these
        lines = [{"sku": sku, "quantity": units} for sku, units in items.items() if sku]
        order = self._call("POST", f"/orders/{order['_id']}/shipments", {**parcel, "lineItems": lines})
        if Order(order).due():
            self._call("PATCH", f"/orders/{order['_id']}", {"status": "shipped", "version": order["version"]})
        return "recorded"


class Endpoint(BaseHTTPRequestHandler):
    """One connection of ShipStation's, until it ends or breaks off; what went wrong is told in one line."""

    protocol_version, timeout, disable_nagle_algorithm, wbufsize = "HTTP/1.1", IDLE_SECONDS, True, -1

    def handle(self) -> None:
        with suppress(OSError):
            super().handle()

    def do_GET(self) -> None:
        try:
            status, text = 200, self._serve()
        except Refusal as refusal:
            status, text = refusal.args
        except (LookupError, TypeError, AttributeError):  # the CRM's documents are not what it promises
            status, text = NONSENSE
        kind = f"text/{'xml' if text.startswith('<') else 'plain'}; charset=utf-8"
        self.send_response(status)
        for name, value in {**HEADERS, "Content-Type": kind, "Content-Length": len(text.encode())}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(text.encode() if self.command != "HEAD" else b"")

    def _serve(self) -> str:
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not re.fullmatch("[0-9]{1,6}", length):
            self.close_connection = True  # what comes after these headers is unknown
            raise Refusal(413, "The notice must say its length, and be shorter than a million bytes")
        body, address = self.rfile.read(int(length)), urlsplit(self.path)
        org = re.fullmatch("/shipstation/([a-z0-9_]{1,64})", address.path)
        if not org or self.command not in ("GET", "POST"):
            raise Refusal(405 if org else 404, "Orders are exported with GET, shipments told with POST")
        store = Store(org[1], self.headers.get("Authorization", ""))
        pairs = parse_qsl(address.query, keep_blank_values=True)
        query = defaultdict(str, pairs)
        match self.command, query["action"], len(pairs) - len(query):
            case "GET", "export", 0:
                return store.export(query)
            case "POST", "shipnotify", 0:
                return store.shipnotify(query, body)
        raise Refusal(400, "The action must be export, with GET, or shipnotify, with POST; each name once")

    do_POST = do_HEAD = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_GET  # noqa: N815 - so it must be named

    def log_message(self, *_: object) -> None:
        """Log nothing: a request is about a patient."""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 picks a free one")
    parser.add_argument("--crm-url", required=True, help="address of CarePortals")
    options = parser.parse_args()
    Store.netloc = urlsplit(options.crm_url).netloc
    server = ThreadingHTTPServer(("127.0.0.1", options.port), Endpoint)
    print(f"witness listening on http://127.0.0.1:{server.server_port}", flush=True)  # noqa: T201
    server.serve_forever()
