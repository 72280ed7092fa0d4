from mocks.shipstation.unfriendly import QUIRKS, make_unfriendly
from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.shop import order, orders


def test_every_quirk_can_be_had_and_is_seeded(desk: Desk) -> None:
    said = make_unfriendly(desk.shipstation, 7)
    assert said.startswith("unfriendly with the seed 7: other spelling, ")
    kept = desk.shipstation.faults.read()
    assert [fault["name"] for fault in kept] == [name for name, quirk in QUIRKS.items() if quirk.fault]
    assert {fault["seed"] for fault in kept} == {7}


def test_a_good_store_works_all_the_same(desk: Desk) -> None:
    make_unfriendly(desk.shipstation, 3)
    numbers = [str(number) for number in range(1, 31)]
    desk.shop.pages = [orders(*(order(number, OrderID=number) for number in numbers))]
    assert desk.refresh(desk.connect())["imported"] == 30
    for number in numbers:
        assert desk.label(desk.order(number)["id"], trackingNumber=number).status_code == 201
    while desk.clock(advanceSeconds=60)["retries"]:
        pass
    assert {notice["state"] for notice in desk.client.get("/notices").json()} == {"delivered"}
    told = [
        request.query_params["tracking_number"] for request in desk.shop.asked if request.method == "POST"
    ]
    assert sorted(set(told), key=int) == numbers
    assert len(told) > 30
    assert list(dict.fromkeys(told)) != numbers


def test_the_spelling_is_another_one(desk: Desk) -> None:
    make_unfriendly(desk.shipstation, 3)
    desk.connect()
    desk.refresh(1)
    assert "%20" in desk.shop.queries[0]
    assert "%2F" in desk.shop.queries[0]
    assert "authorization" not in desk.shop.asked[0].headers


def test_a_reset_makes_it_friendly_again(desk: Desk) -> None:
    make_unfriendly(desk.shipstation, 3)
    desk.client.post("/_control/reset")
    assert desk.client.get("/_control/settings").json()["blank"] == "+"
    assert desk.client.get("/_control/faults").json() == {"faults": []}
