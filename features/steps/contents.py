"""What an order says: single fields set in CarePortals, and what becomes of them in ShipStation."""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from pytest_bdd import given, then

from features.steps.orders import PARTS
from features.support.evidence import HarnessError
from features.support.phrases import phrase, rows
from features.support.scene import Scene
from features.support.shop import Line, Order, order_number

MORE_PARTS = {
    "ShipTo Phone": ("customer", "shipTo", "phone"),
    "Item SKU": ("items", 0, "sku"),
    "Item Name": ("items", 0, "name"),
    "Item Quantity": ("items", 0, "quantity"),
}
OPTIONAL = {"ShipTo Phone", "BillTo Phone", "BillTo Email", "ShipTo Address2"}
"""Parts that may be left out where a text does not fit: half a phone number is none."""

ELSEWHERE = (
    ("customer.firstName", "Sam"),
    ("customer.lastName", "Roe"),
    ("customer.email", "sam.roe@patient.example"),
    ("customer.phone", "+15555550199"),
    ("shippingAddress.address1", "77 Pier Road"),
    ("shippingAddress.address2", "Floor 9"),
    ("shippingAddress.city", "Ottawa"),
    ("shippingAddress.provinceCode", "ON"),
    ("shippingAddress.postalCode", "K1A 0B1"),
    ("shippingAddress.countryCode", "CA"),
)


@given(phrase('the order {number:d} has "{path}" set to {value}'))
def has_set(scene: Scene, number: int, path: str, value: str) -> None:
    scene.shop().change(number, (path, json.loads(value)))


@given(phrase('the order {number:d} has {count:d} times "{text}" as its "{path}"'))
def has_times(scene: Scene, number: int, count: int, text: str, path: str) -> None:
    scene.shop().change(number, (path, text * count))


@given(phrase('the order {number:d} has {count:d} times "{text}" behind an "x" as its "{path}"'))
def has_times_behind(scene: Scene, number: int, count: int, text: str, path: str) -> None:
    scene.shop().change(number, (path, "x" + text * count))


@given(phrase('the orders {first:d} to {last:d} in status "{status}"'))
def orders_in_status(scene: Scene, first: int, last: int, status: str) -> None:
    scene.shop().place_all([Order(number, status) for number in range(first, last + 1)])


@given("one order each with this value in a field:")
def orders_with_values(scene: Scene, datatable: list[list[str]]) -> None:
    values = [(row["field"], json.loads(row["value"])) for row in rows(datatable)]
    numbered = enumerate(values, start=2000)
    scene.shop().place_all([Order(number, overrides=(value,)) for number, value in numbered])


@given(
    phrase(
        'the order {number:d} of {quantity:d} units listed at "{listed}", sold at "{price}", '
        'less "{coupon}" by coupon and "{credit}" by credit'
    )
)
def order_discounted(
    scene: Scene, number: int, quantity: int, listed: str, price: str, coupon: str, credit: str
) -> None:
    reduction = Decimal(listed) - Decimal(price)
    discount = {"amount": float(reduction), "reductionType": "dollar", "type": "promotion"}
    total = max(Decimal(price) * quantity - Decimal(coupon) - Decimal(credit), Decimal("0.00"))
    overrides: list[tuple[str, object]] = [
        ("lineItems.0.listPrice", float(listed)),
        ("baseAmount", float(Decimal(listed) * quantity)),
        ("discountAmount", float(reduction * quantity + Decimal(coupon))),
        ("creditUsedAmount", float(credit)),
    ]
    if reduction:
        overrides.append(("lineItems.0.discount", discount))
    line = Line("Vitamin B12 vial", "VB12-10", quantity, price)
    code = "SAVE50NOW" if Decimal(coupon) else None
    order = Order(number, lines=[line], total=str(total), coupon=code, overrides=tuple(overrides))
    scene.shop().place(order)


@given(phrase("the order {number:d} with {count:d} lines"))
def order_with_many_lines(scene: Scene, number: int, count: int) -> None:
    lines = [Line(f"Product {n}", f"SKU-{n}", n, f"{n}.10") for n in range(1, count + 1)]
    scene.shop().place(Order(number, lines=lines))


@given(phrase("the order {number:d}, different from a plain order in everything"))
def order_differs(scene: Scene, number: int) -> None:
    line = Line("Syringe 1 ml", "SYR-1", 7, "0.35")
    placed = scene.now.replace(year=scene.now.year - 1)
    scene.shop().place(Order(number, placed=placed, lines=[line], overrides=ELSEWHERE))


