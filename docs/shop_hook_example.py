"""A shop hook, for the mock CarePortals and the bridge: shop_hook_example.py CAREPORTALS_URL BRIDGE_URL."""

import hashlib
import json
import sys
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PASSWORD = "a good long password"  # noqa: S105 - of a made-up user on a mock
STATUSES = {word: word for word in ("awaiting_payment", "awaiting_shipment", "shipped", "cancelled")}
STATUSES["on_hold"] = "processing"
BOXES = STATUSES | {"awaiting_payment": "pending,awaiting_payment", "shipped": "shipped,completed"}
NAMES = {"number": "id", "placedAt": "createdAt", "changedAt": "updatedAt", "deleted": "isDeleted"}
NAMES |= {"customer": "customer", "shipTo": "shippingAddress", "lines": "lineItems"}


def shop(method, path, body=None):
    """Ask the shop itself: here the control side of the mock, in yours its database or its API."""
    connection = HTTPConnection(urlsplit(sys.argv[1]).netloc, timeout=10)
    connection.request(method, f"/_control{path}", json.dumps(body))
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read() or "null")


def sign(*names):
    """An id, the same for the same names."""
    return hashlib.sha256("/".join(map(str, names)).encode()).hexdigest()[:24]


def describe(tenant):
    """1. Where the store is, what to type into its form, and what this hook can do."""
    store = {"url": sys.argv[2] + "/shipstation/{tenant}", "username": f"rx.{tenant}@clinic.example"}
    can = ["tenants", "backdate", "delete", "shipments"]
    return 200, {"store": store | {"password": PASSWORD}, "statuses": BOXES, "can": can}


def reset(tenant):
    """2. Forget the tenant, and begin anew with the one user of its store."""
    shop("POST", "/reset", {"organization": tenant})
    user = {"email": describe(tenant)[1]["store"]["username"], "role": "Pharmacy", "password": PASSWORD}
    return shop("POST", "/seed", {"organizations": [{"org_key": tenant, "users": [user]}]})


def write(path, known, order):
    """3. and 4. Put an order, or change some fields of a known one."""
    known |= {NAMES[name]: value for name, value in order.items() if name in NAMES}
    if "status" in order:
        known["status"] = STATUSES[order["status"]]
    if "total" in order:
        known["totalAmount"] = float(order["total"])
    if customer := order.get("customer"):
        first, _, last = (customer["name"] or "").partition(" ")
        known["customer"] = customer | {"_id": sign(customer), "firstName": first, "lastName": last}
    if to := order.get("shipTo"):
        known["shippingAddress"] = to | {"provinceCode": to["state"], "countryCode": to["country"]}
    for line in order.get("lines") or ():
        line |= {"price": float(line["unitPrice"]), "productId": sign(line["name"])}
    status, answer = shop("PUT", path, known)
    return (200 if status < 300 else 422), answer


def read(path):
    """5. The order as it is now, with its shipments."""
    status, order = shop("GET", path)
    if status != 200:
        return status, order
    lines = [line | {"sku": line["sku"] or line["productId"]} for line in order["lineItems"] or ()]
    shipments = [parcel | {"items": parcel["lineItems"]} for parcel in order["shipments"]]
    neutral = next(word for word, own in STATUSES.items() if own == order["status"])
    found = {"number": order["id"], "orderId": order["_id"], "changedAt": order["updatedAt"]}
    return 200, found | {"status": neutral, "lines": lines, "shipments": shipments}


class Hook(BaseHTTPRequestHandler):
    """The five calls."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet; else each answer waits for an acknowledgement

    def answer(self):
        """Any of them."""
        url, size = urlsplit(self.path), int(self.headers.get("Content-Length") or 0)
        body, tenant = json.loads(self.rfile.read(size) or "{}"), parse_qs(url.query).get("tenant", [""])[0]
        place = f"/organizations/{tenant}{url.path.rpartition('/')[0]}/{sign(tenant, url.path)}"
        calls = {
            ("GET", False): lambda: describe(tenant),
            ("POST", False): lambda: reset(tenant),
            ("PUT", True): lambda: write(place, {"version": 1, "shipments": []}, body),
            ("PATCH", True): lambda: write(place, shop("GET", place)[1], body),
            ("GET", True): lambda: read(place),
        }
        try:
            status, said = calls[self.command, url.path.startswith("/orders/")]()
        except (KeyError, TypeError, ValueError) as error:
            status, said = 422, {"message": f"this shop cannot hold such an order: {error!r}"}
        answer = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_PATCH = answer  # noqa: N815 - the standard library calls them so


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    sys.stdout.write(f"listening on http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
