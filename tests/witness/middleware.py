"""The second witness: a middleware between CarePortals and ShipStation, made from the documents alone."""

import argparse
import base64
import contextlib
import hashlib
import http.client
import json
import re
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.etree.ElementTree import TreeBuilder
from xml.parsers import expat
from xml.sax.saxutils import escape

Document = dict[str, Any]
PAGE_SIZE, PLACES_KEPT, CRM_SECONDS, IDLE_SECONDS = 25, 10_000, 10, 60
BOXES = re.compile("pending|awaiting_(payment|shipment)|processing|shipped|completed|cancelled")
STAND_INS = {"delivered": "shipped", "refunded": "cancelled", "disqualified": "cancelled"}
SETTLED = {"shipped", "completed", *STAND_INS}
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NONSENSE = 502, "CarePortals cannot be reached, or sent something unexpected"
DENIED = 401, "CarePortals does not know this user and password in this organization"
UNKNOWN = 400, "There is no such order"
UNFIT = 400, "CarePortals does not take this shipment"
CONFLICT = 409, "The order is cancelled or was just changed, or the shipment is known with other content"
START_AGAIN = 409, "The place of this page is not known; start again at page 1"
REASONS = {401: DENIED, 403: (403, "No such access to orders"), 429: (503, "CarePortals is busy")}
HEADERS = {"Allow": "GET, POST", "Cache-Control": "no-store", "WWW-Authenticate": 'Basic realm="orders"'}


class Refusal(Exception):
    """An answer other than 200: its status code and what to tell the caller."""


class Crm:
    """The orders of one organization as one user sees them; signed in anew for each request."""

    def __init__(self, netloc: str, org: str, username: str, password: str) -> None:
        self.connection = http.client.HTTPConnection(netloc, timeout=CRM_SECONDS)
        self.reader, self.headers = (org, username), {"organization": org, "Content-Type": "application/json"}
        answer = self.call("POST", "/auth", {"username": username, "password": password}, at_400=DENIED)
        self.headers["Authorization"] = f"Bearer {answer['token']}"

    def call(self, method: str, path: str, body: object = None, **at: tuple[int, str]) -> Document:
        """The document of a call that went well, with its status as "code"; else a refusal."""
        try:
            self.connection.request(method, path, json.dumps(body) if body else None, self.headers)
            response = self.connection.getresponse()
            payload = response.read()
            if response.status not in (200, 201):
                raise Refusal(*at.get(f"at_{response.status}", REASONS.get(response.status, NONSENSE)))
            return {**json.loads(payload, parse_float=Decimal), "code": response.status}
        except (OSError, http.client.HTTPException, ValueError, ArithmeticError, RecursionError) as error:
            raise Refusal(*NONSENSE) from error

    def page(self, **query: object) -> Document:
        """One page of the list of orders, deleted ones too."""
        return self.call("GET", f"/orders?{urlencode(query)}&includeDeleted=true", at_400=START_AGAIN)

    def order(self, name: str) -> Document:
        """The order with this `_id` or number."""
        if re.fullmatch("[0-9a-f]{24}", name):
            return self.call("GET", f"/orders/{name}", at_404=UNKNOWN)
        found = self.page(id=name)["orders"] if re.fullmatch("[0-9]{1,15}", name) else []
        if not found:
            raise Refusal(*UNKNOWN)
        return dict(found[0])


def clean(value: object) -> str:
    """What XML can hold of a text; nothing if it is no text."""
    return UNPRINTABLE.sub("", value).strip() if isinstance(value, str) else ""


def part(tag: str, value: object, limit: int, defects: list[str] | None = None) -> str:
    """An element of at most `limit` UTF-16 units. Where there is no text it is left out, or else a defect."""
    text = clean(value).encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")
    if defects is not None and not text:
        defects.append(f"{tag} is missing")
        text = "(missing)"
    return f"<{tag}>{escape(text, {chr(13): '&#13;'})}</{tag}>" if text else ""


def amount(value: Any) -> Decimal | None:
    """Dollars and cents, or None if it is no amount that ShipStation can take."""
    fits = type(value) in (int, Decimal) and abs(value) < 9_999_999
    return Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP) if fits else None


