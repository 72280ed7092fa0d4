"""Many clinics at once, as locust users: orders come in, the store is refreshed, the pharmacy ships.

On one machine, against parts that run already:

    python -m locust -f tests/bench/locustfile.py --headless -u 40 -r 20 -t 60s --stop-timeout 60 \
        --careportals http://127.0.0.1:7801 --bridge http://127.0.0.1:7802 --shipstation http://127.0.0.1:7803

On several: the same with `--master --expect-workers 4` on one, and on each of the others
`python -m locust -f tests/bench/locustfile.py --worker --master-host THE-FIRST`. A clinic is made, driven and
checked by one worker alone, so that they need to share nothing. The lines CHECK of the table count what was
looked at in the end, and as failures what was lost or doubled.
"""

import json
import re
import time
from collections.abc import Mapping
from itertools import count
from typing import Any

from locust import FastHttpUser, events

from features.support.wire import Answer, Server
from tests.bench.clinic import Clinic
from tests.bench.inventory import faults

PARTS = ("careportals", "bridge", "shipstation")
BUSY = (429, 503)
PAUSE = 1.0
"""Seconds that a store waits when the bridge is too busy: ShipStation does not tell its users how long."""

TRIES = 20
"""Times that a store is refreshed and its notices are sent again, until all has arrived."""

WAITING = 10
"""Orders that a clinic begins with."""


def add_parts(parser: Any) -> None:
    """The addresses of the three parts, which a master hands on to its workers."""
    for part in PARTS:
        parser.add_argument(f"--{part}", default="", help=f"where {part} listens")


events.init_command_line_parser.add_listener(add_parts)


def order_comes_in(pharmacy: "Pharmacy") -> None:
    """CarePortals has one more order to ship."""
    pharmacy.clinic.add_order_to_ship(pharmacy.crm, next(pharmacy.numbers))


def refresh(pharmacy: "Pharmacy") -> None:
    """Pull what has changed."""
    pharmacy.refresh()


def ship(pharmacy: "Pharmacy") -> None:
    """A label for the first order in Awaiting Shipment."""
    waiting = pharmacy.account.admin.call("GET", "/orders", tab="awaiting_shipment", limit=1)["orders"]
    for order in waiting:
        tracking = f"{pharmacy.clinic.names.mark}{next(pharmacy.numbers)}"
        label: dict[str, object] = {"carrier": "USPS", "service": "Priority Mail", "trackingNumber": tracking}
        pharmacy.made[tracking] = order["orderNumber"]
        pharmacy.account.create_label(order["id"], label)


class Pharmacy(FastHttpUser):
    """One clinic with one store. Nobody waits: the next thing is done as soon as the last one is."""

    host = "http://127.0.0.1"  # locust wants one; the addresses are those of the parts
    tasks = {order_comes_in: 1, refresh: 2, ship: 1}  # noqa: RUF012 - as locust has it

    def on_start(self) -> None:
        """Set both sides up."""
        parts = self.environment.parsed_options
        self.numbers = count(1)
        self.made: dict[str, str] = {}
        self.crm = Server(self.send, parts.careportals)
        self.clinic = Clinic(self.crm)
        self.account = self.clinic.account(Server(self.send, parts.shipstation), parts.bridge)
        for _ in range(WAITING):
            order_comes_in(self)

    def on_stop(self) -> None:
        """Let all arrive that is on its way; then every order and every parcel has to be there once."""
        tries = iter(range(TRIES))
        while not self.settled() and next(tries, None) is not None:
            time.sleep(PAUSE)
        for what, fault in faults(self.clinic.orders(self.crm), self.account.orders(), self.made):
            self.environment.events.request.fire(
                request_type="CHECK",
                name=f"each {what.partition(' ')[0]} once",
                response_time=0,
                response_length=0,
                context={},
                exception=AssertionError(fault) if fault else None,
            )

    def refresh(self) -> bool:
        """Pull what has changed; whether that went well. Who is too busy is left alone for a while."""
        report = self.account.refresh(self.account.stores[0]["id"])
        if not report["ok"] and report["error"]["status"] in BUSY:
            time.sleep(PAUSE)
        return bool(report["ok"])

    def settled(self) -> bool:
        """Send again what was not taken, then refresh; whether there was nothing to send."""
        failed = self.account.admin.call("GET", "/notices", state="failed")
        for notice in failed:
            self.account.admin.ask("POST", f"/notices/{notice['id']}/retry")
        return self.refresh() and not failed

    def send(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        """One request, as locust counts them; those refused for being too many are counted apart."""
        # Kept alive, a connection may be closed by the server just when it is used again.
        sent = {"Accept-Encoding": "identity", "Connection": "close", **headers}
        with self.client.request(
            method, url, name=_kind(url), data=body, headers=sent, catch_response=True
        ) as response:
            answer = Answer(response.status_code, response.content or b"")
            if _is_busy(answer):
                response.request_meta["name"] += ", too busy"
                response.success()
        return answer


def _kind(url: str) -> str:
    """The address without all that differs from one clinic to another."""
    path = re.sub(r"^https?://[^/]+", "", url).partition("?")[0]
    return re.sub(r"(?<=/)(\d+|clinic_[^/]+)", "*", path)


def _is_busy(answer: Answer) -> bool:
    """Whether ShipStation says that the store has asked to be left alone."""
    if answer.status_code != 502:
        return answer.status_code in BUSY
    try:
        error = json.loads(answer.content)["error"]
        return bool(error["status"] in BUSY)
    except (ValueError, KeyError, TypeError):
        return False
