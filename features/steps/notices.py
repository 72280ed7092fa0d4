"""Shipment notices written by hand: what ShipStation sends, and what it should never send."""

import gzip
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pytest_bdd import given, when

from features.support.exchange import Exchange, basic
from features.support.notice import Item, Notice, written
from features.support.phrases import phrase, rows, unescaped
from features.support.scene import Scene
from features.support.shop import Shop

TRACKING = "TRACK-9"

QUERY_NAMES = {
    "OrderNumber": "order_number",
    "Carrier": "carrier",
    "Service": "service",
    "TrackingNumber": "tracking_number",
}
"""What of a notice stands in the query as well [doc]."""

BODIES: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "its first half": lambda body: body[: len(body) // 2],
    "all but its last character": lambda body: body.rstrip()[:-1],
    "packed with gzip": gzip.compress,
    "with a control character": lambda body: body.replace(b"Priority Mail", b"Priority\x01Mail"),
    "with bytes that are no UTF-8": lambda body: body.replace(b"Priority Mail", b"Priorit\xe9"),
    "JSON": lambda _: b'{"order_number": "1392", "tracking_number": "TRACK-9"}',
    "a form": lambda _: b"order_number=1392&carrier=USPS&service=&tracking_number=TRACK-9",
    "an Orders document": lambda _: written("orders document"),
}
"""Bodies that tell nothing, made of one that would."""


@pytest.fixture
def notice() -> Notice:
    return Notice()


def all_items(shop: Shop, number: int) -> list[Item]:
    """Everything of an order, a line without SKU by what it is exported with; something, of one unknown."""
    if number not in shop.placed:
        return [("VB12-10", "Vitamin B12 vial", "1")]
    return [
        (line.sku or shop.sku(number, f"its line {place}"), line.name, str(line.quantity))
        for place, line in enumerate(shop.placed[number].lines, start=1)
    ]


def compose(
    shop: Shop, number: int, form: str = "current", items: list[Item] | None = None, **values: str
) -> Notice:
    """A notice about an order, in one of the forms kept in features/notices."""
    values = {"number": str(number), "order_id": shop.order_id(number), "tracking": TRACKING} | values
    body = written(form, all_items(shop, number) if items is None else items, **values)
    return Notice(
        body,
        {
            "order_number": values["number"],
            "carrier": "USPS",
            "service": "Priority Mail",
            "tracking_number": values["tracking"],
        },
    )


def read_items(shop: Shop, number: int, text: str) -> list[Item]:
    """Read `2 VB12-10, 10 its line 2`; the quantity is whatever stands before the first blank."""
    named = {sku: name for sku, name, _ in all_items(shop, number)}
    pairs = [pair.strip().partition(" ") for pair in text.split(",")]
    found = [(shop.sku(number, sku), quantity) for quantity, _, sku in pairs]
    return [(sku, named.get(sku, "Something else"), quantity) for sku, quantity in found]


def send(scene: Scene, notice: Notice, *, patience: float | None = None, **changed: Any) -> Exchange:
    """Send a notice as ShipStation does; `changed` is what `Scene.ask` is given in place of the usual."""
    headers = dict(notice.headers)
    if notice.content_type is not None:
        headers["Content-Type"] = notice.content_type
    usual = {"method": "POST", "headers": headers, "body": notice.body}
    query = changed.pop("query", notice.encoded_query())
    return scene.ask(query, patience=patience, **(usual | changed))


def accepted(exchange: Exchange) -> bool:
    """Any 2xx will do [doc]."""
    return exchange.status is not None and 200 <= exchange.status < 300


@given(phrase("a notice about the order {number:d}"))
def notice_about(scene: Scene, notice: Notice, number: int) -> None:
    vars(notice).update(vars(compose(scene.shop(), number)))


@given(phrase('a notice about the order {number:d} in the form "{form}"'))
def notice_in_form(scene: Scene, notice: Notice, number: int, form: str) -> None:
    vars(notice).update(vars(compose(scene.shop(), number, form)))


