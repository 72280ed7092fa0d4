"""The shop of shop_hook_example.py: the mock CarePortals' control side. Yours has a database or an API."""

import hashlib
import json
from http.client import HTTPConnection
from urllib.parse import urlsplit

STATUSES = {word: word for word in ("awaiting_payment", "awaiting_shipment", "shipped", "cancelled")}
STATUSES["on_hold"] = "processing"
BOXES = STATUSES | {"awaiting_payment": "pending,awaiting_payment", "shipped": "shipped,completed"}
NAMES = {"number": "id", "placedAt": "createdAt", "changedAt": "updatedAt", "deleted": "isDeleted"}
NAMES |= {"customer": "customer", "shipTo": "shippingAddress", "lines": "lineItems"}


def sign(*names):
    """An id, the same for the same names."""
    return hashlib.sha256("/".join(map(str, names)).encode()).hexdigest()[:24]


class Shop:
    """Orders by tenant and number. Raises ValueError, KeyError or TypeError for one that it cannot hold."""

    def __init__(self, url):
        self.netloc = urlsplit(url).netloc

    def begin(self, tenant, username, password):
        """Forget the tenant, and begin anew with the one user of its store."""
        self._ask("POST", "/reset", {"organization": tenant})
        user = {"email": username, "role": "Pharmacy", "password": password}
        self._ask("POST", "/seed", {"organizations": [{"org_key": tenant, "users": [user]}]})

    def put(self, tenant, number, order):
        """Put an order in place of the one that may be there."""
        self._write(_path(tenant, number), {"version": 1, "shipments": []}, order)

    def change(self, tenant, number, order):
        """Change some fields of a known order."""
        path = _path(tenant, number)
        self._write(path, self._ask("GET", path)[1], order)

    def read(self, tenant, number):
        """The order as it is now, with its shipments; None if there is none."""
        status, order = self._ask("GET", _path(tenant, number))
        if status != 200:
            return None
        lines = [line | {"sku": line["sku"] or line["productId"]} for line in order["lineItems"] or ()]
        shipments = [parcel | {"items": parcel["lineItems"]} for parcel in order["shipments"]]
        neutral = next(word for word, own in STATUSES.items() if own == order["status"])
        found = {"number": order["id"], "orderId": order["_id"], "changedAt": order["updatedAt"]}
        return found | {"status": neutral, "lines": lines, "shipments": shipments}

    def _write(self, path, known, order):
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
        status, answer = self._ask("PUT", path, known)
        if status >= 300:
            raise ValueError(answer)

    def _ask(self, method, path, body=None):
        connection = HTTPConnection(self.netloc, timeout=10)
        connection.request(method, f"/_control{path}", json.dumps(body))
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or "null")


def _path(tenant, number):
    return f"/organizations/{tenant}/orders/{sign(tenant, number)}"
