"""Shipments: made in ShipStation, told to CarePortals by notices."""

from typing import Any

from pytest_bdd import given, then, when

from features.support.phrases import phrase, rows
from features.support.scene import Scene

LABEL = 'the order {number:d} {verb} shipped with {carrier} and the tracking number "{tracking}"'
PART = '{quantity:d} "{sku}" of ' + LABEL


def _to_ship(scene: Scene, number: int) -> int:
    """The id by which ShipStation knows an order that the packer can ship."""
    found = scene.account.order(number)
    scene.expect(
        [order["tab"] for order in found] == ["awaiting_shipment"],
        f"the order {number} in Awaiting Shipment, for the packer to ship",
        lambda: f"{[order['tab'] for order in found] or 'no such order'}; {scene.refresh_error()}",
    )
    return int(found[0]["id"])


def _label(carrier: str, tracking: str) -> dict[str, object]:
    return {"carrier": carrier, "service": "Priority Mail", "trackingNumber": tracking}


@given(phrase(LABEL.replace("{verb}", "was")))
@when(phrase(LABEL.replace("{verb}", "is")))
def ship_all(scene: Scene, number: int, carrier: str, tracking: str) -> None:
    scene.notice = scene.account.create_label(_to_ship(scene, number), _label(carrier, tracking))


@given(phrase(PART.replace("{verb}", "were")))
@when(phrase(PART.replace("{verb}", "are")))
def ship_part(scene: Scene, quantity: int, sku: str, number: int, carrier: str, tracking: str) -> None:
    items = [{"sku": scene.shop().sku(number, sku), "quantity": quantity}]
    label = _label(carrier, tracking) | {"items": items}
    scene.notice = scene.account.create_label(_to_ship(scene, number), label)


@given(phrase("the order {number:d} was marked as shipped"))
@when(phrase("the order {number:d} is marked as shipped"))
def mark_as_shipped(scene: Scene, number: int) -> None:
    scene.notice = scene.account.mark_as_shipped(_to_ship(scene, number))


@when(phrase("the same notice arrives {times:d} more times"))
def same_notice_again(scene: Scene, times: int) -> None:
    notice, store = scene.latest_notice(), scene.store()
    shop = scene.shop()
    password = next(
        word for email, word in shop.passwords.items() if shop.username(email) == store["username"]
    )
    for _ in range(times):
        scene.repeats.append(
            scene.target.notify(
                store["urlToCustomXmlPage"], store["username"], password, notice["query"], notice["body"]
            )
        )


@given("ShipStation has repeated its notice")
def has_repeated(scene: Scene) -> None:
    same_notice_again(scene, 1)
    each_accepted(scene)


@then("each of these notices is accepted")
def each_accepted(scene: Scene) -> None:
    got = [answer.status for answer in scene.repeats]
    scene.expect(all(200 <= (status or 0) < 300 for status in got), "a 2xx answer to each", f"{got}")


@then("the notice is delivered")
def notice_delivered(scene: Scene) -> None:
    notice = scene.latest_notice()
    scene.expect(notice["state"] == "delivered", "the notice is delivered", lambda: _said(notice))


@then("the notice fails and ShipStation shows it")
def notice_fails(scene: Scene) -> None:
    notice = scene.latest_notice()
    scene.expect(notice["state"] == "failed", "the notice fails", lambda: _said(notice))
    scene.expect(notice["nextAttemptAt"], "another attempt is planned", "none is")


def _said(notice: dict[str, Any]) -> str:
    latest = notice["attempts"][-1]
    received = f" The answer begins: {latest['received'].strip()}" if latest.get("received") else ""
    return f"{notice['state']}: {latest['status']} {latest['message']}{received}"


@then(phrase('the order {number:d} is "{status}" in CarePortals'))
def status_in_careportals(scene: Scene, number: int, status: str) -> None:
    got = scene.shop().status(number)
    scene.expect(got == status, f"the order {number} is {status} in CarePortals", got)


@then(phrase('the order {number:d} of "{name}" is "{status}" in CarePortals'))
def status_in_organization(scene: Scene, number: int, name: str, status: str) -> None:
    got = scene.shop(name).status(number)
    scene.expect(got == status, f"the order {number} of {name} is {status}", got)


@then(phrase("CarePortals has these shipments of the order {number:d}:"))
def has_shipments(scene: Scene, number: int, datatable: list[list[str]]) -> None:
    expected = [
        (row["carrier"], row["tracking number"], _items(scene, number, row["items"]))
        for row in rows(datatable)
    ]
    got = [
        (shipment.carrier, shipment.tracking_number, list(shipment.items))
        for shipment in scene.shop().shipments(number)
    ]
    scene.expect(got == expected, _told(expected), _told(got))


def _told(shipments: list[tuple[str, str, list[tuple[str, int]]]]) -> str:
    """One line for each: `USPS, 9400111899223197428490, 2 VB12-10, 10 SYR-1`."""
    lines = [
        ", ".join(
            (
                carrier or "no carrier",
                tracking_number or "no tracking number",
                *(f"{quantity} {sku}" for sku, quantity in items),
            )
        )
        for carrier, tracking_number, items in shipments
    ]
    return "\n".join(lines) or "no shipment"


def _items(scene: Scene, number: int, text: str) -> list[tuple[str, int]]:
    """Read `2 VB12-10, 10 its line 2`."""
    pairs = [item.strip().partition(" ") for item in text.split(",")]
    return sorted((scene.shop().sku(number, sku), int(quantity)) for quantity, _, sku in pairs)


@then(phrase("CarePortals has {count:d} shipments of the order {number:d}"))
@then(phrase("CarePortals has {count:d} shipment of the order {number:d}"))
def has_count_of_shipments(scene: Scene, count: int, number: int) -> None:
    got = scene.shop().shipments(number)
    scene.expect(len(got) == count, f"{count} shipments", f"{len(got)}")


@then(phrase('the order {number:d} was changed to "{status}" once'))
def changed_once(scene: Scene, number: int, status: str) -> None:
    history = [entry["newStatus"] for entry in scene.shop().read(number)["statusHistory"]]
    scene.expect(history.count(status) == 1, f"one change to {status}", f"the history {history}")
