"""What comes of each fault at each call that the bridge makes, as a page: `python -m tests.fault_table`.

Exits 1 when a cell is silent: a good answer that was not the whole truth, or what stayed lost or doubled.
"""

import sys
from collections.abc import Callable

from features.steps.faults import CALLS, TROUBLES
from features.support.sandwich import Sandwich
from features.support.scene import Scene
from features.support.shop import Order
from features.support.wire import client, connections

USER = "rx@clinic.example"
LIST_ONLY = {"an order twice", "a cursor that leads back"}

CELLS: dict[str, tuple[str, dict[str, object]]] = {
    "sign-in of an export": ("the sign-in", {}),
    "list, page 1": ("the list of orders", {}),
    "list, page 2": ("the list of orders", {"skip": 1}),
    "sign-in of a notice": ("the sign-in", {}),
    "reading the order": ("reading the order", {}),
    "adding the shipment": ("adding the shipment", {}),
    "adding it, answer lost": ("adding the shipment", {"when": "after"}),
    "changing the status": ("changing the status", {}),
    "changing it, answer lost": ("changing the status", {"when": "after"}),
}
"""The columns: a call, and how a fault strikes it."""

EXPORTS = 3
"""So many of the columns are exports, the others notices."""


INTRODUCTION = """# What comes of each fault

Made by `python -m tests.fault_table` with the reference bridge: 60 orders are pulled, or one parcel is
told, while CarePortals fails once. A number is the answer that ShipStation got; what follows came of the
next attempt. `whole` or `once` alone: served at the first attempt. A dash: this fault cannot happen
there.

"""


def main() -> None:
    """Start the three parts, fill the table, print it."""
    sys.stdout.write(INTRODUCTION)
    silent = 0
    with Sandwich() as addresses, client() as http, connections() as send:
        _row(["fault", *CELLS])
        _row(["---"] * (1 + len(CELLS)))
        for trouble in TROUBLES:
            cells = [cell(Scene(addresses, send, http), column, trouble) for column in CELLS]
            silent += sum(found.startswith("SILENT") for found in cells)
            _row([trouble, *cells])
    if silent:
        sys.exit(f"{silent} cells are silent")


def _row(cells: list[str]) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")


def cell(scene: Scene, column: str, trouble: str) -> str:
    """What was answered, and what came of it when the request was made again after the trouble."""
    call, more = CELLS[column]
    fault = {**TROUBLES[trouble], **more, "count": 1}
    export = list(CELLS).index(column) < EXPORTS
    if (trouble in LIST_ONLY and call != "the list of orders") or ("cursor" in trouble and not more):
        return "-"
    if fault.get("when") == "after" and trouble == "a refused connection":
        return "-"
    scene.found("clinic_x")
    scene.organization().add_user(USER, "Pharmacy")
    scene.open_account()
    scene.shop().place_all([Order(2000 + number, changed=scene.now) for number in range(60 if export else 1)])
    scene.pass_time(5)
    scene.set_up_as(USER)
    if not export:
        scene.refreshed()
    if "cursor" in trouble:
        fault["skip"] = 0
    for address in CALLS[call]:
        key = scene.organization().key
        scene.crm.call("POST", "/_control/faults", {**address, **fault, "organization": key})
    return (_exported if export else _notified)(scene, lambda: _end(scene))


def _end(scene: Scene) -> None:
    scene.crm.call("DELETE", "/_control/faults", organization=scene.organization().key)


def _exported(scene: Scene, end: Callable[[], None]) -> str:
    scene.refresh_store()
    first = scene.refresh
    end()
    scene.pass_time(5)
    scene.refresh_store()
    whole = scene.refresh["ok"] and len(scene.account.orders()) == 60
    if first["ok"]:
        return "whole" if first["received"] == 60 else f"SILENT: {first['received']} of 60"
    return f"{first['error']['status']}, then whole" if whole else "SILENT: not recovered"


def _notified(scene: Scene, end: Callable[[], None]) -> str:
    order = scene.account.the_order(2000)
    label = {"carrier": "USPS", "service": "Priority Mail", "trackingNumber": "TRACK-1"}
    scene.account.admin.call("POST", f"/orders/{order['id']}/labels", label)
    attempt = scene.account.notices(2000)[0]["attempts"][0]
    accepted = attempt["status"] is not None and attempt["status"] < 300
    kept = _kept(scene)
    end()
    scene.pass_time(60)
    if accepted:
        return "once" if kept else "SILENT: not kept"
    return f"{attempt['status']}, then once" if _kept(scene) else "SILENT: not recovered"


def _kept(scene: Scene) -> bool:
    return len(scene.shop().shipments(2000)) == 1 and scene.shop().status(2000) == "shipped"


if __name__ == "__main__":
    main()
