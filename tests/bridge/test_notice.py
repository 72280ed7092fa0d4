import re
from collections.abc import Mapping
from typing import Any

import httpx2
import pytest

from tests.bridge.conftest import Connect
from tests.bridge.fake_crm import FakeCrm, line, order

KEY = order()["_id"]
URL = "/shipstation/clinic_x"


def notice(items: Mapping[str, object] | None = None, **parts: Any) -> str:
    """A ShipNotice for order 1392; `parts` replaces elements, `items` maps SKU to quantity."""
    elements = {"OrderNumber": "1392", "OrderID": KEY, "Carrier": "USPS", "TrackingNumber": "T1", **parts}
    xml = "".join(f"<{tag}>{text}</{tag}>" for tag, text in elements.items())
    listed = "".join(
        f"<Item><SKU>{sku}</SKU><Quantity>{quantity}</Quantity></Item>"
        for sku, quantity in (items or {}).items()
    )
    return f"<ShipNotice>{xml}{'' if items is None else f'<Items>{listed}</Items>'}</ShipNotice>"


def send(client: httpx2.Client, body: str | bytes, **query: str) -> int:
    return client.post(URL, params={"action": "shipnotify", **query}, content=body).status_code


def shipments(crm: FakeCrm, number: int = 1392) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = crm.orders[f"{number:024x}"]["shipments"]
    return kept


def status(crm: FakeCrm) -> str:
    return str(crm.orders[KEY]["status"])


def test_the_vendors_sample_is_recorded(connect: Connect) -> None:
    crm = FakeCrm(order(lineItems=[line("FD88821", 2, 13.99)]))
    body = f"""<?xml version="1.0" encoding="utf-8"?>
    <ShipNotice><OrderNumber>1392</OrderNumber><OrderID>{KEY}</OrderID><CustomerCode>c</CustomerCode>
      <CustomerNotes/><InternalNotes></InternalNotes><NotesToCustomer/><NotifyCustomer></NotifyCustomer>
      <LabelCreateDate>10/19/2019 12:56</LabelCreateDate><ShipDate>10/19/2019</ShipDate>
      <Carrier>USPS</Carrier><Service>Priority Mail</Service>
      <TrackingNumber>1Z909084330298430820</TrackingNumber><ShippingCost>4.95</ShippingCost>
      <CustomField1/><Recipient><Name>The President</Name></Recipient>
      <Items><Item><SKU><![CDATA[ FD88821 ]]></SKU><Name><![CDATA[My Product]]></Name>
        <Quantity>2</Quantity><LineItemID>25590</LineItemID><UPC><![CDATA[029379]]></UPC></Item></Items>
    </ShipNotice>"""
    sent = send(connect(crm), body, order_number="1392", carrier="USPS", service="", tracking_number="")
    assert (sent, status(crm)) == (200, "shipped")
    assert shipments(crm) == [
        {
            "carrier": "USPS",
            "service": "Priority Mail",
            "trackingNumber": "1Z909084330298430820",
            "shipDate": "2019-10-19",
            "lineItems": [{"sku": "FD88821", "quantity": 2}],
            "shippingCost": 4.95,
        }
    ]


def test_a_partial_shipment_leaves_the_order_open(connect: Connect) -> None:
    crm = FakeCrm(order())
    client = connect(crm)
    assert (send(client, notice({"SKU-A": 2})), status(crm)) == (200, "awaiting_shipment")
    rest = notice({"SKU-B": 1}, TrackingNumber="T2")
    assert (send(client, rest), status(crm)) == (200, "shipped")
    assert [kept["trackingNumber"] for kept in shipments(crm)] == ["T1", "T2"]


@pytest.mark.parametrize("items", [None, {}, {"SKU-A": 2}, {"SKU-A": 2, "SKU-B": 1, "": 1}])
@pytest.mark.parametrize("tracking", ["T1", ""])
def test_the_same_notice_again_changes_nothing(
    connect: Connect, items: dict[str, int] | None, tracking: str
) -> None:
    crm = FakeCrm(order())
    client = connect(crm)
    body = notice(items, TrackingNumber=tracking, ShipDate="10/19/2026")
    assert send(client, body) == 200
    before = repr(crm.orders)
    assert (send(client, body), repr(crm.orders)) == (200, before)
    assert len(shipments(crm)) == 1


