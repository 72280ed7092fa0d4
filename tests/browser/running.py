"""Both mocks, the bridge and the start page, with something to see on every page."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from features.support.mocks import LOOK, pulled, seed
from features.support.sandwich import Sandwich
from features.support.start_page.sample import Sample
from features.support.start_page.server import StartPage
from features.support.wire import Send, Server, connections

UNLINKED = {
    "careportals": ("/app/nowhere", "/auth/register", "/_control/pages/nowhere"),
    "shipstation": ("/app/nowhere",),
    "start": ("/nowhere",),
}
"""Pages that no link leads to."""

SignIn = Mapping[str, tuple[str, Mapping[str, str]]]
"""By the mock's name: the button, and what is typed before, by the labels."""

EMPTY = {"account": "empty", "email": "admin@empty.example", "password": "demo-empty-1"}
"""Whoever has nothing yet, in both mocks."""


@dataclass(frozen=True)
class Running:
    """What runs, and how a browser gets in."""

    sample: Sample
    start_page: str

    @property
    def parts(self) -> dict[str, str]:
        """The addresses by what is there."""
        addresses = self.sample.addresses
        return {
            "start": self.start_page,
            "careportals": addresses.careportals,
            "shipstation": addresses.shipstation,
        }

    @property
    def target(self) -> str:
        """The address of the sample store."""
        return self.sample.addresses.target.replace("{org}", self.sample.org)

    @property
    def starts(self) -> list[str]:
        """Where to look for pages from."""
        unlinked = [self.parts[part] + path for part, paths in UNLINKED.items() for path in paths]
        apps = [f"{self.parts[part]}/app" for part in ("careportals", "shipstation")]
        return [self.parts["start"] + "/", *apps, *unlinked]

    @property
    def owner(self) -> SignIn:
        """Who may see everything."""
        return self._user("Owner") | _admin(self.sample.sign_in)

    @property
    def pharmacy(self) -> SignIn:
        """Who sees in CarePortals what the guide says, and no more."""
        return self._user("Pharmacy")

    @property
    def newcomer(self) -> SignIn:
        """Who has nothing yet."""
        return _member(EMPTY["account"], EMPTY["email"], EMPTY["password"]) | _admin(EMPTY)

    def name(self, url: str) -> str:
        """A page's name for a file: what it is of, and its path."""
        origin, _, rest = url.partition("//")[2].partition("/")
        part = next(name for name, address in self.parts.items() if urlsplit(address).netloc == origin)
        return "-".join([part, *re.findall(r"[\w.]+", rest)])

    def _user(self, role: str) -> dict[str, tuple[str, Mapping[str, str]]]:
        user = next(user for user in self.sample.organization["users"] if user["role"] == role)
        return _member(self.sample.org, user["email"], user["password"])


def _member(org: str, email: str, password: str) -> dict[str, tuple[str, Mapping[str, str]]]:
    return {"careportals": ("Sign In", {"Organization": org, "Email": email, "Password": password})}


def _admin(sign_in: Mapping[str, str]) -> dict[str, tuple[str, Mapping[str, str]]]:
    return {"shipstation": ("Log In", {name.capitalize(): value for name, value in sign_in.items()})}


@contextmanager
def running() -> Iterator[Running]:
    """Start everything on free ports. Raises HarnessError."""
    with StartPage(0, LOOK) as start_page, Sandwich(keep_bodies=True) as addresses, connections() as send:
        seed(addresses, send)
        sample = pulled(addresses, send)
        _furnish(sample, send)
        start_page.show(sample, send)
        yield Running(sample, start_page.address)


def _furnish(sample: Sample, send: Send) -> None:
    """Ship two other orders, of which CarePortals takes one only; leave faults; found what is empty."""
    careportals, shipstation = (
        Server(send, address) for address in (sample.addresses.careportals, sample.addresses.shipstation)
    )
    token = shipstation.call("POST", "/sign-in", sample.sign_in)["token"]
    signed_in = shipstation.with_headers(Authorization=f"Bearer {token}")
    waiting = signed_in.call("GET", "/orders", tab="awaiting_shipment", limit=3)["orders"]
    first, second = (order for order in waiting if order["id"] != sample.order["id"])
    label = {"carrier": "USPS", "service": "Priority Mail", "trackingNumber": "9400111899223197428490"}
    signed_in.call("POST", f"/orders/{first['id']}/labels", label)
    broken = {
        "kind": "status",
        "status": 503,
        "path": "/orders/{_id}/shipments",
        "count": 1,
        "name": "broken",
    }
    careportals.call("POST", "/_control/faults", broken)
    signed_in.call("POST", f"/orders/{second['id']}/labels", label)
    shipstation.call("POST", "/_control/faults", {"kind": "hang_up", "count": 1, "skip": 1000})
    owner = {"email": EMPTY["email"], "password": EMPTY["password"], "role": "Owner"}
    empty = {"org_key": EMPTY["account"], "name": "Empty Clinic", "users": [owner]}
    careportals.call("POST", "/_control/seed", {"organizations": [empty]})
    shipstation.call("POST", "/_control/seed", {"accounts": [EMPTY]})
