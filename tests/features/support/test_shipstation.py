import time

import httpx2
import pytest

from features.support.evidence import HarnessError
from features.support.names import Names
from features.support.sandwich import Addresses
from features.support.scene import Scene
from features.support.shipstation import BOXES, FIELDS, TABS, Account, Form, label_of, message
from features.support.shop import Order
from features.support.wire import Answer, Send, Server
from tests.features.support.answering import answering

RX = "rx@clinic.example"


@pytest.fixture
def connected(addresses: Addresses, send: Send, http: httpx2.Client) -> Scene:
    """One organization with three orders, and an account that has pulled them."""
    scene = Scene(addresses, send, http)
    scene.found("clinic_x")
    scene.organization().add_user(RX, "Pharmacy")
    for number, status in ((1, "awaiting_shipment"), (2, "awaiting_shipment"), (3, "processing")):
        scene.shop().place(Order(number, status))
    scene.open_account()
    scene.connect_as(RX)
    scene.refreshed()
    return scene


def test_a_new_account_is_empty_and_its_own(addresses: Addresses, send: Send) -> None:
    server = Server(send, addresses.shipstation)
    account, other = Account(server, Names()), Account(server, Names())
    assert account.key != other.key
    assert account.orders() == []
    assert account.requests_to_the_store() == []


def test_a_colleague_is_no_admin(addresses: Addresses, send: Send) -> None:
    account = Account(Server(send, addresses.shipstation), Names())
    colleague = account.colleague("packer@account.example")
    assert colleague.ask("GET", "/stores").status_code == 200
    assert colleague.ask("POST", "/stores", Form().as_json()).status_code == 403


def test_the_orders_of_a_tab_and_of_all_tabs(connected: Scene) -> None:
    account = connected.account
    assert [order["orderNumber"] for order in account.orders("On-Hold")] == ["3"]
    assert sorted(order["orderNumber"] for order in account.orders()) == ["1", "2", "3"]


def test_the_list_is_followed_to_its_end(connected: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    call = Server.call

    def small_pages(self: Server, method: str, path: str, body: object = None, **query: object) -> object:
        return call(self, method, path, body, **query | ({"limit": 1} if "limit" in query else {}))

    monkeypatch.setattr(Server, "call", small_pages)
    assert len(connected.account.orders()) == 3


def test_an_order_by_its_number(connected: Scene) -> None:
    assert connected.account.the_order(1)["tab"] == TABS["Awaiting Shipment"]
    assert connected.account.order(4) == []
    with pytest.raises(HarnessError, match="holds 0 orders with the number 4"):
        connected.account.the_order(4)


def test_the_notices_about_an_order(connected: Scene) -> None:
    assert connected.account.notices(1) == []
    order = connected.account.the_order(1)
    label = {"carrier": "USPS", "service": "Priority Mail", "trackingNumber": "T-1"}
    connected.account.admin.call("POST", f"/orders/{order['id']}/labels", label)
    assert [notice["state"] for notice in connected.account.notices(1)] == ["delivered"]
    assert connected.account.notices(2) == []


def test_only_what_shipstation_sent_counts_as_requests_to_the_store(connected: Scene) -> None:
    sent = connected.account.requests_to_the_store()
    assert len(sent) == 2
    assert sent[0]["ended"] < sent[1]["ended"] < time.time()
    assert all("action=export" in entry["url"] for entry in sent)


def test_requests_are_told_in_our_time_whatever_the_clock_of_shipstations_machine() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        entries = [{"direction": direction, "ended": 995.0} for direction in ("in", "out")]
        return httpx2.Response(
            200, json={"token": "t", "stores": [], "dropped": 0, "entries": entries, "asOf": 1000.0}
        )

    server = Server(answering(answer), "http://mock.example")
    (sent,) = Account(server, Names()).requests_to_the_store()
    assert sent["ended"] == pytest.approx(time.time() - 5, abs=1)


def test_a_journal_with_gaps_is_an_error_of_the_harness() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json={"token": "t", "stores": [], "dropped": 1, "entries": [], "asOf": 0})

    server = Server(answering(answer), "http://mock.example")
    with pytest.raises(HarnessError, match="dropped entries"):
        Account(server, Names()).requests_to_the_store()


def test_a_new_form_holds_the_boxes_that_the_guide_recommends() -> None:
    form = Form().as_json()
    assert form["statuses"] == {
        "awaitingPayment": "pending,awaiting_payment",
        "awaitingShipment": "awaiting_shipment",
        "shipped": "shipped,completed",
        "cancelled": "cancelled",
        "onHold": "processing",
    }
    assert (form["storeType"], form["urlToCustomXmlPage"]) == ("Custom Store", "")


def test_each_field_of_the_form_can_be_filled_in_under_its_label() -> None:
    form = Form()
    for label in FIELDS | BOXES:
        form.fill(label, label.upper())
    sent = form.as_json()
    assert [sent[key] for key in FIELDS.values()] == [label.upper() for label in FIELDS]
    assert sent["statuses"] == {key: label.upper() for label, key in BOXES.items()}


def test_a_label_that_the_form_has_not_is_an_error_of_the_harness() -> None:
    with pytest.raises(
        HarnessError, match='the form has no field "User name", only URL to Custom XML Page, '
    ):
        Form().fill("User name", "x")


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("urlToCustomXmlPage", "URL to Custom XML Page"),
        ("statuses.onHold", "On-Hold Status"),
        ("onHold", "On-Hold Status"),
        ("storeType", "storeType"),
    ],
)
def test_a_refused_field_is_known_by_its_label(field: str, label: str) -> None:
    assert label_of(field) == label


def test_the_message_of_an_answer() -> None:
    assert message(Answer(400, b'{"message": "no"}')) == "no"
    assert message(Answer(201, b'{"id": 1}')) == ""