def test_without_items_a_notice_is_for_what_is_left(connect: Connect) -> None:
    crm = FakeCrm(order())
    client = connect(crm)
    send(client, notice({"SKU-A": 1}))
    for _ in range(2):
        assert send(client, notice(TrackingNumber="T2")) == 200
    left = [{"sku": "SKU-A", "quantity": 1}, {"sku": "SKU-B", "quantity": 1}]
    assert [kept["lineItems"] for kept in shipments(crm)][1:] == [left]
    assert status(crm) == "shipped"


def test_a_further_parcel_keeps_its_tracking_number(connect: Connect) -> None:
    crm = FakeCrm(order())
    client = connect(crm)
    for tracking in ("T1", "T2", "T2"):
        assert send(client, notice(TrackingNumber=tracking)) == 200
    assert [kept["trackingNumber"] for kept in shipments(crm)] == ["T1", "T2"]


def test_a_retry_after_a_failure_in_between_heals(connect: Connect) -> None:
    crm = FakeCrm(order())
    client = connect(crm)
    crm.fault = lambda request: httpx2.Response(500) if request.method == "PATCH" else None
    assert (send(client, notice()), status(crm)) == (502, "awaiting_shipment")
    crm.fault = lambda _request: None
    assert (send(client, notice()), status(crm), len(shipments(crm))) == (200, "shipped", 1)


def test_the_same_tracking_number_with_other_content_is_a_conflict(connect: Connect) -> None:
    crm = FakeCrm(order())
    client = connect(crm)
    assert send(client, notice({"SKU-A": 1})) == 200
    assert send(client, notice({"SKU-A": 2})) == 409


def test_a_notice_for_a_cancelled_order_is_not_swallowed(connect: Connect) -> None:
    crm = FakeCrm(order(status="cancelled"))
    assert (send(connect(crm), notice()), status(crm), shipments(crm)) == (409, "cancelled", [])


def test_an_order_cancelled_in_between_stays_cancelled(connect: Connect) -> None:
    crm = FakeCrm(order())

    def cancel(request: httpx2.Request) -> httpx2.Response | None:
        if request.method == "PATCH":
            crm.orders[KEY] |= {"status": "cancelled", "version": 9}
        return None

    crm.fault = cancel
    assert (send(connect(crm), notice()), status(crm)) == (409, "cancelled")


@pytest.mark.parametrize(("changes", "told"), [(4, 200), (5, 503)])
def test_an_order_that_changes_in_between_is_decided_anew(connect: Connect, changes: int, told: int) -> None:
    crm = FakeCrm(order())
    left = iter(range(changes))

    def change(request: httpx2.Request) -> httpx2.Response | None:
        if request.method == "PATCH" and next(left, None) is not None:
            crm.orders[KEY]["version"] += 1
        return None

    crm.fault = change
    assert send(connect(crm), notice()) == told


def test_an_order_gone_in_between_is_not_found(connect: Connect) -> None:
    crm = FakeCrm(order())

    def vanish(request: httpx2.Request) -> httpx2.Response | None:
        if request.method == "PATCH":
            crm.orders.clear()
            return httpx2.Response(409)
        return None

    crm.fault = vanish
    assert send(connect(crm), notice()) == 404


@pytest.mark.parametrize("done", ["shipped", "completed", "delivered"])
def test_a_late_notice_does_not_turn_the_status_back(connect: Connect, done: str) -> None:
    crm = FakeCrm(order(status=done))
    assert (send(connect(crm), notice()), status(crm), len(shipments(crm))) == (200, done, 1)


def test_digital_lines_are_not_waited_for(connect: Connect) -> None:
    crm = FakeCrm(order(lineItems=[line("A", 1, 5.0), line("B", 1, 5.0, type="digital")]))
    assert (send(connect(crm), notice({"A": 1})), status(crm)) == (200, "shipped")


def test_an_order_of_digital_lines_alone_can_be_shipped(connect: Connect) -> None:
    crm = FakeCrm(order(lineItems=[line("B", 1, 5.0, type="digital")]))
    assert (send(connect(crm), notice()), status(crm)) == (200, "shipped")


def test_a_line_without_sku_keeps_the_order_open(connect: Connect) -> None:
    crm = FakeCrm(order(lineItems=[line("A", 1, 5.0), line(None, 1, 5.0, productId=None)]))
    assert (send(connect(crm), notice()), status(crm)) == (200, "awaiting_shipment")