@given(phrase('a notice about the order {number:d} of "{name}" with everything in it'))
def notice_about_other(scene: Scene, notice: Notice, number: int, name: str) -> None:
    vars(notice).update(vars(compose(scene.shop(name), number)))


@given(phrase('a notice about the order {number:d} with "{items}"'))
def notice_with_items(scene: Scene, notice: Notice, number: int, items: str) -> None:
    shop = scene.shop()
    vars(notice).update(vars(compose(shop, number, items=read_items(shop, number, items))))


@given(phrase('a notice about the order {number:d} with "{items}" and the tracking number "{tracking}"'))
def notice_with_tracking(scene: Scene, notice: Notice, number: int, items: str, tracking: str) -> None:
    shop = scene.shop()
    made = compose(shop, number, items=read_items(shop, number, items), tracking=tracking)
    vars(notice).update(vars(made))


@given(phrase('the notice has no "{part}"'))
def notice_has_no(notice: Notice, part: str) -> None:
    notice.remove(part)
    notice.query.pop(QUERY_NAMES.get(part, ""), None)


@given(phrase('the notice has "{text}" as "{part}"'))
def notice_has(notice: Notice, text: str, part: str) -> None:
    notice.write(part, unescaped(text))
    if part in QUERY_NAMES:
        notice.query[QUERY_NAMES[part]] = unescaped(text)


@given(phrase('the body alone has "{text}" as "{part}"'))
def body_has(notice: Notice, text: str, part: str) -> None:
    notice.write(part, unescaped(text))


@given(phrase('the query alone has "{text}" as "{name}"'))
def query_has(notice: Notice, text: str, name: str) -> None:
    notice.query[name] = unescaped(text)


@given(phrase('the body has "{text}" as a second "{part}"'))
def body_has_second(notice: Notice, text: str, part: str) -> None:
    notice.repeat(part, text)


@given(phrase('the notice names its order by "{names}" alone'))
def names_by(notice: Notice, names: str) -> None:
    kept = set(names.split(" and "))
    for part in {"OrderID", "OrderNumber"} - kept:
        notice.remove(part)
    if "the query" not in kept:
        del notice.query["order_number"]


@given(phrase("the {place} names the order {number:d} instead"))
def names_another(scene: Scene, notice: Notice, place: str, number: int) -> None:
    if place == "OrderID":
        notice.write(place, scene.shop().order_id(number))
    elif place == "OrderNumber":
        notice.write(place, str(number))
    else:
        notice.query["order_number"] = str(number)


@given(phrase('the notice carries the OrderID of the order {number:d} of "{name}"'))
def foreign_id(scene: Scene, notice: Notice, number: int, name: str) -> None:
    notice.write("OrderID", scene.shop(name).order_id(number))


@given(phrase('the body of the notice is "{what}"'))
def body_is(notice: Notice, what: str) -> None:
    notice.body = BODIES[what](notice.body)


@given(phrase('the Content-Type of the notice is "{kind}"'))
def content_type_is(notice: Notice, kind: str) -> None:
    notice.content_type = kind or None


@given(phrase('the notice is written in "{encoding}"'))
def written_in(notice: Notice, encoding: str) -> None:
    notice.encode(encoding)
    notice.content_type = "text/xml"


@given("the notice comes in chunks")
def comes_in_chunks(notice: Notice) -> None:
    notice.headers["Transfer-Encoding"] = "chunked"


@given("the notice asks first whether it may come")
def asks_first(notice: Notice) -> None:
    notice.headers["Expect"] = "100-continue"


def look_before(scene: Scene) -> None:
    """Remember the orders of all organizations, to see later what a notice changed."""
    scene.before = {name: shop.everything() for name, shop in scene.shops.items()}
    scene.before["shop"] = next(iter(scene.before.values()))


