"""Orders and tabs over HTTP."""

import pytest
from starlette.responses import Response

from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.shop import order


def test_an_order_is_shown_whole(desk: Desk) -> None:
    order_id = desk.imported()
    shown = desk.client.get(f"/orders/{order_id}").json()
    assert shown["orderNumber"] == "1392"
    assert shown["orderId"] == "id-1392"
    assert shown["orderTotal"] == "100.00"
    assert shown["lastModified"] == "03/13/2026 17:30"
    assert shown["customer"]["shipTo"]["country"] == "US"
    assert shown["shipments"] == []
    assert shown["removedFromStore"] is False


def test_the_list_goes_page_by_page(desk: Desk) -> None:
    desk.pull(*(order(str(number)) for number in range(5)))
    first = desk.client.get("/orders?limit=3").json()
    second = desk.client.get(f"/orders?limit=3&after={first['next']}").json()
    assert [o["orderNumber"] for o in first["orders"] + second["orders"]] == list("01234")
    assert (first["total"], second["total"], second["next"]) == (5, 5, None)


def test_the_list_is_narrowed_by_tab_number_and_store(desk: Desk) -> None:
    desk.pull(order("1"), order("2", status="cancelled"))
    desk.pull(order("3"))

    def numbers(query: str) -> list[str]:
        found = desk.client.get(f"/orders?{query}").json()["orders"]
        return [o["orderNumber"] for o in found]

    assert numbers("tab=cancelled") == ["2"]
    assert numbers("number=3") == ["3"]
    assert numbers("store=1&tab=awaiting_shipment") == ["1"]
    assert numbers("store=1&number=3") == []


def test_tabs_are_counted(desk: Desk) -> None:
    desk.pull(order("1"), order("2", status="cancelled"), order("3"))
    assert desk.client.get("/tabs").json() == {
        "awaiting_payment": 0,
        "awaiting_shipment": 2,
        "on_hold": 0,
        "shipped": 0,
        "cancelled": 1,
    }


@pytest.mark.parametrize(
    "query",
    [
        "tab=nowhere",
        "limit=0",
        "limit=501",
        "limit=x",
        "after=-1",
        f"after={10**30}",
        "store=a",
        "colour=blue",
        "tab=shipped&tab=shipped",
        "number=1&number=2",
    ],
)
def test_odd_parameters_are_refused(desk: Desk, query: str) -> None:
    assert desk.client.get(f"/orders?{query}").status_code == 400


def test_an_order_that_is_not_there_cannot_be_shipped(desk: Desk) -> None:
    assert desk.label(99).status_code == 404


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'"x"', b"\xff", b'{"carrier": NaN}', b'{"carrier":"\\ud800"}']
)
def test_a_label_has_to_be_an_object(desk: Desk, body: bytes) -> None:
    order_id = desk.imported()
    assert desk.client.post(f"/orders/{order_id}/labels", content=body).status_code == 400


def test_a_label_whose_account_is_reset_meanwhile_has_no_notice(desk: Desk) -> None:
    order_id = desk.imported()

    def answer(_request: object) -> Response:
        desk.shipstation.forget("pharmacy")
        return Response()

    desk.shop.answer = answer
    assert desk.label(order_id).json()["notice"] is None