def test_absurd_shipments_in_the_crm_count_for_nothing(connect: Connect) -> None:
    absurd = [None, {"lineItems": [3, {"sku": "SKU-A", "quantity": "2"}, {"sku": "", "quantity": 9}]}]
    crm = FakeCrm(order(shipments=absurd))
    assert (send(connect(crm), notice({"SKU-B": 1})), status(crm)) == (200, "awaiting_shipment")


def test_lines_with_one_sku_are_added_up(connect: Connect) -> None:
    crm = FakeCrm(order(lineItems=[line("A", 1, 5.0), line("A", 2, 5.0)]))
    body = notice({"A": 1}).replace("<Items>", "<Items><Item><SKU>A</SKU><Quantity>1</Quantity></Item>")
    assert (send(connect(crm), body), status(crm)) == (200, "awaiting_shipment")
    assert shipments(crm)[0]["lineItems"] == [{"sku": "A", "quantity": 2}]


def test_a_foreign_sku_is_kept_beside_the_orders_own(connect: Connect) -> None:
    crm = FakeCrm(order())
    assert send(connect(crm), notice({"SKU-A": 2, "GIFT": 1})) == 200
    assert {"sku": "GIFT", "quantity": 1} in shipments(crm)[0]["lineItems"]


def test_the_query_fills_what_the_body_lacks(connect: Connect) -> None:
    crm = FakeCrm(order())
    query = {"order_number": "1392", "carrier": "UPS", "service": "Ground", "tracking_number": "T9"}
    assert send(connect(crm), "<ShipNotice/>", **query) == 200
    kept = shipments(crm)[0]
    assert (kept["carrier"], kept["service"], kept["trackingNumber"]) == ("UPS", "Ground", "T9")


def test_the_body_goes_before_the_query(connect: Connect) -> None:
    crm = FakeCrm(order())
    assert send(connect(crm), notice(Service="Ground"), carrier="UPS", service="Air") == 200
    assert (shipments(crm)[0]["carrier"], shipments(crm)[0]["service"]) == ("USPS", "Ground")


@pytest.mark.parametrize(
    ("parts", "query"),
    [
        ({}, {"order_number": KEY}),
        ({"OrderID": ""}, {}),
        ({"OrderNumber": ""}, {}),
        ({"OrderID": "", "OrderNumber": ""}, {"order_number": KEY}),
        ({"OrderID": "", "OrderNumber": ""}, {"order_number": "1392"}),
        ({"Carrier": "", "TrackingNumber": ""}, {}),
        ({"LabelCreateDate": "12/8/2011 12:56 PM", "ShipDate": "12/8/2011 00:00", "ShippingCost": ""}, {}),
    ],
)
def test_sparse_notices_are_recorded(connect: Connect, parts: dict[str, Any], query: dict[str, str]) -> None:
    crm = FakeCrm(order())
    assert (send(connect(crm), notice(**parts), **query), status(crm)) == (200, "shipped")


@pytest.mark.parametrize(
    ("parts", "query"),
    [
        ({"OrderNumber": "1393"}, {}),
        ({"OrderID": "1392"}, {}),
        ({"OrderID": f"{1393:024x}"}, {}),
        ({}, {"order_number": "1393"}),
        ({}, {"tracking_number": "T2"}),
        ({"OrderID": "", "OrderNumber": ""}, {}),
        ({"ShipDate": "2026-10-19"}, {}),
        ({"ShipDate": "02/30/2026"}, {}),
        ({"LabelCreateDate": "soon"}, {}),
        ({"ShippingCost": "4,95"}, {}),
        ({"TrackingNumber": "T" * 101}, {}),
        ({"TrackingNumber": ""}, {"tracking_number": "T" * 101}),
        ({"Carrier": "a</Carrier><Carrier>b"}, {}),
        ({"Items": "</Items><Items>"}, {}),
    ],
)
def test_what_contradicts_itself_or_cannot_be_read_changes_nothing(
    connect: Connect, parts: dict[str, Any], query: dict[str, str]
) -> None:
    crm = FakeCrm(order(), order(1393))
    assert send(connect(crm), notice(**parts), **query) == 400
    assert shipments(crm) + shipments(crm, 1393) == []


@pytest.mark.parametrize(
    "items", [{"GIFT": 1}, {"": 1}, *({"SKU-A": bad} for bad in ("0", "-1", "1.0", "", "٣", 100_000))]
)
def test_items_that_ship_nothing_of_the_order_are_refused(connect: Connect, items: dict[str, Any]) -> None:
    crm = FakeCrm(order())
    assert (send(connect(crm), notice(items)), shipments(crm)) == (400, [])