@given("the notice has arrived")
def has_arrived(scene: Scene, notice: Notice) -> None:
    exchange = send(scene, notice)
    scene.expect(accepted(exchange), "a 2xx answer", exchange.said())


@when("the notice arrives")
def arrives(scene: Scene, notice: Notice) -> None:
    look_before(scene)
    send(scene, notice)


@when(phrase('the notice arrives at the address of "{name}"'))
def arrives_elsewhere(scene: Scene, notice: Notice, name: str) -> None:
    look_before(scene)
    scene.form.fill("URL to Custom XML Page", scene.target.address(scene.shop(name).key))
    send(scene, notice)


@when(phrase("the notice arrives {times:d} times at the same moment"))
def arrives_at_once(scene: Scene, notice: Notice, times: int) -> None:
    look_before(scene)
    with ThreadPoolExecutor(times) as senders:
        list(senders.map(lambda _: send(scene, notice), range(times)))


@when("the answer to the notice is lost, and it arrives again")
def answer_lost(scene: Scene, notice: Notice) -> None:
    look_before(scene)
    send(scene, notice, patience=0.001)
    send(scene, notice)


@when(phrase('the request arrives with the method {method} and the action "{action}"'))
def arrives_otherwise(scene: Scene, notice: Notice, method: str, action: str) -> None:
    look_before(scene)
    send(scene, notice, method=method, query=notice.encoded_query(action))


@when(phrase('the notices of the parcels "{sequence}" arrive:'))
def parcels_arrive(scene: Scene, sequence: str, datatable: list[list[str]]) -> None:
    look_before(scene)
    parcels = {row["parcel"]: row for row in rows(datatable)}
    scene.before["statuses"] = []
    for name in sequence.split(", "):
        number = int(parcels[name]["order"])
        items = read_items(scene.shop(), number, parcels[name]["items"])
        exchange = send(scene, compose(scene.shop(), number, items=items, tracking=f"TRACK-{name}"))
        scene.expect(accepted(exchange), "a 2xx answer to each notice", exchange.said())
        scene.before["statuses"].append(scene.shop().status(number))


@when(phrase('the notices of the parcels "{sequence}" arrive at the same moment:'))
def parcels_arrive_at_once(scene: Scene, sequence: str, datatable: list[list[str]]) -> None:
    look_before(scene)
    shop, parcels = scene.shop(), {row["parcel"]: row for row in rows(datatable)}
    notices = [
        compose(
            shop,
            int(parcels[name]["order"]),
            items=read_items(shop, int(parcels[name]["order"]), parcels[name]["items"]),
            tracking=f"TRACK-{name}",
        )
        for name in sequence.split(", ")
    ]
    with ThreadPoolExecutor(len(notices)) as senders:
        list(senders.map(lambda notice: send(scene, notice), notices))


@when(phrase("a notice about the unknown order {number:d} arrives"))
def notice_about_unknown(scene: Scene, number: int) -> None:
    _send_to_store(scene, compose(scene.shop(), number))


@when(phrase('a notice about the order {number:d} arrives at the address of "{name}"'))
def notice_at_address(scene: Scene, number: int, name: str) -> None:
    _send_to_store(scene, compose(scene.shop(name), number), name=name)


@when(phrase("a notice about the order {number:d} arrives without a password"))
def notice_without_password(scene: Scene, number: int) -> None:
    _send_to_store(scene, compose(scene.shop(), number), password="")


def _send_to_store(
    scene: Scene, notice: Notice, *, name: str | None = None, password: str | None = None
) -> None:
    """Send a notice to the store that is connected, or to another shop's address as its user."""
    look_before(scene)
    store, shop = scene.store(), scene.shop()
    own = next(word for email, word in shop.passwords.items() if shop.username(email) == store["username"])
    url = store["urlToCustomXmlPage"] if name is None else scene.target.address(scene.shop(name).key)
    scene.form.fill("URL to Custom XML Page", url)
    send(scene, notice, authorization=basic(store["username"], own if password is None else password))
