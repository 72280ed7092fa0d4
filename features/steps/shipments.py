"""Shipments: made in ShipStation, told to CarePortals by notices."""

from string import Template
from typing import Any

from pytest_bdd import given, then, when

from features.support.phrases import phrase, rows
from features.support.rules import FEATURES
from features.support.scene import Scene

LABEL = 'the order {number:d} {verb} shipped with {carrier} and the tracking number "{tracking}"'
PART = '{quantity:d} "{sku}" of ' + LABEL


def _ship(scene: Scene, number: int, action: str, body: dict[str, object]) -> None:
    order = scene.account.the_order(number)
    scene.shipment = scene.account.admin.call("POST", f"/orders/{order['id']}/{action}", body)


def _label(carrier: str, tracking: str) -> dict[str, object]:
    return {"carrier": carrier, "service": "Priority Mail", "trackingNumber": tracking}


@given(phrase(LABEL.replace("{verb}", "was")))
@when(phrase(LABEL.replace("{verb}", "is")))
def ship_all(scene: Scene, number: int, carrier: str, tracking: str) -> None:
    _ship(scene, number, "labels", _label(carrier, tracking))


@given(phrase(PART.replace("{verb}", "were")))
@when(phrase(PART.replace("{verb}", "are")))
def ship_part(scene: Scene, quantity: int, sku: str, number: int, carrier: str, tracking: str) -> None:
    items = [{"sku": scene.shop().sku(number, sku), "quantity": quantity}]
    _ship(scene, number, "labels", _label(carrier, tracking) | {"items": items})


@given(phrase("the order {number:d} was marked as shipped"))
@when(phrase("the order {number:d} is marked as shipped"))
def mark_as_shipped(scene: Scene, number: int) -> None:
    _ship(scene, number, "mark-as-shipped", {})


def _notice(scene: Scene) -> dict[str, Any]:
    """The notice of the latest shipment, as ShipStation has it now."""
    notices = scene.account.admin.call("GET", "/notices")
    return next(notice for notice in notices if notice["id"] == scene.shipment["notice"]["id"])


def _send(
    scene: Scene, query: str, body: str, *, name: str | None = None, password: str | None = None
) -> None:
    store = scene.store()
    known = scene.organization().passwords
    own = next(word for email, word in known.items() if scene.names.email(email) == store["username"])
    url = store["urlToCustomXmlPage"] if name is None else scene.target.address(scene.organization(name).key)
    word = own if password is None else password
    scene.repeats.append(scene.target.notify(url, store["username"], word, query, body))


@when(phrase("the same notice arrives {times:d} more times"))
def same_notice_again(scene: Scene, times: int) -> None:
    notice = _notice(scene)
    for _ in range(times):
        _send(scene, notice["query"], notice["body"])


def _written_notice(scene: Scene, number: int, order_id: str) -> tuple[str, str]:
    """A notice as ShipStation would write it about an order, for the harness to send itself."""
    scene.before = {"shop": scene.shop().everything()}
    query = f"action=shipnotify&order_number={number}&carrier=USPS&service=&tracking_number=TRACK-9"
    template = Template((FEATURES / "notices" / "whole_order.xml").read_text(encoding="utf-8"))
    return query, template.substitute(number=number, order_id=order_id)


@when(phrase("a notice about the unknown order {number:d} arrives"))
def notice_about_unknown(scene: Scene, number: int) -> None:
    _send(scene, *_written_notice(scene, number, scene.shop().order_id(number)))


@when(phrase('a notice about the order {number:d} arrives at the address of "{name}"'))
def notice_at_address(scene: Scene, number: int, name: str) -> None:
    _send(scene, *_written_notice(scene, number, scene.shop(name).order_id(number)), name=name)


@when(phrase("a notice about the order {number:d} arrives without a password"))
def notice_without_password(scene: Scene, number: int) -> None:
    _send(scene, *_written_notice(scene, number, scene.shop().order_id(number)), password="")


@then("the middleware refuses the notice")
def notice_refused(scene: Scene) -> None:
    status = scene.repeats[-1].status
    scene.expect(400 <= (status or 0) < 500, "a 4xx answer", scene.repeats[-1].said())


@then("each of these notices is accepted")
def each_accepted(scene: Scene) -> None:
    got = [answer.status for answer in scene.repeats]
    scene.expect(all(200 <= (status or 0) < 300 for status in got), "a 2xx answer to each", f"{got}")


@then("the notice is delivered")
def notice_delivered(scene: Scene) -> None:
    notice = _notice(scene)
    scene.expect(notice["state"] == "delivered", "the notice is delivered", lambda: _said(notice))


@then("the notice fails and ShipStation shows it")
def notice_fails(scene: Scene) -> None:
    notice = _notice(scene)
    scene.expect(notice["state"] == "failed", "the notice fails", lambda: _said(notice))
    scene.expect(notice["nextAttemptAt"], "another attempt is planned", "none is")


def _said(notice: dict[str, Any]) -> str:
    latest = notice["attempts"][-1]
    return f"{notice['state']}: {latest['status']} {latest['message']}"


@then(phrase('the order {number:d} is "{status}" in CarePortals'))
def status_in_careportals(scene: Scene, number: int, status: str) -> None:
    got = scene.shop().read(number)["status"]
    scene.expect(got == status, f"the order {number} is {status} in CarePortals", str(got))


@then(phrase('the order {number:d} of "{name}" is "{status}" in CarePortals'))
def status_in_organization(scene: Scene, number: int, name: str, status: str) -> None:
    got = scene.shop(name).read(number)["status"]
    scene.expect(got == status, f"the order {number} of {name} is {status}", str(got))


@then(phrase("CarePortals has these shipments of the order {number:d}:"))
def has_shipments(scene: Scene, number: int, datatable: list[list[str]]) -> None:
    expected = [
        (row["carrier"], row["tracking number"], _items(scene, number, row["items"]))
        for row in rows(datatable)
    ]
    got = [
        (
            shipment["carrier"],
            shipment["trackingNumber"],
            sorted((item["sku"], item["quantity"]) for item in shipment["lineItems"]),
        )
        for shipment in scene.shop().read(number)["shipments"]
    ]
    scene.expect(got == expected, f"{expected}", f"{got}")


def _items(scene: Scene, number: int, text: str) -> list[tuple[str, int]]:
    """Read `2 VB12-10, 10 its line 2`."""
    pairs = [item.strip().partition(" ") for item in text.split(",")]
    return sorted((scene.shop().sku(number, sku), int(quantity)) for quantity, _, sku in pairs)


@then(phrase("CarePortals has {count:d} shipments of the order {number:d}"))
@then(phrase("CarePortals has {count:d} shipment of the order {number:d}"))
def has_count_of_shipments(scene: Scene, count: int, number: int) -> None:
    got = scene.shop().read(number)["shipments"]
    scene.expect(len(got) == count, f"{count} shipments", f"{len(got)}")


@then(phrase('the order {number:d} was changed to "{status}" once'))
def changed_once(scene: Scene, number: int, status: str) -> None:
    history = [entry["newStatus"] for entry in scene.shop().read(number)["statusHistory"]]
    scene.expect(history.count(status) == 1, f"one change to {status}", f"the history {history}")