def test_an_order_without_any_sku_cannot_be_shipped(connect: Connect) -> None:
    assert send(connect(FakeCrm(order(lineItems=[]))), notice()) == 400


@pytest.mark.parametrize(
    "parts",
    [
        {"OrderID": f"{7:024x}", "OrderNumber": ""},
        {"OrderID": "", "OrderNumber": "7"},
        {"OrderID": "", "OrderNumber": "0001392"},
        {"OrderID": "../users", "OrderNumber": ""},
        {"OrderID": "", "OrderNumber": "#1392"},
    ],
)
def test_an_unknown_order_is_not_found(connect: Connect, parts: dict[str, Any]) -> None:
    assert send(connect(FakeCrm(order())), notice(**parts)) == 404


@pytest.mark.parametrize(("number", "asked"), [(2**53 - 1, 2), (2**53, 1), (10**15 * 9999, 1)])
def test_a_number_that_no_order_can_have_is_not_asked_for(connect: Connect, number: int, asked: int) -> None:
    """CarePortals would refuse to look, and its refusal would be told as 502: for ever, with each retry."""
    client = connect(crm := FakeCrm(order()))
    assert send(client, notice(OrderID="", OrderNumber=str(number))) == 404
    assert len(crm.seen) == asked


@pytest.mark.parametrize("fields", [{"_id": f"{7:024x}", "id": 7}, {"_id": None}, {"_id": "short"}])
def test_another_order_than_asked_for_is_never_shipped(connect: Connect, fields: dict[str, Any]) -> None:
    crm = FakeCrm(order())
    wrong = httpx2.Response(200, json={**order(), **fields})
    crm.fault = lambda request: wrong if request.url.path == f"/orders/{KEY}" else None
    assert (send(connect(crm), notice()), crm.bodies("POST", "/shipments")) == (502, [])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"order_number=1392",
        b"<ShipNotice>",
        b"<Orders/>",
        b'<ShipNotice xmlns="urn:x"/>',
        b"<!DOCTYPE ShipNotice><ShipNotice/>",
        b'<!DOCTYPE S [<!ENTITY e SYSTEM "file:///etc/passwd">]><ShipNotice>&e;</ShipNotice>',
        b"<ShipNotice>\xff</ShipNotice>",
        b"<ShipNotice>&#1;</ShipNotice>",
        b"<a>" * 300,
    ],
)
def test_a_body_that_is_no_notice_is_refused_whatever_the_query_says(connect: Connect, body: bytes) -> None:
    crm = FakeCrm(order())
    assert send(connect(crm), body, order_number="1392", tracking_number="T1") == 400
    assert crm.bodies("POST", "/shipments") == []


@pytest.mark.parametrize(
    "kind", ["text/plain; charset=latin-1", "application/x-www-form-urlencoded", "x", ""]
)
def test_the_content_type_is_not_looked_at(connect: Connect, kind: str) -> None:
    crm = FakeCrm(order())
    body = notice(Service="Eilpäckchen").encode()
    query = {"action": "shipnotify"}
    answer = connect(crm).post(URL, params=query, content=body, headers={"Content-Type": kind})
    assert (answer.status_code, shipments(crm)[0]["service"]) == (200, "Eilpäckchen")


def test_a_notice_in_utf_16_is_read(connect: Connect) -> None:
    crm = FakeCrm(order())
    body = f'<?xml version="1.0" encoding="utf-16"?>{notice()}'.encode("utf-16")
    assert (send(connect(crm), body), status(crm)) == (200, "shipped")


def test_the_idempotency_key_tells_nothing(connect: Connect) -> None:
    crm = FakeCrm(order())
    send(connect(crm), notice())
    key = next(request for request in crm.seen if request.url.path.endswith("/shipments")).headers[
        "Idempotency-Key"
    ]
    assert re.fullmatch("[0-9a-f]{64}", key)


def test_carriers_are_compared_without_case(connect: Connect) -> None:
    crm = FakeCrm(order())
    client = connect(crm)
    assert (send(client, notice()), send(client, notice(Carrier="usps"))) == (200, 200)
    assert len(shipments(crm)) == 1


def test_another_users_orders_are_out_of_reach(connect: Connect) -> None:
    crm = FakeCrm(order())
    client = connect(crm)
    client.auth = ("rx@clinic.example", "wrong")
    assert (send(client, notice()), len(crm.seen)) == (401, 1)
