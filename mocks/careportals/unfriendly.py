"""How the mock CarePortals is difficult on purpose: `--unfriendly`."""

from mocks.careportals.crm import Crm
from mocks.control import unfriendly
from mocks.control.unfriendly import Quirk

QUIRKS = {
    "short pages": Quirk("A page of orders holds 7 at most, whatever `limit` asks for.", {"pageRows": 7}),
    "shuffled times": Quirk(
        "Orders that changed in the same millisecond come in no order of their `_id`.",
        {"shuffleEqualTimes": True},
    ),
    "lost answers": Quirk(
        "One shipment in ten is stored, and answered with 502.",
        fault={
            "kind": "status",
            "status": 502,
            "when": "after",
            "method": "POST",
            "path": "/orders/{_id}/shipments",
            "probability": 0.1,
        },
    ),
    "busy": Quirk(
        "One request in twenty is answered with 503 and `Retry-After: 1`, and not carried out.",
        fault={"kind": "status", "status": 503, "retryAfter": 1, "probability": 0.05},
    ),
    "late": Quirk(
        "One request in five is answered up to 0.3 seconds late.",
        fault={"kind": "delay", "milliseconds": 0, "jitter": 300, "probability": 0.2},
    ),
}


def make_unfriendly(crm: Crm, seed: int) -> str:
    """Take the quirks on, until they are turned off or the mock is reset; what to say of it.

    The settings are not kept with the data: the next start is a friendly one.
    """
    crm.settings.change(unfriendly.settings(QUIRKS))
    for fault in unfriendly.faults(QUIRKS, seed):
        crm.faults.add(fault)
    return unfriendly.announcement(QUIRKS, seed)
