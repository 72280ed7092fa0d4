import json
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from features.support.access import NotApplicable
from features.support.evidence import HarnessError
from features.support.hook import Hook, read_description, read_sight
from features.support.shop import Shipment
from features.support.wire import Send
from tests.features.support.answering import answering
from tests.features.support.fake_hook import FakeHook

SEEN: dict[str, Any] = {"orderId": "a1", "status": "on_hold", "lines": [{"sku": "V"}, {"sku": None}, {}]}


def test_the_first_look_tells_store_boxes_and_abilities() -> None:
    fake = FakeHook("backdate", "delete")
    hook = fake.hook()
    assert (hook.can("backdate"), hook.can("tenants")) == (True, False)
    assert hook.description.url == "http://127.0.0.1:9/ship"
    assert hook.description.boxes["Awaiting Payment Status"] == "unpaid, pending"
    assert fake.asked == [("GET", "/", None)]


def test_a_password_is_not_shown() -> None:
    assert "rx!" not in repr(FakeHook().hook().description)


def test_each_call_names_its_tenant() -> None:
    fake = FakeHook("tenants")
    hook = fake.hook()
    hook.look("t")
    hook.reset("t")
    hook.get(1, "t")
    assert fake.asked[1:] == [("GET", "/", "t"), ("POST", "/reset", "t"), ("GET", "/orders/1", "t")]


def test_an_address_below_a_path_is_kept() -> None:
    fake = FakeHook()
    asked = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.path)
        return httpx2.Response(200, json=fake.description)

    Hook(answering(answer), "http://hook.example/a/hook/").reset(None)
    assert asked == ["/a/hook", "/a/hook/reset"]


def test_a_hook_that_does_not_answer_is_an_error_of_the_harness(send: Send) -> None:
    with pytest.raises(HarnessError, match=r"^the shop hook does not answer: GET http://127\.0\.0\.1:9"):
        Hook(send, "http://127.0.0.1:9")


@pytest.mark.parametrize(
    ("says", "complaint"),
    [
        ((500, "no database"), "the shop hook failed: GET http://hook.example/orders/7: 500 no database"),
        ((200, "<html>"), "the shop hook failed: GET http://hook.example/orders/7: the answer is not JSON"),
        ((200, "[]"), "the shop hook answers amiss: the order 7 must be an object"),
        ((422, "no"), "the shop hook failed: GET http://hook.example/orders/7: 422 no"),
    ],
)
def test_what_goes_wrong_in_the_hook_is_told_with_the_call(says: tuple[int, str], complaint: str) -> None:
    fake = FakeHook()
    fake.says["GET", "/orders/7"] = says
    with pytest.raises(HarnessError, match=f"^{complaint}$"):
        fake.hook().get(7, None)


def test_an_order_that_is_not_there_is_none() -> None:
    assert FakeHook().hook().get(7, None) is None


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_an_order_that_the_shop_cannot_hold_is_not_applicable(method: str) -> None:
    fake = FakeHook()
    fake.says[method, "/orders/7"] = (422, '{"message": "no country"}')
    hook = fake.hook()
    with pytest.raises(
        NotApplicable, match=r'^not applicable: the shop hook says: {"message": "no country"}'
    ):
        {"PUT": hook.put, "PATCH": hook.patch}[method](7, {"status": "shipped"}, None)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"store": None}, "store must be an object"),
        (
            {"store": {"url": "http://x", "username": "", "password": "p"}},
            "store needs a text as its username",
        ),
        ({"statuses": {"shipped": "shipped"}}, '"statuses" must have exactly awaiting_payment, '),
        ({"can": "tenants"}, '"can" must be a list of words'),
        ({"can": ["delete", "fly", 1]}, '"can" must be a list of words'),
        ({"can": ["delete", "fly"]}, '"can" holds fly; known are tenants, backdate, delete, shipments'),
        ({"can": ["tenants"]}, 'store.url must hold {tenant} if, and only if, "can" holds "tenants"'),
    ],
)
def test_a_description_that_is_amiss_is_refused(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(HarnessError) as caught:
        read_description(FakeHook().description | change)
    assert str(caught.value).startswith(f"the shop hook answers amiss: {complaint}")


def test_a_description_must_be_an_object() -> None:
    with pytest.raises(HarnessError, match="amiss: the description must be an object"):
        read_description([])


def test_an_order_is_read_with_its_shipments() -> None:
    items = [{"sku": "W", "quantity": 2}, {"sku": "V", "quantity": 1}]
    shipments = [{"carrier": "UPS", "trackingNumber": None, "shipDate": "2026-03-13", "items": items}]
    sight = read_sight(7, SEEN | {"shipments": shipments})
    assert (sight.order_id, sight.status, sight.skus) == ("a1", "on_hold", ["V", "", ""])
    assert sight.shipments == [Shipment("UPS", "", "", "2026-03-13", (("V", 1), ("W", 2)))]


def test_an_order_may_say_nothing_about_shipments_and_times() -> None:
    assert (read_sight(7, SEEN).shipments, read_sight(7, SEEN).changed) == (None, None)


@pytest.mark.parametrize("text", ["2026-03-13T17:34:20", "2026-03-13T17:34:20Z", "2026-03-13T18:34:20+01:00"])
def test_a_time_is_read_as_utc_unless_it_says_otherwise(text: str) -> None:
    assert read_sight(7, SEEN | {"changedAt": text}).changed == datetime(2026, 3, 13, 17, 34, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"orderId": 12}, "the order 7 needs a text as its orderId"),
        ({"status": "processing"}, "the order 7 has the status 'processing'; known are awaiting_payment"),
        ({"changedAt": "yesterday"}, "the order 7 has as its changedAt 'yesterday', which is no ISO 8601"),
        ({"lines": None}, "the order 7 needs a list as its lines"),
        ({"lines": ["V"]}, "a line of the order 7 must be an object"),
        ({"lines": [{"sku": 5}]}, "the order 7 has a sku that is no text"),
        ({"shipments": {}}, "the order 7 needs a list as its shipments"),
        ({"shipments": [{}]}, "a shipment of the order 7 needs a list as its items"),
        (
            {"shipments": [{"items": [{"sku": "V", "quantity": True}]}]},
            "an item of a shipment of the order 7",
        ),
    ],
)
def test_an_order_that_is_amiss_is_refused(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(HarnessError) as caught:
        read_sight(7, json.loads(json.dumps(SEEN | change)))
    assert str(caught.value).startswith(f"the shop hook answers amiss: {complaint}")