@given(phrase("{count:d} orders, every second one without a word of its address and lines"))
def orders_incomplete(scene: Scene, count: int) -> None:
    nothing = tuple((name, None) for name in ("customer", "shippingAddress", "lineItems", "totalAmount"))
    numbers = range(2000, 2000 + count)
    scene.shop().place_all([Order(number, overrides=nothing if number % 2 else ()) for number in numbers])


def shown(order: dict[str, Any], name: str) -> str:
    """A part of an order in ShipStation as text, "" where there is none."""
    value: Any = {**order, "items": _goods(order)}
    path: tuple[Any, ...] = (*(PARTS | MORE_PARTS)[name],)
    for key in path:
        if value == []:
            return ""
        value = value[key] if isinstance(value, list) else value.get(key)
    return "" if value is None else str(value)


def _goods(order: dict[str, Any]) -> list[dict[str, Any]]:
    """What is shipped; a line that adjusts the total may stand before it or after."""
    return [item for item in order["items"] if not item["adjustment"]]


def _plain(text: str) -> str:
    """A text as people read it: composed letters, and one blank for each stretch of white space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _the_order(scene: Scene, number: int) -> dict[str, Any]:
    found = scene.account.order(number)
    scene.expect(
        len(found) == 1,
        f"the order {number} in ShipStation, once",
        lambda: f"{len(found)} times; the refresh: {scene.refresh_error()}",
    )
    return found[0]


def _shippable(scene: Scene, number: int) -> dict[str, Any]:
    order = _the_order(scene, number)
    awaited = f"the order {number} in the tab Awaiting Shipment"
    scene.expect(order["tab"] == "awaiting_shipment", awaited, lambda: f"it is in {order['tab']}")
    return order


def _in_the_shop(scene: Scene, number: int, path: str) -> str:
    value = scene.shop().value(number, path)
    if not isinstance(value, str):
        raise HarnessError(f"{path} of the order {number} is no text")
    return value


@then("every order has arrived once")
def all_arrived(scene: Scene) -> None:
    scene.expect(scene.refresh["ok"], "the refresh succeeds", scene.refresh_error)
    held = Counter(order_number(order) for order in scene.account.orders())
    placed = scene.shop().placed
    scene.expect(
        held.keys() == placed.keys() and held.total() == scene.refresh["received"] == len(placed),
        f"{len(placed)} orders, each once",
        lambda: f"not {_listing(scene, placed.keys() - held.keys())}; {scene.refresh_error()}",
    )


@then("none of those orders can be shipped")
def none_shippable(scene: Scene) -> None:
    ready = {order_number(order) for order in scene.account.orders("Awaiting Shipment")}
    odd = {number for number, order in scene.shop().placed.items() if order.overrides}
    scene.expect(
        not ready & odd, "none in Awaiting Shipment", lambda: f"there is {_listing(scene, ready & odd)}"
    )


def _listing(scene: Scene, numbers: Iterable[int]) -> str:
    """Orders by number, with what is odd about them."""
    placed = scene.shop().placed
    return ", ".join(f"{number} {dict(placed[number].overrides) or ''}".strip() for number in sorted(numbers))


@then(phrase('exactly the {count:d} complete orders are in the tab "{tab}"'))
def complete_in_tab(scene: Scene, count: int, tab: str) -> None:
    complete = {str(number) for number, order in scene.shop().placed.items() if not order.overrides}
    got = {order["orderNumber"] for order in scene.account.orders(tab)}
    scene.expect(
        got == complete and len(got) == count,
        f"the {count} complete orders in {tab}",
        f"{len(got)}; too many: {sorted(got - complete)[:5]}, missing: {sorted(complete - got)[:5]}",
    )


@then(phrase('the order {number:d} shows at most {limit:d} units of its "{path}" as "{name}"'))
def shows_beginning(scene: Scene, number: int, limit: int, path: str, name: str) -> None:
    got = shown(_the_order(scene, number), name)
    whole = _in_the_shop(scene, number, path)
    # A middleware may mark that it has cut: "Maria Mari..."
    begins = got.removesuffix("...").removesuffix("…").rstrip()
    fits = len(got.encode("utf-16-le")) // 2 <= limit
    scene.expect(fits, f"at most {limit} UTF-16 units", f"{len(got)} characters: {got!r}")
    scene.expect(
        whole.startswith(begins) and (begins or name in OPTIONAL), f"the beginning of {path}", repr(got)
    )


@then(phrase('the order {number:d} shows the whole of its "{path}" as "{name}"'))
def shows_whole(scene: Scene, number: int, path: str, name: str) -> None:
    got = shown(_the_order(scene, number), name)
    whole = _in_the_shop(scene, number, path)
    scene.expect(got == whole, f"all {len(whole)} characters of {path}", f"{len(got)}: {got!r}")


@then(phrase('the order {number:d} reads {text} as "{name}"'))
def reads(scene: Scene, number: int, text: str, name: str) -> None:
    got = shown(_shippable(scene, number), name)
    expected = json.loads(text)
    scene.expect(_plain(got) == _plain(expected), f"{name} {expected!r}", repr(got))


@then(phrase('the order {number:d} is held back, or reads {text} as "{name}"'))
def held_back_or_reads(scene: Scene, number: int, text: str, name: str) -> None:
    if _the_order(scene, number)["tab"] == "awaiting_shipment":
        reads(scene, number, text, name)


@then(phrase('the order {number:d} costs from "{least}" to "{most}", in whole cents'))
def costs(scene: Scene, number: int, least: str, most: str) -> None:
    order = _shippable(scene, number)
    scene.expect(bool(_goods(order)), "a line that is shipped", "none")
    for name, got in (("UnitPrice", _goods(order)[0]["unitPrice"]), ("OrderTotal", order["orderTotal"])):
        amount = Decimal(got)
        whole_cents = amount == amount.quantize(Decimal("0.01"))
        good = whole_cents and Decimal(least) <= amount <= Decimal(most)
        scene.expect(good, f"{name} from {least} to {most}, in whole cents", got)


@then(phrase("every physical line of the order {number:d} has arrived in full"))
def lines_arrived(scene: Scene, number: int) -> None:
    order = _shippable(scene, number)
    wanted: Counter[str] = Counter()
    digital: set[str] = set()
    for line in scene.shop().read(number)["lineItems"]:
        sku = (line.get("sku") or "").strip() or line["productId"]
        if line["type"] == "digital":
            digital.add(sku)
        else:
            wanted[sku] += line["quantity"]
    got: Counter[str] = Counter()
    for item in order["items"]:
        if not item["adjustment"] and item["sku"] not in digital:
            got[item["sku"]] += item["quantity"]
    scene.expect(got == wanted, f"these quantities: {dict(wanted)}", f"{dict(got)}")


@then(phrase("the order {number:d} has no weight, warehouse, gift, company, UPC or size"))
def nothing_made_up(scene: Scene, number: int) -> None:
    order = _shippable(scene, number)
    customer = order["customer"]
    made_up = {
        "RequestedWarehouse": order["requestedWarehouse"],
        "Gift": order["gift"],
        "GiftMessage": order["giftMessage"],
        "Dimensions": order["dimensions"],
        "BillTo Company": customer["billTo"]["company"],
        "ShipTo Company": customer["shipTo"]["company"],
        **{f"Item {name}": item[name] for item in order["items"] for name in ("weight", "upc", "location")},
    }
    got = {name: value for name, value in made_up.items() if value}
    scene.expect(not got, "nothing that CarePortals does not have", f"{got}")


@then(phrase("the order {number:d} has no notes"))
def no_notes(scene: Scene, number: int) -> None:
    order = _shippable(scene, number)
    got = {name: order[name] for name in ("internalNotes", "customerNotes") if order[name]}
    scene.expect(not got, "no notes: CarePortals has none", f"{got}")


@then(phrase("the orders {one:d} and {other:d} have no value in common"))
def nothing_in_common(scene: Scene, one: int, other: int) -> None:
    first, second = (dict(_leaves(_imported(_shippable(scene, number)))) for number in (one, other))
    # Where an order came from may be told, and is not said to differ.
    expected_alike = {"status", "lastModified", "gift", "items.0.adjustment", "source"}
    alike = {
        path: value
        for path, value in first.items()
        if value and second.get(path) == value and path not in expected_alike
    }
    scene.expect(not alike, "different orders", f"both have {alike}")


def _imported(order: dict[str, Any]) -> dict[str, Any]:
    """What came with the document, without ShipStation's own book-keeping."""
    own = {"id", "storeId", "tab", "warnings", "imports", "tabHistory", "shipments", "removedFromStore"}
    return {name: value for name, value in order.items() if name not in own}


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            yield from _leaves(inner, f"{path}.{key}".lstrip("."))
    else:
        yield path, value


@then(phrase("the order {number:d} arrives like one without it"))
def arrives_like_a_plain_one(scene: Scene, number: int) -> None:
    odd = dict(_leaves(_imported(_shippable(scene, number))))
    scene.shop().place(Order(number))
    scene.refreshed()
    plain = dict(_leaves(_imported(_the_order(scene, number))))
    changed = {path: odd.get(path) for path in odd | plain if odd.get(path) != plain.get(path)}
    # Where an order came from, and to whom it is assigned, may well be told.
    told = {path: value for path, value in changed.items() if path != "source" and "Notes" not in path}
    scene.expect(not told, "the same order with and without", f"{told}")
