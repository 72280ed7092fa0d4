"""What the traffic has shown of the Orders document and of the protocol."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest

from mocks.shipstation.coverage import STATUSES_KEPT, Coverage
from mocks.shipstation.document import read_page
from mocks.shipstation.failure import Failure
from mocks.shipstation.protocol import Window
from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.shop import ITEM, XML, order, orders

WINDOW = Window(datetime(2026, 3, 13, tzinfo=UTC), datetime(2026, 3, 14, tzinfo=UTC))


def after(*documents: str) -> dict[tuple[str, str], Any]:
    """The points once these documents have been read, by element and facet."""
    coverage = Coverage()
    for document in documents:
        with suppress(Failure):
            read_page(document.encode(), XML, WINDOW, coverage)
    shown: Any = coverage.to_json()["points"]
    return {(point["element"], point["facet"]): point for point in shown}


def seen(points: dict[tuple[str, str], Any], mark: str) -> set[str]:
    return {f"{element} {facet}".strip() for (element, facet), point in points.items() if point[mark]}


def test_the_points_come_from_the_schema() -> None:
    points = after()
    assert points["Order/ShippingMethod", "maxLength"]["limit"] == "100"
    assert points["ShipTo/Country", "minLength"]["limit"] == "2"
    assert points["Order/OrderDate", "pattern"]["limit"].startswith("[0-9]{1,2}/")
    assert "pound" in points["Item/WeightUnits", "enumeration"]["limit"].split()
    assert not any(points["Orders/@pages", ""][mark] for mark in ("valid", "refused"))
    assert len({element for element, _facet in points}) == 68


def test_what_a_document_holds_was_seen_with_all_that_it_is_in() -> None:
    found = seen(after(orders(order(ShippingMethod="Ground"))), "valid")
    assert {"Orders/@pages", "Orders/Order", "Order/ShippingMethod", "Order/OrderDate pattern"} <= found
    assert {"Order/Customer", "Customer/ShipTo", "ShipTo/Country", "Items/Item", "Item/SKU"} <= found
    assert not found & {"Order/Gift", "Order/ShippingMethod maxLength", "Item/Weight", "Options/Option"}


def test_a_bound_was_seen_once_a_value_lies_on_it() -> None:
    short, long = (orders(order(ShippingMethod="x" * length)) for length in (99, 100))
    assert "Order/ShippingMethod maxLength" not in seen(after(short), "valid")
    assert "Order/ShippingMethod maxLength" in seen(after(short, long, short), "valid")
    assert {"ShipTo/Country minLength", "ShipTo/Country maxLength"} <= seen(after(short), "valid")


def test_values_of_an_enumeration_are_gathered() -> None:
    units = [ITEM.replace("</Item>", f"<WeightUnits>{unit}</WeightUnits></Item>") for unit in ("lb", "oz")]
    points = after(*(orders(order(items=item)) for item in units))
    assert points["Item/WeightUnits", "enumeration"]["values"] == ["lb", "oz"]


@pytest.mark.parametrize(
    ("document", "point"),
    [
        (orders(order(ShippingMethod="x" * 101)), "Order/ShippingMethod maxLength"),
        (orders(order(CurrencyCode="US")), "Order/CurrencyCode minLength"),
        (orders(order(OrderTotal="much")), "Order/OrderTotal"),
        (orders(order(items=ITEM.replace(">2<", ">two<"))), "Item/Quantity"),
        (orders(order(OrderDate="today")), "Order/OrderDate pattern"),
        (orders(attributes='pages="many"'), "Orders/@pages"),
    ],
)
def test_a_refused_document_shows_only_what_it_was_refused_for(document: str, point: str) -> None:
    points = after(document)
    assert seen(points, "refused") == {point}
    assert seen(points, "valid") == set()


def test_what_the_schema_does_not_know_is_no_point() -> None:
    assert seen(after("<Orders><Orders/></Orders>", "<Shop/>", "<Orders", "{}"), "refused") == set()


def test_an_empty_container_was_seen_and_shows_nothing() -> None:
    found = seen(after(orders(order(Dimensions=""))), "valid")
    assert "Order/Dimensions" in found
    assert not any(point.startswith("Dimensions/") for point in found)


def test_the_statuses_of_orders_are_kept_up_to_a_limit() -> None:
    coverage = Coverage()
    for document in (
        orders(order(status="shipped"), order("2")),
        *(orders(order(status=f"{n}")) for n in range(200)),
    ):
        read_page(document.encode(), XML, WINDOW, coverage)
    shown: Any = coverage.to_json()["statuses"]
    assert {"shipped", "awaiting_shipment"} < set(shown)
    assert len(shown) == STATUSES_KEPT


def test_answers_and_parameters_of_notices_are_kept() -> None:
    coverage = Coverage()
    coverage.answered("export", "action=export&carrier=x", 401)
    coverage.answered("shipnotify", "action=shipnotify&order_number=1&carrier=", 200)
    coverage.answered("shipnotify", "action=shipnotify&order_number=2&more=1", 500)
    shown = coverage.to_json()
    assert shown["answers"] == {"export": [401], "shipnotify": [200, 500]}
    assert shown["parameters"] == {
        "order_number": ["refused", "valid"],
        "carrier": ["valid"],
        "service": [],
        "tracking_number": [],
    }


def coverage_of(desk: Desk) -> Any:
    return desk.client.get("/_control/coverage").json()


def test_the_control_side_tells_and_forgets(desk: Desk) -> None:
    store = desk.connect()
    desk.client.post(f"/stores/{store}/refresh")
    assert coverage_of(desk)["answers"] == {"export": [200]}
    assert any(point["valid"] for point in coverage_of(desk)["points"])
    assert desk.client.delete("/_control/coverage").status_code == 204
    assert coverage_of(desk)["answers"] == {}
    assert not any(point["valid"] for point in coverage_of(desk)["points"])


def test_a_reset_of_everything_forgets_it_too(desk: Desk) -> None:
    desk.connect()
    desk.client.post("/_control/reset", json={"account": "nobody"})
    assert coverage_of(desk)["answers"]
    desk.client.post("/_control/reset")
    assert coverage_of(desk)["answers"] == {}
