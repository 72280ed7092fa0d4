"""A shop hook, for the mock CarePortals and the bridge: shop_hook_example.py CAREPORTALS_URL BRIDGE_URL."""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from shop_example import BOXES, Shop  # beside this file: what is different for each shop

PASSWORD = "a good long password"  # noqa: S105 - of a made-up user on a mock


class Hook(BaseHTTPRequestHandler):
    """One connection of the harness."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet; else each answer waits for an acknowledgement

    def call(self, path, tenant, body):
        """Status and document of each of the five calls."""
        shop, username = Shop(sys.argv[1]), f"rx.{tenant}@clinic.example"
        match self.command, path.strip("/").split("/"):
            case "GET", [""]:  # 1. what this hook can do
                store = {
                    "url": sys.argv[2] + "/shipstation/{tenant}",
                    "username": username,
                    "password": PASSWORD,
                }
                can = ["tenants", "backdate", "delete", "shipments"]
                return 200, {"store": store, "statuses": BOXES, "can": can}
            case "POST", ["reset"]:  # 2. begin anew
                return 200, shop.begin(tenant, username, PASSWORD)
            case "PUT", ["orders", number]:  # 3. put an order exactly so
                return 200, shop.put(tenant, number, body)
            case "PATCH", ["orders", number]:  # 4. change an order
                return 200, shop.change(tenant, number, body)
            case "GET", ["orders", number]:  # 5. the order as it is now
                order = shop.read(tenant, number)
                return (200 if order else 404), order
        return 404, {"message": "there is no such call"}

    def answer(self):
        """Answer any call."""
        url, size = urlsplit(self.path), int(self.headers.get("Content-Length") or 0)
        tenant, body = parse_qs(url.query).get("tenant", [""])[0], json.loads(self.rfile.read(size) or "{}")
        try:
            status, said = self.call(url.path, tenant, body)
        except (KeyError, TypeError, ValueError) as error:
            status, said = 422, {"message": f"this shop cannot hold such an order: {error!r}"}
        answer = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_PATCH = answer  # noqa: N815 - the standard library calls them so


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    sys.stdout.write(f"listening on http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
