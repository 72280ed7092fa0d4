"""Both mocks and the bridge on fixed ports with sample orders, for people: `make mocks`."""

import argparse
import json
import secrets
import signal
import sys
import time
from pathlib import Path
from string import Template
from typing import Any

import mocks
from features.support.evidence import HarnessError
from features.support.sandwich import Addresses, Sandwich
from features.support.start_page.sample import Sample
from features.support.start_page.server import PORT, StartPage
from features.support.wire import Send, Server, connections

PORTS = (7801, 7802, 7803)
"""CarePortals, bridge, ShipStation."""

UNFRIENDLY = """
Both mocks are unfriendly on purpose, with the seed {seed}: docs/faults.md says how, and how to turn it off.
"""

REFRESHES = 20
"""Attempts at pulling the sample orders: a mock that is unfriendly on purpose fails now and then."""

SEEDS = Path(mocks.__file__).parent
CAREPORTALS_SEED = SEEDS / "careportals" / "demo.json"
LOOK = SEEDS / "control" / "pages"
"""Where the look of all pages is."""

SHIPSTATION_SEED = SEEDS / "shipstation" / "demo.json"


def main() -> None:
    """Run until Ctrl-C, or until one of the parts ends. Exits 1 with a sentence when they cannot start."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # By default SIGTERM would leave the parts running, and shells let background jobs ignore SIGINT.
        signal.signal(number, signal.default_int_handler)
    options = _options()
    parts = Sandwich(ports=tuple(options.ports), unfriendly=options.unfriendly, keep_bodies=True, settings={})
    try:
        with StartPage(options.start_page, LOOK) as page, parts as addresses, connections() as send:
            seed(addresses, send)
            sample = pulled(addresses, send)
            page.show(sample, send)
            sys.stdout.write(f"\nStart here        {page.address}\n{introduction(sample)}")
            if options.unfriendly is not None:
                sys.stdout.write(UNFRIENDLY.format(seed=options.unfriendly))
            sys.stdout.flush()
            while (reason := parts.ended()) is None:
                time.sleep(0.2)
        sys.exit(reason)
    except HarnessError as error:
        # A part that finds its port taken speaks of its own flag; here people set all three with one.
        sys.exit(str(error).replace("Choose another with --port,", "Choose another with --ports,"))
    except KeyboardInterrupt:
        sys.stdout.write("\nStopped.\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m features.support.mocks", description=__doc__)
    names = ("CAREPORTALS", "BRIDGE", "SHIPSTATION")
    parser.add_argument("--ports", type=int, nargs=3, default=PORTS, metavar=names, help="0 picks a free one")
    parser.add_argument(
        "--start-page", type=int, default=PORT, metavar="PORT", help="where people start; 0 picks a free one"
    )
    parser.add_argument(
        "--unfriendly",
        nargs="?",
        type=int,
        const=secrets.randbelow(2**32),
        metavar="SEED",
        help="let both mocks be difficult on purpose; chance begins at SEED, else at a drawn number",
    )
    return parser.parse_args()


def seed(addresses: Addresses, send: Send) -> None:
    """Put the sample data into both mocks; the sample store gets the address of this bridge."""
    account, organization = _account(), _organization()
    for store in account["stores"]:
        store["urlToCustomXmlPage"] = addresses.target.replace("{org}", organization["org_key"])
    Server(send, addresses.careportals).call("POST", "/_control/seed", {"organizations": [organization]})
    Server(send, addresses.shipstation).call("POST", "/_control/seed", {"accounts": [account]})


def _organization() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CAREPORTALS_SEED.read_text(encoding="utf-8"))["organizations"][0]
    return found


def _account() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SHIPSTATION_SEED.read_text(encoding="utf-8"))["accounts"][0]
    return found


def pulled(addresses: Addresses, send: Send) -> Sample:
    """The sample data, after ShipStation has pulled its orders."""
    account = _account()
    sign_in = {name: account[name] for name in ("account", "email", "password")}
    order = _first_to_ship(Server(send, addresses.shipstation), sign_in)
    return Sample(addresses, _organization(), account, order)


def introduction(sample: Sample) -> str:
    """Where everything is, who may sign in, and lines to paste."""
    addresses, account, order = sample.addresses, sample.account, sample.order
    store = account["stores"][0]
    return Template((Path(__file__).parent / "mocks.txt").read_text(encoding="utf-8")).substitute(
        careportals=addresses.careportals,
        shipstation=addresses.shipstation,
        bridge=sample.bridge,
        target=addresses.target.replace("{org}", sample.org),
        org=sample.org,
        users="\n".join(_user(user) for user in sample.organization["users"]),
        account=account["account"],
        admin=f"{account['email']}  {account['password']}",
        credentials=f"{store['username']}:{store['password']}",
        crm_sign_in=json.dumps({"username": store["username"], "password": store["password"]}),
        sign_in=json.dumps(sample.sign_in),
        order=order["id"],
        document=order["orderId"],
        number=order["orderNumber"],
    )


def _user(user: dict[str, str]) -> str:
    return f"  {user['email']:<30} {user.get('password', '(invited)'):<18} {user['role']}"


def _first_to_ship(shipstation: Server, sign_in: dict[str, str]) -> dict[str, Any]:
    """Refresh the sample store and return an order of the tab Awaiting Shipment."""
    token = shipstation.call("POST", "/sign-in", sign_in)["token"]
    signed_in = shipstation.with_headers(Authorization=f"Bearer {token}")
    store = signed_in.call("GET", "/stores")[0]
    for _ in range(REFRESHES):
        if signed_in.ask("POST", f"/stores/{store['id']}/refresh").is_success:
            break
    found: list[dict[str, Any]] = signed_in.call("GET", "/orders", tab="awaiting_shipment", limit=1)["orders"]
    if not found:
        raise HarnessError("the sample data has no order that can be shipped")
    return found[0]


if __name__ == "__main__":
    main()
