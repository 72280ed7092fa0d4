from typing import Any

import pytest

from tests.bench.inventory import faults


def document(number: int = 1, *parcels: str, status: str = "shipped") -> dict[str, Any]:
    return {"id": number, "status": status, "shipments": [{"trackingNumber": parcel} for parcel in parcels]}


def shown(number: str = "1", tab: str = "shipped") -> dict[str, Any]:
    return {"orderNumber": number, "tab": tab}


@pytest.mark.parametrize(
    ("documents", "orders", "found"),
    [
        ([document(1, "A")], [shown()], {("order 1", ""), ("parcel A", "")}),
        ([document(1, "A")], [], {("order 1", "lost"), ("parcel A", "")}),
        ([document(1, "A")], [shown(), shown()], {("order 1", "doubled"), ("parcel A", "")}),
        (
            [document(1, "A")],
            [shown(tab="on_hold")],
            {("order 1", "shipped under on_hold"), ("parcel A", "")},
        ),
        ([document(1)], [shown()], {("order 1", ""), ("parcel A", "lost")}),
        ([document(1, "A", "A")], [shown()], {("order 1", ""), ("parcel A", "doubled")}),
        (
            [document(1, "A", "B")],
            [shown()],
            {("order 1", ""), ("parcel A", ""), ("parcel B", "nobody's")},
        ),
        (
            [document(2, "A")],
            [shown("2")],
            {("order 2", ""), ("parcel A", "lost"), ("parcel A", "nobody's")},
        ),
        ([], [shown()], {("order 1", "not CarePortals'"), ("parcel A", "lost")}),
    ],
)
def test_what_is_lost_or_doubled_is_found(
    documents: list[Any], orders: list[Any], found: set[tuple[str, str]]
) -> None:
    assert set(faults(documents, orders, {"A": "1"})) == found