def written(value: object) -> str:
    """A time of CarePortals in ShipStation's form, which may be the 12-hour one; nothing if it is none."""
    with contextlib.suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(str(value))
        return f"{moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC):%m/%d/%Y %I:%M %p}"
    return ""


class Order:
    """An order of CarePortals as ShipStation sees it, and what keeps it from being shipped."""

    def __init__(self, document: Document) -> None:
        self.document, self.defects, self.items, self.price = document, list[str](), "", Decimal(0)
        self.goods: Counter[str] = Counter()  # units to be packed, per SKU
        rows = document.get("lineItems")
        for row in rows if isinstance(rows, list) and rows else [None]:
            fields: Document = row if isinstance(row, dict) else {}
            get = fields.get
            sku, name = (clean(get("sku")) or clean(get("productId")))[:100], clean(get("name"))
            price, units = amount(get("price")), amount(get("quantity")) or 0
            if sku and name and price is not None and 0 < units < 10**5 and fields["quantity"] % 1 == 0:
                self.goods[sku] += 0 if get("type") == "digital" else int(units)
                self.price += units * price
                self.items += f"<Item>{part('SKU', sku, 100)}{part('Name', name, 200)}"
                self.items += f"<UnitPrice>{price}</UnitPrice><Quantity>{units:.0f}</Quantity></Item>"
            else:
                self.defects.append("a line is missing or incomplete")
                self.goods[""] += 1

    def _customer(self) -> str:
        given, need = map(self.document.get, ("customer", "shippingAddress")), self.defects
        customer, address = ((found if isinstance(found, dict) else {}).get for found in given)
        name = " ".join(filter(None, (clean(customer("firstName")), clean(customer("lastName")))))
        both = part("Name", name, 100, need) + part("Phone", customer("phone"), 50)
        country, state = clean(address("countryCode")).upper(), clean(address("provinceCode"))
        state = state.upper() if country in ("US", "CA") else state
        if not re.fullmatch("(?!US|CA)[A-Z]{2} .*|(US|CA) [A-Z]{2}", f"{country} {state}", re.DOTALL):
            self.defects.append("Country or State is no code")
        ship = part("Country", country if re.fullmatch("[A-Z]{2}", country) else "ZZ", 2)
        ship += part("State", state, 100) + part("City", address("city"), 100, need)
        ship += part("Address1", address("address1"), 200, need) + part("Address2", address("address2"), 200)
        ship += part("PostalCode", address("postalCode"), 50) or "<PostalCode/>"
        email, code = part("Email", customer("email"), 100), part("CustomerCode", customer("_id"), 50, need)
        return f"<Customer><ShipTo>{ship}{both}</ShipTo><BillTo>{both}{email}</BillTo>{code}</Customer>"

    def xml(self) -> str:
        """The Order element. If it is incomplete, or its status is in no box, it is never shippable."""
        get, status = self.document.get, str(self.document["status"])
        customer, total = self._customer(), amount(get("totalAmount"))
        created, modified = written(get("createdAt")), written(get("updatedAt"))
        self.defects += [] if created and total is not None else ["total or date is missing"]
        if total is not None and total < self.price:
            self.items += f"<Item><Adjustment>true</Adjustment><UnitPrice>{total - self.price}</UnitPrice>"
            self.items += "<Quantity>1</Quantity><SKU/><Name>Reduction</Name></Item>"
        shown = "cancelled" if get("isDeleted") else STAND_INS.get(status, status)
        if not BOXES.fullmatch(shown) or (shown == "awaiting_shipment" and self.defects):
            shown = "processing"
        notes = [f"Status in CarePortals: {status}"] * (shown != status) + self.defects
        texts = {"OrderID": get("_id"), "OrderStatus": shown, "InternalNotes": "; ".join(notes)}
        texts |= {"OrderNumber": str(get("id")), "LastModified": modified, "OrderDate": created or modified}
        parts = "".join(part(tag, text, 1000) for tag, text in texts.items()) + customer
        return f"<Order>{parts}<OrderTotal>{total or 0:.2f}</OrderTotal><Items>{self.items}</Items></Order>"

    def outstanding(self, parcels: list[Document]) -> Counter[str]:
        """Units per SKU that are in none of the parcels; "" stands for lines that cannot be read."""
        left = self.goods.copy()
        for row in (row for parcel in parcels for row in parcel["lineItems"]):
            left[row["sku"]] -= row["quantity"]
        return +left


