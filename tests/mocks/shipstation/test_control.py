"""The control side."""

import pytest

from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.shop import seed


def test_a_seed_makes_accounts_and_stores_without_asking_anyone(desk: Desk) -> None:
    assert desk.client.post("/_control/seed", json=seed()).status_code == 204
    signed_in = {"account": "seeded", "email": "a@clinic.example", "password": "pw"}
    token = desk.client.post("/sign-in", json=signed_in).json()["token"]
    stores = desk.client.get("/stores", headers={"Authorization": f"Bearer {token}"}).json()
    assert [store["username"] for store in stores] == ["rx@clinic.example"]
    assert desk.shop.asked == []


def test_an_account_is_made_with_its_stores_and_its_time(desk: Desk) -> None:
    [entry] = seed()["accounts"]
    answer = desk.client.post("/_control/accounts", json=entry | {"now": "2026-03-13T17:34:20Z"})
    made = answer.json()
    assert (answer.status_code, made["account"]) == (201, "seeded")
    desk.client.headers["Authorization"] = f"Bearer {made['token']}"
    assert desk.client.get("/stores").json() == made["stores"]
    assert [store["createdAt"] for store in made["stores"]] == ["2026-03-13T17:34:20.000Z"]
    clock = desk.client.get("/_control/clock?account=seeded").json()
    assert (clock["now"], clock["frozen"]) == ("2026-03-13T17:34:20.000Z", True)
    assert desk.shop.asked == []


@pytest.mark.parametrize("wrong", [{"now": 5}, {"now": "9999-01-01T00:00:00Z"}, {"stores": {}}, {"x": 1}])
def test_a_wrong_account_is_refused(desk: Desk, wrong: dict[str, object]) -> None:
    [entry] = seed()["accounts"]
    assert desk.client.post("/_control/accounts", json=entry | wrong).status_code == 400
    assert not desk.shipstation.accounts.exists("seeded")


def test_a_wrong_seed_is_refused_with_its_entry(desk: Desk) -> None:
    answer = desk.client.post("/_control/seed", json=seed(colour="blue"))
    assert answer.status_code == 400
    assert "accounts[0]" in answer.json()["message"]
    assert not desk.shipstation.accounts.exists("seeded")


def test_a_reset_forgets_one_account(desk: Desk) -> None:
    desk.label(desk.imported())
    other = {"Authorization": f"Bearer {desk.opened('other')}"}
    assert desk.client.post("/_control/reset", json={"account": "pharmacy"}).status_code == 204
    assert desk.client.get("/tabs").status_code == 401
    assert desk.client.get("/tabs", headers=other).status_code == 200
    assert desk.client.get("/_control/journal?account=pharmacy").json()["entries"] == []
    assert desk.clock()["frozen"] is False
    desk.opened("pharmacy")


def test_a_reset_of_all_forgets_all(desk: Desk) -> None:
    desk.client.put("/_control/settings", json={"strict": True})
    assert desk.client.post("/_control/reset").status_code == 204
    assert desk.client.get("/_control/settings").json()["strict"] is False
    assert desk.shipstation.db.execute("SELECT count(*) FROM users").fetchone()[0] == 0


@pytest.mark.parametrize("body", [{"account": 1}, {"organization": "x"}])
def test_a_reset_of_nonsense_is_refused(desk: Desk, body: object) -> None:
    assert desk.client.post("/_control/reset", json=body).status_code == 400


def test_defaults_count_for_stores_that_do_not_set_their_own(desk: Desk) -> None:
    one, two = desk.connect(), desk.connect(settings={"retryMinutes": 5})
    assert desk.client.put("/_control/settings", json={"retryMinutes": 7}).json()["retryMinutes"] == 7
    shown = [desk.client.get(f"/stores/{n}").json()["settings"]["retryMinutes"] for n in (one, two)]
    assert shown == [7, 5]


def test_wrong_defaults_are_refused(desk: Desk) -> None:
    answer = desk.client.put("/_control/settings", json={"retryMinutes": 0, "x": 1})
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {"retryMinutes", "x"}


WINDOW = "start=2026-03-13T17:00Z&end=2026-03-13T18:00Z"
XML = {"Content-Type": "text/xml"}


def test_a_reply_is_validated_and_not_kept(desk: Desk) -> None:
    answer = desk.client.post(
        f"/_control/validate?{WINDOW}", content=b"<Orders pages='3' page='1'/>", headers=XML
    )
    reading = answer.json()
    assert (reading["ok"], reading["pages"], reading["orders"], reading["error"]) == (True, 3, [], None)
    assert "page" in reading["warnings"][0]["message"]


def test_what_is_wrong_with_a_reply_is_told_with_its_place(desk: Desk) -> None:
    reply = b"<Orders><Order><OrderNumber/></Order></Orders>"
    reading = desk.client.post(f"/_control/validate?{WINDOW}", content=reply, headers=XML).json()
    assert not reading["ok"]
    assert reading["error"]["xpath"].startswith("/Orders/Order")
    assert reading["error"]["message"].startswith("Error in XML. Reason:")


@pytest.mark.parametrize("window", ["", "start=yesterday&end=today", "start=2026-03-13T17:00Z"])
def test_a_reply_cannot_be_validated_without_its_window(desk: Desk, window: str) -> None:
    assert desk.client.post(f"/_control/validate?{window}", content=b"<Orders/>").status_code == 400
