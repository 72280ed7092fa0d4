"""What the contract says of orders and parcels, held against both sides at the end."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from features.steps.agreement import TAB_OF_STATUS
from features.support.shipstation import TABS

Made = Mapping[str, str]
"""For the tracking number of each label that was made the number of its order."""


def faults(documents: Sequence[Any], shown: Sequence[Any], made: Made) -> Iterator[tuple[str, str]]:
    """Each order and each label, and what is wrong with it: lost, doubled or else; or nothing.

    `documents` are all orders of CarePortals, `shown` those of ShipStation.
    """
    by_number: defaultdict[str, list[Any]] = defaultdict(list)
    for order in shown:
        by_number[order["orderNumber"]].append(order)
    for document in documents:
        number = str(document["id"])
        yield f"order {number}", _order_fault(document, by_number.pop(number, []))
    yield from ((f"order {number}", "not CarePortals'") for number in by_number)
    parcels = Counter(
        _parcel(document["id"], each) for document in documents for each in document["shipments"]
    )
    for tracking, number in made.items():
        times = parcels.pop((number, tracking), 0)
        yield f"parcel {tracking}", "" if times == 1 else "lost" if times == 0 else "doubled"
    yield from ((f"parcel {tracking}", "nobody's") for _number, tracking in parcels)


def _parcel(number: int, shipment: Mapping[str, Any]) -> tuple[str, str]:
    return str(number), shipment["trackingNumber"]


def _order_fault(document: Mapping[str, Any], found: Sequence[Any]) -> str:
    if len(found) != 1:
        return "doubled" if found else "lost"
    wanted = TABS[TAB_OF_STATUS[document["status"]]]
    return "" if found[0]["tab"] == wanted else f"{document['status']} under {found[0]['tab']}"