def export(crm: Crm, query: dict[str, str], places: dict[object, tuple[str, int]]) -> str:
    """One page of the orders changed in the window; all pages of a pull are of one walk of the CRM."""
    dates, asked = (query.get("start_date", ""), query.get("end_date", "")), query.get("page", "1")
    try:
        start, end = (datetime.strptime(date.strip(), "%m/%d/%Y %H:%M") for date in dates if date.isascii())
        end += timedelta(minutes=1)  # its last minute belongs to the window
    except (ValueError, OverflowError) as error:
        raise Refusal(400, "start_date and end_date must be MM/dd/yyyy HH:mm") from error
    if start >= end or not re.fullmatch("0*[1-9][0-9]{0,4}", asked):
        raise Refusal(400, "A window must not end before it starts, and pages count from 1")
    window, number = {"updatedFrom": f"{start.isoformat()}Z", "updatedTo": f"{end.isoformat()}Z"}, int(asked)
    pull = (*crm.reader, start, end)
    lost = "lost", places.get((*pull, 1), ("", 0))[1]
    cursor, pages = places.get((*pull, number - 1), lost) if number > 1 else ("start", 0)
    if cursor == "lost" and (number <= pages or (not pages and crm.page(limit=1, **window)["total"])):
        raise Refusal(*START_AGAIN)
    if cursor in ("lost", "end"):
        return f'<Orders pages="{pages}"/>'
    answer = crm.page(limit=PAGE_SIZE, **window, **({"cursor": cursor} if number > 1 else {}))
    pages = pages or -(-answer["total"] // PAGE_SIZE)
    if number >= pages and answer["nextCursor"]:
        raise Refusal(*NONSENSE)
    places[(*pull, number)] = answer["nextCursor"] or "end", pages
    for forgotten in list(places)[:-PLACES_KEPT]:
        places.pop(forgotten, None)
    return f'<Orders pages="{pages}">{"".join(Order(order).xml() for order in answer["orders"])}</Orders>'


def read_notice(body: bytes) -> tuple[dict[str, str], Counter[str]]:
    """Texts and units per SKU of a ShipNotice; with a document type, and so with entities, it is refused."""
    parser, builder, declared, items = expat.ParserCreate(), TreeBuilder(), list[object](), Counter[str]()
    parser.StartDoctypeDeclHandler = lambda *declaration: declared.append(declaration)
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Refusal(400, "The body is not XML") from error
    notice = builder.close()
    texts = {child.tag: (child.text or "").strip() for child in notice}
    if declared or notice.tag != "ShipNotice" or len(texts) < len(notice):
        raise Refusal(400, "The body is no ShipNotice")
    for item in notice.iterfind("Items/Item"):
        sku, units = (item.findtext(name, "").strip() for name in ("SKU", "Quantity"))
        if not re.fullmatch("0*[1-9][0-9]{0,4}", units):
            raise Refusal(400, "Quantity must be a whole number from 1 to 99999")
        items[sku] += int(units)
    del items[""]  # a reduction is not in the parcel
    return texts, items


def shipnotify(crm: Crm, query: dict[str, str], body: bytes) -> str:
    """Record one shipment, once: same order, carrier and tracking number are the same shipment."""
    texts, items = read_notice(body)
    named = list(filter(None, (texts.get("OrderID"), texts.get("OrderNumber"), query.get("order_number"))))
    order = crm.order(named[0] if named else "")
    tracking, asked = texts.get("TrackingNumber"), query.get("tracking_number")
    if {*named} - {order["_id"], str(order["id"])} or (tracking and asked and tracking != asked):
        raise Refusal(400, "The notice contradicts itself")
    parcel: Document = {"trackingNumber": tracking or asked or "", "shipDate": texts.get("ShipDate", "")}
    with contextlib.suppress(ValueError):
        parcel["shipDate"] = datetime.strptime(parcel["shipDate"], "%m/%d/%Y").date().isoformat()
    parcel |= {tag.lower(): texts.get(tag) or query.get(tag.lower(), "") for tag in ("Carrier", "Service")}
    stamp = [parcel["carrier"].lower(), tracking or asked or (parcel, texts.get("LabelCreateDate"), items)]
    crm.headers["Idempotency-Key"] = hashlib.sha256(repr(stamp).encode()).hexdigest()
    if not items:  # then it is for all that is in no other parcel
        known = parcel["trackingNumber"] or None
        others = [row for row in order["shipments"] if row["trackingNumber"] != known]
        items = Order(order).outstanding(others)
    parcel["lineItems"] = [{"sku": sku, "quantity": units} for sku, units in items.items() if sku]
    settle(crm, crm.call("POST", f"/orders/{order['_id']}/shipments", parcel, at_400=UNFIT, at_409=CONFLICT))
    return "recorded"


def settle(crm: Crm, order: Document) -> None:
    """Make an order shipped once all its goods have left; an old notice undoes nothing decided since."""
    if order["isDeleted"] or order["status"] == "cancelled":
        raise Refusal(*CONFLICT)
    parcels = order["shipments"]
    shipped = [move["updatedAt"] for move in order["statusHistory"] if move["newStatus"] == "shipped"]
    told = order["code"] == 200 and max(shipped, default="") >= parcels[-1]["createdAt"]
    if not (told or order["status"] in SETTLED or Order(order).outstanding(parcels)):
        change = {"status": "shipped", "version": order["version"]}
        crm.call("PATCH", f"/orders/{order['_id']}", change, at_409=CONFLICT)


class Endpoint(BaseHTTPRequestHandler):
    """One connection of ShipStation's; what went wrong is told in one line."""

    protocol_version, timeout, disable_nagle_algorithm, wbufsize = "HTTP/1.1", IDLE_SECONDS, True, -1
    crm: ClassVar[str]
    places: ClassVar[dict[object, tuple[str, int]]] = {}

    def handle(self) -> None:
        """Serve the connection until it ends or breaks off."""
        with contextlib.suppress(OSError):
            super().handle()

    def do_GET(self) -> None:
        """Answer any request."""
        status, text = 200, ""
        try:
            text = self._serve()
        except Refusal as refusal:
            status, text = refusal.args
        except UnicodeDecodeError:
            status, text = 400, "The query is not UTF-8"
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
        body = self.rfile.read(int(length))
        address = urlsplit(self.path)
        org = re.fullmatch("/shipstation/([a-z0-9_]{1,64})", address.path)
        if not org or self.command not in ("GET", "POST"):
            raise Refusal(405 if org else 404, "Orders are exported with GET, shipments told with POST")
        crm = self._sign_in(org[1])
        pairs = parse_qsl(address.query, keep_blank_values=True, errors="strict")
        query = dict(pairs)
        if (self.command, query.get("action"), len(query)) == ("GET", "export", len(pairs)):
            return export(crm, query, self.places)
        if (self.command, query.get("action"), len(query)) == ("POST", "shipnotify", len(pairs)):
            return shipnotify(crm, query, body)
        raise Refusal(400, "The action must be export, with GET, or shipnotify, with POST; each name once")

    def _sign_in(self, org: str) -> Crm:
        scheme, _, encoded = self.headers.get("Authorization", "").partition(" ")
        with contextlib.suppress(ValueError):
            username, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
            if scheme.lower() == "basic" and username and password:
                return Crm(self.crm, org, username, password)
        raise Refusal(*DENIED)

    def log_message(self, *_: object) -> None:
        """Log nothing: a request is about a patient."""


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 picks a free one")
    parser.add_argument("--crm-url", required=True, help="address of CarePortals")
    options = parser.parse_args()
    for method in ("POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"):
        setattr(Endpoint, f"do_{method}", Endpoint.do_GET)
    Endpoint.crm = urlsplit(options.crm_url).netloc
    server = ThreadingHTTPServer(("127.0.0.1", options.port), Endpoint)
    sys.stdout.write(f"witness listening on http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
