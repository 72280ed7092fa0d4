from datetime import timedelta

import httpx2
import pytest

from features.support.evidence import Broken
from features.support.exchange import Exchange
from features.support.export import Export
from features.support.sandwich import Addresses
from features.support.scene import START, Scene
from features.support.wire import Send
from tests.mocks.shipstation.shop import XML, order, orders


@pytest.fixture
def scene(addresses: Addresses, send: Send, http: httpx2.Client) -> Scene:
    return Scene(addresses, send, http)


def export(scene: Scene, body: str, *, status: int = 200, further: tuple[Export, ...] = ()) -> Export:
    answer = Exchange("GET", "http://t", {}, status, httpx2.Headers({"content-type": XML}), body.encode())
    return Export(scene, answer, START - timedelta(days=30), START, further)


def test_the_orders_of_all_pages_are_read_as_shipstation_does(scene: Scene) -> None:
    second = export(scene, orders(order("1393"), attributes='pages="2"'))
    both = export(scene, orders(order("1392"), attributes='pages="2"'), further=(second,))
    assert [found["orderNumber"] for found in both.orders()] == ["1392", "1393"]
    assert both.order(1393).findtext("OrderNumber") == "1393"
    assert both.order_by_declaration(1392).findtext("OrderNumber") == "1392"


def test_an_order_that_is_there_twice_breaks(scene: Scene) -> None:
    with pytest.raises(Broken) as broken:
        export(scene, orders(order("1392"), order("1392"))).order(1392)
    assert (broken.value.expected, broken.value.got) == ("the order 1392 once", "2 times")


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        (orders(), 500, "an answer 200 with orders"),
        ("<Orders>", 200, "well-formed XML"),
    ],
)
def test_what_is_no_document_breaks(scene: Scene, body: str, status: int, expected: str) -> None:
    with pytest.raises(Broken) as broken:
        export(scene, body, status=status).root()
    assert broken.value.expected == expected


def test_what_shipstation_cannot_import_breaks_with_the_place(scene: Scene) -> None:
    with pytest.raises(Broken) as broken:
        export(scene, orders(order("1392", OrderTotal="much"))).reading()
    assert broken.value.expected == "a document that ShipStation can import"
    assert "/Orders" in broken.value.got


def test_warnings_are_told_with_their_order(scene: Scene) -> None:
    strange = export(scene, orders(order("1392", Colour="red")))
    assert strange.warned("no such words") == []
    (told,) = strange.warned("Colour")
    assert told.startswith("order 1392: ")
