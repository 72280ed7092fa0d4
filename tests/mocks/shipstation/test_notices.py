"""Sending notices, and sending them again."""

import pytest

from mocks.shipstation import notices
from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.shop import order


def failed_notice(desk: Desk) -> int:
    desk.shop.notice_status = 500
    order_id = desk.imported()
    notice = desk.label(order_id).json()["notice"]
    assert notice["state"] == "failed"
    number: int = notice["id"]
    return number


def test_a_label_tells_the_store_at_once(desk: Desk) -> None:
    notice = desk.label(desk.imported()).json()["notice"]
    assert notice["state"] == "delivered"
    assert notice["attempts"] == [{"at": "2026-03-13T17:34:40.000Z", "status": 200, "message": "Delivered"}]
    assert notice["nextAttemptAt"] is None
    assert notice["query"] == (
        "action=shipnotify&order_number=1392&carrier=UPS&service=UPS+Ground&tracking_number=1Z1"
    )
    assert desk.shop.queries[-1] == (
        "SS-UserName=rx%40clinic.example&SS-Password=p%c3%a4ss%3aword+%2b1&" + notice["query"]
    )
    assert desk.shop.asked[-1].headers["content-type"] == "application/xml"


@pytest.mark.parametrize("status", [201, 204])
def test_any_2xx_is_success(desk: Desk, status: int) -> None:
    desk.shop.notice_status = status
    assert desk.label(desk.imported()).json()["notice"]["state"] == "delivered"


def test_a_failure_is_kept_with_what_the_store_said(desk: Desk) -> None:
    number = failed_notice(desk)
    [notice] = desk.client.get("/notices?state=failed").json()
    assert notice["id"] == number
    assert notice["attempts"][0]["message"] == (
        "The remote server returned an error: (500) Internal Server Error."
    )
    assert notice["attempts"][0]["received"] == "<p>said the shop</p>"
    assert notice["nextAttemptAt"] == "2026-03-13T18:34:40.000Z"


def test_the_order_is_shipped_even_though_the_notice_failed(desk: Desk) -> None:
    failed_notice(desk)
    assert desk.order()["tab"] == "shipped"


def test_it_is_sent_again_after_an_hour_byte_for_byte_until_it_succeeds(desk: Desk) -> None:
    failed_notice(desk)
    assert desk.clock(advanceSeconds=3599)["retries"] == 0
    assert desk.clock(advanceSeconds=1)["retries"] == 1
    desk.shop.notice_status = 200
    assert desk.clock(advanceSeconds=3600)["retries"] == 1
    assert desk.clock(advanceSeconds=36000)["retries"] == 0
    assert len(set(desk.shop.queries[-3:])) == 1
    assert len(set(desk.shop.bodies[-3:])) == 1
    [notice] = desk.client.get("/notices?state=delivered").json()
    assert [attempt["status"] for attempt in notice["attempts"]] == [500, 500, 200]


def test_retry_by_hand(desk: Desk) -> None:
    number = failed_notice(desk)
    assert desk.client.post(f"/notices/{number}/retry").status_code == 502
    desk.shop.notice_status = 200
    assert desk.client.post(f"/notices/{number}/retry").json()["state"] == "delivered"
    assert desk.client.post(f"/notices/{number}/retry").status_code == 409


def test_a_retry_uses_todays_credentials(desk: Desk) -> None:
    number = failed_notice(desk)
    desk.client.patch(f"/stores/{desk.order()['storeId']}", json={"password": "new"})
    desk.client.post(f"/notices/{number}/retry")
    assert "SS-Password=new&" in desk.shop.queries[-1]


def test_a_notice_of_a_deleted_store_fails_and_is_not_tried_again(desk: Desk) -> None:
    number = failed_notice(desk)
    desk.client.delete(f"/stores/{desk.order()['storeId']}")
    answer = desk.client.post(f"/notices/{number}/retry")
    assert answer.status_code == 502
    assert answer.json()["attempts"][-1]["message"] == "The store is no longer connected"
    assert answer.json()["nextAttemptAt"] is None
    assert desk.clock(advanceSeconds=36000)["retries"] == 0


def test_only_the_last_attempts_are_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "ATTEMPTS_KEPT", 2)
    number = failed_notice(desk)
    for _ in range(3):
        answer = desk.client.post(f"/notices/{number}/retry")
    assert len(answer.json()["attempts"]) == 2


def test_notices_are_found_by_order(desk: Desk) -> None:
    failed_notice(desk)
    assert len(desk.client.get(f"/notices?order={desk.order()['id']}").json()) == 1
    assert desk.client.get("/notices?order=999").json() == []


def test_notices_are_counted_and_those_in_vain_are_marked(desk: Desk) -> None:
    desk.pull(order("1"), order("2"))
    first, second = (desk.order(number)["id"] for number in "12")
    desk.label(first)
    desk.shop.notice_status = 500
    desk.label(second)
    notices = desk.shipstation.notices
    assert notices.counts("pharmacy") == {"delivered": 1, "failed": 1}
    assert notices.rejected("pharmacy") == 1
    assert notices.rejected("elsewhere") == 0
    assert notices.rejected_of([first, second]) == {second}


def test_a_notice_that_was_not_tried_yet_is_not_marked(desk: Desk) -> None:
    order_id = desk.imported()
    desk.shipstation.notices.add("pharmacy", order_id, "", "")
    assert desk.shipstation.notices.rejected("pharmacy") == 0
    assert desk.shipstation.notices.rejected_of([order_id]) == set()


def test_the_latest_notices_come_first_page_by_page(desk: Desk) -> None:
    order_id = desk.imported()
    ids = [desk.shipstation.notices.add("pharmacy", order_id, "", "") for _ in range(3)]
    notices = desk.shipstation.notices
    assert [notice.id for notice in notices.latest("pharmacy", None, 0, 2)] == ids[:0:-1]
    assert [notice.id for notice in notices.latest("pharmacy", "failed", 2, 2)] == ids[:1]
    assert notices.latest("pharmacy", "delivered", 0, 2) == []
