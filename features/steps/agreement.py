"""What CarePortals and ShipStation say about the same orders, and what one window says twice."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from pytest_bdd import given, then, when

from features.support.phrases import phrase
from features.support.scene import Scene
from features.support.shipstation import GUIDE_MAPPING, TABS
from features.support.shop import Order

TAB_OF_STATUS = {
    status: box.removesuffix(" Status").removesuffix(" Statuses")
    for box, statuses in GUIDE_MAPPING.items()
    for status in statuses.split(",")
}
"""Where the guide's mapping files an order [doc: G12 to G16]."""


@dataclass
class Pull:
    """One window, pulled by hand: how many pages it has, and how often each order number came."""

    pages: int = 0
    numbers: Counter[str] = field(default_factory=Counter)


@pytest.fixture
def pulls() -> dict[int, Pull]:
    """The pulls of the last so many minutes."""
    return {}


@given(phrase("ShipStation's clock is {minutes:d} minutes behind"))
def clock_is_behind(scene: Scene, minutes: int) -> None:
    scene.set_back(timedelta(minutes=minutes))


@when(phrase("ShipStation refreshes {count:d} times, {seconds:d} seconds apart, and orders keep changing"))
def refreshes_again_and_again(scene: Scene, count: int, seconds: int) -> None:
    for index in range(count):
        scene.set_time(scene.now + timedelta(seconds=seconds))
        scene.shop().place(Order(2000 + index, "processing"))
        if index:
            scene.shop().change_status(1999 + index, "awaiting_shipment")
        scene.refreshed()
    # What changed in the minute of the last window belongs to the next one.
    scene.pass_time(2)
    scene.refreshed()


@when("every store of the account refreshes")
def every_store_refreshes(scene: Scene) -> None:
    for store in scene.account.connected():
        scene.account.refresh(store)


@then(phrase("each store holds the order {number:d}"))
def each_store_holds(scene: Scene, number: int) -> None:
    stores = sorted(scene.account.connected())
    got = sorted(order["storeId"] for order in scene.account.order(number))
    scene.expect(got == stores, f"the order {number} once in each store, {stores}", f"in the stores {got}")


@then("both sides agree about every order")
def both_sides_agree(scene: Scene) -> None:
    for number in scene.shop().placed:
        document, found = scene.shop().read(number), scene.account.order(number)
        got = f"{len(found)} times; the refresh: {scene.refresh_error()}"
        scene.expect(len(found) == 1, f"the order {number} once in ShipStation", got)
        ours, theirs = _in_shipstation(found[0]), _in_careportals(document)
        for part, value in theirs.items():
            same = ours[part] == value
            scene.expect(same, f"the order {number} with {part} {value}", f"{ours[part]} in ShipStation")


def _in_careportals(document: dict[str, Any]) -> dict[str, object]:
    status = "cancelled" if document["isDeleted"] else document["status"]
    told: dict[str, object] = {
        "address": document["shippingAddress"]["address1"],
        "total": Decimal(str(document["totalAmount"])),
        "parcels": sorted(shipment["trackingNumber"] for shipment in document["shipments"]),
        "may be packed": status == "awaiting_shipment",
    }
    return told | ({"tab": TAB_OF_STATUS[status]} if status in TAB_OF_STATUS else {})


def _in_shipstation(order: dict[str, Any]) -> dict[str, object]:
    return {
        "address": order["customer"]["shipTo"]["address1"],
        "total": Decimal(order["orderTotal"]),
        "parcels": sorted(shipment["trackingNumber"] for shipment in order["shipments"]),
        "may be packed": order["tab"] == "awaiting_shipment",
        "tab": next(label for label, tab in TABS.items() if tab == order["tab"]),
    }


def fetch(scene: Scene, minutes: int, page: int, pull: Pull) -> None:
    """Fetch one page of the last minutes by hand. Raises Broken when it cannot be read."""
    start = scene.now - timedelta(minutes=minutes)
    reading = scene.reading(scene.export(start, scene.now, page), start, scene.now)
    scene.expect(reading["ok"], f"page {page} can be read", f"{reading['error']}")
    pull.pages = reading["pages"] or 1  # no number of pages stands for one
    pull.numbers.update(order["orderNumber"] for order in reading["orders"])


@given(phrase("the first page of the last {minutes:d} minutes was pulled"))
def first_page_was_pulled(scene: Scene, minutes: int, pulls: dict[int, Pull]) -> None:
    pulls[minutes] = Pull()
    fetch(scene, minutes, 1, pulls[minutes])


@when(phrase("the other pages of the last {minutes:d} minutes are pulled"))
def other_pages_are_pulled(scene: Scene, minutes: int, pulls: dict[int, Pull]) -> None:
    for page in range(2, pulls[minutes].pages + 1):
        fetch(scene, minutes, page, pulls[minutes])


@given(phrase("all pages of the last {minutes:d} minutes were pulled"))
@when(phrase("all pages of the last {minutes:d} minutes are pulled"))
def all_pages_are_pulled(scene: Scene, minutes: int, pulls: dict[int, Pull]) -> None:
    first_page_was_pulled(scene, minutes, pulls)
    other_pages_are_pulled(scene, minutes, pulls)


@then(phrase("the pull of the last {minutes:d} minutes holds each of the {count:d} orders once"))
def pull_holds_each(scene: Scene, minutes: int, count: int, pulls: dict[int, Pull]) -> None:
    numbers = pulls[minutes].numbers
    lost = sorted(str(number) for number in scene.shop().placed if str(number) not in numbers)
    twice = sorted(number for number, times in numbers.items() if times > 1)
    scene.expect(
        len(numbers) == count and not lost and not twice,
        f"each of the {count} orders once",
        f"lost {lost[:5]}, twice {twice[:5]}, {len(numbers)} in all",
    )
