"""Orders: placed and changed in CarePortals, looked at in ShipStation."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from pytest_bdd import given, then

from features.support.document import read_minute
from features.support.phrases import phrase, rows, unescaped
from features.support.scene import Scene
from features.support.shipstation import TABS
from features.support.shop import Line, Order, spread

SPREADS = {
    "at the same moment": timedelta(0),
    "one second apart": timedelta(seconds=1),
    "three in each millisecond": timedelta(microseconds=334),
}

PARTS = {
    "OrderDate": ("orderDate",),
    "LastModified": ("lastModified",),
    "OrderTotal": ("orderTotal",),
    "TaxAmount": ("taxAmount",),
    "ShippingAmount": ("shippingAmount",),
    "ShippingMethod": ("shippingMethod",),
    "BillTo Name": ("customer", "billTo", "name"),
    "BillTo Email": ("customer", "billTo", "email"),
    "BillTo Phone": ("customer", "billTo", "phone"),
    "ShipTo Name": ("customer", "shipTo", "name"),
    "ShipTo Address1": ("customer", "shipTo", "address1"),
    "ShipTo Address2": ("customer", "shipTo", "address2"),
    "ShipTo City": ("customer", "shipTo", "city"),
    "ShipTo State": ("customer", "shipTo", "state"),
    "ShipTo PostalCode": ("customer", "shipTo", "postalCode"),
    "ShipTo Country": ("customer", "shipTo", "country"),
}
"""The names of the XML elements, and where ShipStation shows them."""


DATES = {"OrderDate", "LastModified"}
AMOUNTS = {"OrderTotal", "TaxAmount", "ShippingAmount"}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def lines(table: list[list[str]]) -> list[Line]:
    return [Line(row["name"], row["sku"] or None, int(row["quantity"]), row["price"]) for row in rows(table)]


def part(order: dict[str, Any], name: str) -> Any:
    value: Any = order
    for key in PARTS[name]:
        value = value.get(key)
    return value


@given(phrase('the order {number:d} in status "{status}"'))
def order_in_status(scene: Scene, number: int, status: str) -> None:
    scene.shop().place(Order(number, status))


@given(phrase('the order {number:d} of "{name}" in status "{status}" for "{person}"'))
def order_of_organization(scene: Scene, number: int, name: str, status: str, person: str) -> None:
    first, _, last = person.partition(" ")
    scene.shop(name).place(
        Order(number, status, overrides=(("customer.firstName", first), ("customer.lastName", last)))
    )


@given(phrase('the order {number:d} is assigned to "{email}"'))
def order_assigned(scene: Scene, number: int, email: str) -> None:
    assignee = {"_id": scene.names.document(email), "username": scene.names.email(email)}
    scene.shop().place(Order(number, overrides=(("assignedTo", assignee),)))


@given(phrase('the order {number:d} last changed at "{changed}"'))
def order_changed_at(scene: Scene, number: int, changed: str) -> None:
    scene.shop().place(Order(number, changed=moment(changed)))


@given(phrase('the order {number:d} of "{placed}" last changed at "{changed}"'))
def order_placed_and_changed_at(scene: Scene, number: int, placed: str, changed: str) -> None:
    scene.shop().place(Order(number, placed=moment(placed), changed=moment(changed)))


@given(phrase("the order {number:d} with the lines:"))
def order_with_lines(scene: Scene, number: int, datatable: list[list[str]]) -> None:
    scene.shop().place(Order(number, lines=lines(datatable)))


@given(phrase('the order {number:d} of "{placed}" with the lines:'))
def order_of_day_with_lines(scene: Scene, number: int, placed: str, datatable: list[list[str]]) -> None:
    scene.shop().place(Order(number, placed=moment(placed), lines=lines(datatable)))


@given(phrase('the order {number:d} of {quantity:d} units at "{price}"'))
def order_of_units(scene: Scene, number: int, quantity: int, price: str) -> None:
    scene.shop().place(Order(number, lines=[Line("Vitamin B12 vial", "VB12-10", quantity, price)]))


@given(phrase('the order {number:d} of {quantity:d} units at "{price}", reduced to "{total}" by a coupon'))
def order_reduced(scene: Scene, number: int, quantity: int, price: str, total: str) -> None:
    line = Line("Vitamin B12 vial", "VB12-10", quantity, price)
    scene.shop().place(Order(number, lines=[line], total=total, coupon="SAVE50NOW"))


@given(phrase("{count:d} orders, changed {how}"))
def many_orders(scene: Scene, count: int, how: str) -> None:
    start = scene.now - timedelta(minutes=10)
    moments = enumerate(spread(count, start, SPREADS[how]))
    scene.shop().place_all([Order(2000 + index, changed=changed) for index, changed in moments])


@given(phrase("{count:d} of these orders were deleted"))
def many_deleted(scene: Scene, count: int) -> None:
    for number in list(scene.shop().placed)[:count]:
        scene.shop().delete(number)


@given(phrase('the order {number:d} changes to "{status}"'))
def order_changes(scene: Scene, number: int, status: str) -> None:
    scene.shop().change_status(number, status)


@given(phrase('the order {number:d} changes its "{path}" to "{text}"'))
def order_changes_field(scene: Scene, number: int, path: str, text: str) -> None:
    scene.shop().change(number, (path, unescaped(text)))


@given(phrase('the order {number:d} has no "{path}"'))
def order_has_no(scene: Scene, number: int, path: str) -> None:
    scene.shop().change(number, (path, ...))


@given(phrase("the order {number:d} is deleted in CarePortals"))
def order_is_deleted(scene: Scene, number: int) -> None:
    scene.shop().delete(number)


@then(phrase('the order {number:d} is in the tab "{tab}"'))
def order_is_in_tab(scene: Scene, number: int, tab: str) -> None:
    expected = f"the order {number} in the tab {tab}, once"
    found = [_tab(order) for order in scene.account.order(number)]
    scene.expect(found == [tab], expected, lambda: _whereabouts(scene, found))


def _whereabouts(scene: Scene, tabs: list[str]) -> str:
    return " and ".join(tabs) if tabs else f"not in ShipStation; the refresh: {scene.refresh_error()}"


def _tab(order: dict[str, Any]) -> str:
    return next(label for label, tab in TABS.items() if tab == order["tab"])


@then(phrase("the order {number:d} has not reached ShipStation"))
def order_has_not_reached(scene: Scene, number: int) -> None:
    found = scene.account.order(number)
    scene.expect(not found, f"no order {number}", lambda: f"it is in the tab {_tab(found[0])}")


@then("no order has reached ShipStation")
def no_order(scene: Scene) -> None:
    found = [order["orderNumber"] for order in scene.account.orders()]
    scene.expect(not found, "no order in ShipStation", f"the orders {', '.join(found)}")


@then(phrase("the order {number:d} was never shippable in ShipStation"))
def never_shippable(scene: Scene, number: int) -> None:
    scene.expect(scene.refresh["ok"], "the refresh succeeds", scene.refresh_error)
    tabs = [moved["tab"] for order in scene.account.order(number) for moved in order["tabHistory"]]
    scene.expect(
        "awaiting_shipment" not in tabs, "never in Awaiting Shipment", f"it was in {', '.join(tabs)}"
    )


@then(phrase("the order {number:d} cannot be shipped in ShipStation any more"))
def not_shippable_any_more(scene: Scene, number: int) -> None:
    scene.expect(scene.refresh["ok"], "the refresh succeeds", scene.refresh_error)
    tabs = [_tab(order) for order in scene.account.order(number)]
    scene.expect(
        "Awaiting Shipment" not in tabs, "not in Awaiting Shipment", f"it is in {' and '.join(tabs)}"
    )


@then(phrase("the order {number:d} is there and cannot be shipped in ShipStation"))
def there_and_not_shippable(scene: Scene, number: int) -> None:
    tabs = [_tab(order) for order in scene.account.order(number)]
    scene.expect(
        len(tabs) == 1 and tabs[0] != "Awaiting Shipment",
        f"the order {number} in ShipStation, not in Awaiting Shipment",
        lambda: _whereabouts(scene, tabs),
    )


@then("ShipStation holds exactly these orders:")
def holds_exactly(scene: Scene, datatable: list[list[str]]) -> None:
    expected = sorted((row["order"], row["tab"]) for row in rows(datatable))
    got = sorted((order["orderNumber"], _tab(order)) for order in scene.account.orders())
    scene.expect(
        got == expected, _listing(expected), lambda: f"{_listing(got)}; the refresh: {scene.refresh_error()}"
    )


def _listing(pairs: list[tuple[str, str]]) -> str:
    return ", ".join(f"{number} in {tab}" for number, tab in pairs) or "no order"


@then(phrase('ShipStation shows the status "{status}" for the order {number:d}'))
def shows_status(scene: Scene, status: str, number: int) -> None:
    expected = scene.shop().spellings(status)
    got = [order["status"] for order in scene.account.order(number)]
    scene.expect(
        len(got) == 1 and got[0] in expected,
        f"the status {' or '.join(expected)}",
        lambda: _whereabouts(scene, got),
    )


@then(phrase("ShipStation has no warning about the status of the order {number:d}"))
def no_status_warning(scene: Scene, number: int) -> None:
    warnings = [text for text in scene.account.the_order(number)["warnings"] if "status" in text.lower()]
    scene.expect(not warnings, "no warning about the status", "; ".join(warnings))


@then(phrase('ShipStation warns that the status "{status}" of the order {number:d} is in no box'))
def status_warning(scene: Scene, status: str, number: int) -> None:
    order_is_in_tab(scene, number, "Awaiting Shipment")
    warnings = scene.account.the_order(number)["warnings"]
    scene.expect(
        any(status in text and "no box" in text for text in warnings),
        f'a warning that "{status}" is in no box',
        "; ".join(warnings) or "no warning",
    )


@then(phrase('the order {number:d} shows "{value}" as "{name}"'))
def order_shows_one(scene: Scene, number: int, value: str, name: str) -> None:
    order_shows(scene, number, [["part", "value"], [name, unescaped(value)]])


@then(phrase("the order {number:d} shows:"))
def order_shows(scene: Scene, number: int, datatable: list[list[str]]) -> None:
    order_is_in_tab(scene, number, "Awaiting Shipment")
    order = scene.account.the_order(number)
    for row in rows(datatable):
        got = part(order, row["part"])
        scene.expect(_same(row["part"], got, row["value"]), f"{row['part']} {row['value']!r}", f"{got!r}")


def _same(name: str, got: Any, expected: str) -> bool:
    # A date may be written with the 12-hour clock, an amount with other zeros [doc]: the value counts.
    if name in DATES:
        return read_minute(got or "") == read_minute(expected)
    return Decimal(got or "NaN") == Decimal(expected) if name in AMOUNTS else bool(got == expected)


@then(phrase("the order {number:d} says nothing about:"))
def order_says_nothing(scene: Scene, number: int, datatable: list[list[str]]) -> None:
    order_is_in_tab(scene, number, "Awaiting Shipment")
    order = scene.account.the_order(number)
    for row in rows(datatable):
        got = part(order, row["part"])
        scene.expect(not got, f"no {row['part']}: CarePortals has none", f"{got!r}")


@then(phrase("the order {number:d} has these items:"))
def order_has_items(scene: Scene, number: int, datatable: list[list[str]]) -> None:
    expected = sorted(
        (scene.shop().sku(number, row["sku"]), row["name"], int(row["quantity"]), Decimal(row["unit price"]))
        for row in rows(datatable)
    )
    items = scene.account.the_order(number)["items"]
    got = sorted((item["sku"], item["name"], item["quantity"], Decimal(item["unitPrice"])) for item in items)
    scene.expect(got == expected, _items(expected), _items(got))


def _items(items: list[tuple[str, str, int, Decimal]]) -> str:
    return "; ".join(f"{quantity} {name} ({sku}) at {price}" for sku, name, quantity, price in items)


@then(phrase("the order {number:d} carries the document's own id"))
def order_carries_id(scene: Scene, number: int) -> None:
    expected = scene.shop().order_id(number)
    got = scene.account.the_order(number)["orderId"]
    scene.expect(got == expected, f"OrderID {expected}", f"{got}")


@then(phrase('the store of "{name}" holds the order {number:d} for "{person}"'))
def store_holds(scene: Scene, name: str, number: int, person: str) -> None:
    store = scene.store(name)["id"]
    if store != scene.store()["id"]:
        scene.account.refresh(store)
    got = [
        order["customer"]["shipTo"]["name"]
        for order in scene.account.order(number)
        if order["storeId"] == store
    ]
    scene.expect(got == [person], f"one order {number} for {person}", ", ".join(got) or "no such order")


@then(
    phrase('the amounts of the order {number:d} are "{price}" for each of {quantity:d} and "{total}" in all')
)
def amounts(scene: Scene, number: int, price: str, quantity: int, total: str) -> None:
    order_is_in_tab(scene, number, "Awaiting Shipment")
    order = scene.account.the_order(number)
    got = [(Decimal(item["unitPrice"]), int(item["quantity"])) for item in order["items"]]
    scene.expect(got == [(Decimal(price), quantity)], f"{quantity} at {price}", f"{got}")
    scene.expect(Decimal(order["orderTotal"]) == Decimal(total), f"OrderTotal {total}", order["orderTotal"])


@then(phrase('the lines of the order {number:d} add up to "{total}"'))
def lines_add_up(scene: Scene, number: int, total: str) -> None:
    order_is_in_tab(scene, number, "Awaiting Shipment")
    order = scene.account.the_order(number)
    got = sum(Decimal(item["unitPrice"]) * int(item["quantity"]) for item in order["items"])
    scene.expect(got == Decimal(total), f"lines that add up to {total}", f"{got}")
    scene.expect(Decimal(order["orderTotal"]) == Decimal(total), f"OrderTotal {total}", order["orderTotal"])
