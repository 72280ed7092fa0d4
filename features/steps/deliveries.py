"""What has become of notices: how they were answered, and what CarePortals has kept of them."""

import re
from collections import Counter

from pytest_bdd import then

from features.steps.notices import TRACKING, accepted, all_items, compose, send
from features.support.phrases import phrase, unescaped
from features.support.scene import Scene


@then("the notice is accepted")
def is_accepted(scene: Scene) -> None:
    latest = scene.target.exchanges[-1]
    scene.expect(accepted(latest), "a 2xx answer", latest.said())


@then("the notice is not accepted")
def is_not_accepted(scene: Scene) -> None:
    latest = scene.target.exchanges[-1]
    scene.expect((latest.status or 0) >= 400, "an answer that says it failed, 4xx or 5xx", latest.said())


@then("the middleware refuses the notice")
def notice_refused(scene: Scene) -> None:
    latest = scene.target.exchanges[-1]
    scene.expect(400 <= (latest.status or 0) < 500, "a 4xx answer", latest.said())


@then("at least one of them is accepted")
def one_accepted(scene: Scene) -> None:
    got = [exchange.status or exchange.trouble for exchange in scene.target.exchanges]
    scene.expect(any(map(accepted, scene.target.exchanges)), "a 2xx answer to one of them", f"{got}")


@then(phrase("the notice is kept with the order {number:d}, or it is refused and nothing has changed"))
def kept_or_refused(scene: Scene, number: int) -> None:
    latest = scene.target.exchanges[-1]
    if accepted(latest):
        has_tracking(scene, number, TRACKING)
    else:
        is_not_accepted(scene)
        order_as_it_was(scene, number)


@then(phrase("the order {number:d} is complete in CarePortals, or the notice is refused"))
def complete_or_refused(scene: Scene, number: int) -> None:
    latest, got = scene.target.exchanges[-1], scene.shop().status(number)
    expected = "shipped" if accepted(latest) else "awaiting_shipment"
    scene.expect(got == expected, f"{latest.status}, and the order {number} is {expected}", got)


@then(phrase('CarePortals knows the tracking number "{tracking}" of the order {number:d}'))
def has_tracking(scene: Scene, number: int, tracking: str) -> None:
    got = [shipment.tracking_number for shipment in scene.shop().shipments(number)]
    expected = unescaped(tracking)
    scene.expect(expected in got, f"a shipment with the tracking number {expected!r}", f"{got}")


@then(phrase('the shipment of the order {number:d} has in CarePortals "{value}" as "{key}"'))
def shipment_has(scene: Scene, number: int, value: str, key: str) -> None:
    got = [getattr(shipment, key) for shipment in scene.shop().shipments(number)]
    scene.expect(got == [unescaped(value)], f"one shipment with {key} {unescaped(value)!r}", f"{got}")


@then(phrase('the shipment of the order {number:d} was sent on "{day}" in CarePortals'))
def shipment_sent_on(scene: Scene, number: int, day: str) -> None:
    got = [shipment.ship_date for shipment in scene.shop().shipments(number)]
    # CarePortals keeps a day as it is given: as ShipStation writes it, or as a date of ISO 8601.
    days = [re.sub(r"^(\d+)/(\d+)/(\d+)$", _iso_day, date)[:10] for date in got]
    scene.expect(days == [day], f"one shipment of {day}", f"{got}")


def _iso_day(match: re.Match[str]) -> str:
    month, date, year = match.groups()
    return f"{year}-{month:0>2}-{date:0>2}"


@then(phrase("no unit of the order {number:d} is in two parcels"))
def no_unit_twice(scene: Scene, number: int) -> None:
    ordered, sent = Counter[str](), Counter[str]()
    for sku, _, quantity in all_items(scene.shop(), number):
        ordered[sku] += int(quantity)
    for shipment in scene.shop().shipments(number):
        sent.update(dict(shipment.items))
    scene.expect(not sent - ordered, f"at most {_units(ordered)} in all parcels", _units(sent))


def _units(units: Counter[str]) -> str:
    return ", ".join(f"{quantity} {sku}" for sku, quantity in sorted(units.items())) or "nothing"


@then(phrase("the order {number:d} is as it was"))
def order_as_it_was(scene: Scene, number: int) -> None:
    before, now = scene.before["shop"][number], scene.shop().everything()[number]
    changed = [key for key in now if now[key] != before.get(key)]
    scene.expect(now == before, f"the order {number} as it was", f"other {', '.join(changed)}")


@then(phrase('the orders of "{name}" are as they were'))
def orders_as_they_were(scene: Scene, name: str) -> None:
    before, now = scene.before[name], scene.shop(name).everything()
    changed = [number for number in now if now[number] != before.get(number)]
    scene.expect(not changed, f"the orders of {name} as they were", f"changed: {changed}")


@then("the order was shipped with the last parcel and not before")
def shipped_with_the_last(scene: Scene) -> None:
    got = scene.before["statuses"]
    expected = ["awaiting_shipment"] * (len(got) - 1) + ["shipped"]
    scene.expect(got == expected, f"after each parcel: {', '.join(expected)}", ", ".join(got))


@then(phrase("the order {number:d} has had {count:d} change of status"))
def changes_of_status(scene: Scene, number: int, count: int) -> None:
    history = [entry["newStatus"] for entry in scene.shop().read(number)["statusHistory"]]
    scene.expect(len(history) == count, f"{count} changes of status", f"{history}")


@then(phrase("a good notice about the order {number:d} is still accepted"))
def still_works(scene: Scene, number: int) -> None:
    exchange = send(scene, compose(scene.shop(), number))
    scene.expect(accepted(exchange), "a good notice is accepted with 2xx", exchange.said())
    got = scene.shop().status(number)
    scene.expect(got == "shipped", f"the order {number} is shipped in CarePortals", got)
