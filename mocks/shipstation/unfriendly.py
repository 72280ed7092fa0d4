"""How the mock ShipStation is difficult on purpose: `--unfriendly`."""

from mocks.control import unfriendly
from mocks.control.unfriendly import Quirk
from mocks.shipstation.server import ShipStation

QUIRKS = {
    "other spelling": Quirk(
        "A blank is `%20`, hex digits are capital.", {"blank": "%20", "hexCase": "upper"}
    ),
    "asks twice": Quirk(
        "Credentials in a header come only after a 401 that asks for them.", {"challengeFirst": True}
    ),
    "repeated notices": Quirk(
        "Three notices in ten come once more after they were taken.",
        fault={"kind": "repeat_notice", "probability": 0.3},
    ),
    "late notices": Quirk(
        "One notice in five is held back for a minute, and overtaken by later ones.",
        fault={"kind": "hold_notice", "minutes": 1, "probability": 0.2},
    ),
    "pulls start over": Quirk(
        "One pull in five stops after its first page and starts over.",
        fault={"kind": "restart_pull", "probability": 0.2},
    ),
}


def make_unfriendly(shipstation: ShipStation, seed: int) -> str:
    """Take the quirks on, until they are turned off or the mock is reset; what to say of it."""
    shipstation.stores.change_defaults(unfriendly.settings(QUIRKS))
    for fault in unfriendly.faults(QUIRKS, seed):
        shipstation.faults.add(fault)
    return unfriendly.announcement(QUIRKS, seed)
