import pytest

from features.support.start_page.journey import CALLS, REQUESTS, Journey, Journeys
from tests.features.support.start_page.two_mocks import SAMPLE, SIGN, TwoMocks, entry

PULL = "http://bridge/shipstation/clinic_x?action=export&page=1"
NOTICE = "http://bridge/shipstation/clinic_x?action=shipnotify&order_number="


@pytest.fixture
def mocks() -> TwoMocks:
    return TwoMocks()


def journey(mocks: TwoMocks, number: str = "1009") -> Journey:
    return Journeys(SAMPLE, mocks.send).of(number)


def test_a_pull_with_the_order_and_its_notice_are_shown_in_order_with_what_they_caused(
    mocks: TwoMocks,
) -> None:
    notice = entry(3, NOTICE + "1009", 30.0, method="POST")
    mocks.asked = [{**notice, "in": SIGN}, {**entry(1, PULL, 10.0), "in": SIGN}]
    mocks.asked.append({**entry(2, PULL, 20.0), "in": ""})
    mocks.calls = [entry(7, "/orders?x=1", 9.95), entry(8, "/auth", 29.97), entry(9, "/auth", 15.0)]
    mocks.calls[0]["milliseconds"] = mocks.calls[1]["milliseconds"] = 10.0
    shown = journey(mocks)
    assert [(leg.title, leg.request.status, [call.path for call in leg.calls]) for leg in shown.legs] == [
        ("ShipStation pulls orders", 200, ["/orders?x=1"]),
        ("ShipStation tells of a shipment", 200, ["/auth"]),
    ]
    assert (shown.legs[0].at, shown.tab) == ("00:00:09", "Shipped")
    assert shown.legs[0].calls[0].page == "http://crm/_control/pages/traffic/7"


def test_a_notice_of_another_order_whose_number_begins_alike_is_left_out(mocks: TwoMocks) -> None:
    mocks.asked = [{**entry(1, NOTICE + "10090", 10.0), "in": ""}]
    assert journey(mocks).legs == []


def test_only_so_much_is_shown_and_the_rest_is_counted(mocks: TwoMocks) -> None:
    mocks.asked = [{**entry(each, PULL, 10.0 * each), "in": SIGN} for each in range(REQUESTS + 3)]
    mocks.calls = [entry(each, "/auth", 10.0 * (REQUESTS + 2)) for each in range(CALLS + 2)]
    shown = journey(mocks)
    assert (len(shown.legs), shown.earlier) == (REQUESTS, 3)
    assert (len(shown.legs[-1].calls), shown.legs[-1].left_out) == (CALLS, 2)


def test_a_fault_and_a_reason_are_told(mocks: TwoMocks) -> None:
    fault = {"id": 1, "name": "busy", "kind": "status"}
    mocks.asked = [{**entry(1, PULL, 10.0, status=None, note="timed out", fault=fault), "in": SIGN}]
    (leg,) = journey(mocks).legs
    assert (leg.request.status, leg.request.note) == (None, "timed out – fault on purpose: busy")


def test_an_order_that_is_nowhere_has_gone_no_way(mocks: TwoMocks) -> None:
    mocks.orders, mocks.imported = [], []
    shown = journey(mocks, "5")
    assert (shown.order, shown.imported, shown.legs, shown.tab) == (None, None, [], "")
    assert journey(mocks, "").legs == []


def test_an_account_that_was_forgotten_hides_only_its_order(mocks: TwoMocks) -> None:
    mocks.signs_in = False
    shown = journey(mocks)
    assert (shown.order is not None, shown.imported) == (True, None)


def test_the_newest_orders_are_offered_first(mocks: TwoMocks) -> None:
    mocks.orders = [{"id": each} for each in range(1, 500)]
    numbers = Journeys(SAMPLE, mocks.send).numbers()
    assert (len(numbers), numbers[0]) == (200, "499")
