"""Pulling the pages of a window."""

from starlette.responses import Response

from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.shop import order, orders


def three_pages(desk: Desk) -> None:
    desk.shop.pages = [orders(order(number), attributes='pages="3"') for number in ("1", "2", "3")]


def test_page_one_comes_first_then_all_it_announces_in_the_same_window(desk: Desk) -> None:
    store = desk.connect(settings={"auth": "basic"})
    three_pages(desk)
    assert desk.refresh(store)["pages"] == 3
    window = "action=export&start_date=02%2f11%2f2026+17%3a34&end_date=03%2f13%2f2026+17%3a34&page="
    assert desk.shop.queries == [window + number for number in "123"]


def test_without_pages_there_is_one(desk: Desk) -> None:
    desk.shop.pages = [orders(order(), attributes="")]
    assert desk.refresh(desk.connect())["received"] == 1


def test_no_pages_at_all_is_an_empty_window(desk: Desk) -> None:
    desk.shop.pages = [orders(attributes='pages="0"')]
    report = desk.refresh(desk.connect())
    assert (report["ok"], report["received"]) == (True, 0)


def test_a_negative_number_of_pages_is_a_warning(desk: Desk) -> None:
    desk.shop.pages = [orders(order(), attributes='pages="-2"')]
    assert "pages=-2 makes no sense" in str(desk.refresh(desk.connect())["warnings"])


def test_pages_that_change_their_mind_are_a_warning(desk: Desk) -> None:
    desk.shop.pages = [orders(attributes='pages="2"'), orders(attributes='pages="3"')]
    assert "Page 2 says pages=3, page 1 said 2" in str(desk.refresh(desk.connect())["warnings"])


def test_more_pages_than_the_limit_are_refused(desk: Desk) -> None:
    desk.shop.pages = [orders(order(), attributes='pages="32767"')]
    report = desk.refresh(desk.connect(settings={"maxPages": 5}))
    assert report["error"]["message"] == "The reply announces 32767 pages, the limit is 5."
    assert len(desk.shop.asked) == 1


def test_one_bad_page_rejects_all_and_is_named(desk: Desk) -> None:
    store = desk.connect()
    three_pages(desk)
    desk.shop.pages[1] = orders(order("2", OrderTotal="x"), attributes='pages="3"')
    report = desk.refresh(store)
    assert report["ok"] is False
    assert (report["error"]["page"], report["error"]["xpath"]) == (2, "/Orders/Order/OrderTotal")
    assert desk.client.get("/orders").json()["total"] == 0


def test_connection_tests_do_not_mind_a_bad_order_but_a_bad_root(desk: Desk) -> None:
    store = desk.connect()
    desk.shop.pages = [orders(order(OrderTotal="x"))]
    assert desk.client.post(f"/stores/{store}/test-connection").status_code == 200
    desk.shop.pages = ["<html/>"]
    refused = desk.client.post(f"/stores/{store}/test-connection")
    assert refused.status_code == 502
    assert refused.json()["page"] == 1


def test_a_page_that_repeats_the_password_does_not_show_it(desk: Desk) -> None:
    store = desk.connect(password="hunter22")
    desk.shop.pages = ["<p>hunter22<p>"]
    assert "hunter22" not in str(desk.refresh(store))
    assert "We received: '<p>***<p>'" in str(desk.client.post(f"/stores/{store}/test-connection").json())


def test_an_answer_without_content_is_no_document(desk: Desk) -> None:
    store = desk.connect()
    desk.shop.answer = lambda _request: Response(status_code=204)
    assert desk.refresh(store)["error"]["message"] == (
        "Invalid XML. Error: 'Root element is missing.' We received: ''"
    )
