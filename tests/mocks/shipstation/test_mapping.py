"""Status boxes and tabs."""

from mocks.shipstation.mapping import errors_in, statuses_in, tabs_by_status
from tests.mocks.shipstation.shop import form

GUIDE = form()["statuses"]


def test_the_guides_mapping_is_taken() -> None:
    assert errors_in(GUIDE) == {}
    tabs = tabs_by_status(GUIDE)
    assert tabs["pending"] == tabs["awaiting_payment"] == "awaiting_payment"
    assert tabs["completed"] == "shipped"
    assert tabs["processing"] == "on_hold"


def test_blanks_around_a_status_and_empty_parts_do_not_count() -> None:
    assert statuses_in(" a , b c,,  d ") == ["a", "b c", "d"]


def test_case_counts() -> None:
    assert "Pending" not in tabs_by_status(GUIDE)
    assert errors_in(GUIDE | {"onHold": "Pending"}) == {}


def test_a_status_in_two_boxes_is_refused() -> None:
    assert errors_in(GUIDE | {"onHold": "x,shipped"}) == {
        "statuses.onHold": "shipped is in both Shipped and On-Hold"
    }


def test_only_awaiting_shipment_must_not_be_empty() -> None:
    empty = dict.fromkeys(GUIDE, "")
    assert set(errors_in(empty)) == {"statuses.awaitingShipment"}


def test_what_is_no_box_or_no_text_is_refused() -> None:
    wrong = errors_in({"paid": "x", "shipped": 1, "awaitingShipment": "y" * 51, "onHold": "a\x00"})
    assert set(wrong) == {
        "statuses.paid",
        "statuses.shipped",
        "statuses.awaitingShipment",
        "statuses.awaitingPayment",
        "statuses.cancelled",
        "statuses.onHold",
    }
