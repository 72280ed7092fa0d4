import json
from typing import cast

import pytest

from features.support.access import NotApplicable
from features.support.chain import (
    AGAIN,
    HARNESS,
    SHIPSTATION,
    Call,
    attach,
    calls_to_careportals,
    hops,
    line,
    orders,
    requests_to_the_target,
)
from features.support.evidence import Outcome
from features.support.sandwich import Addresses
from features.support.scene import Scene
from features.support.shop import Order
from features.support.wire import client, connections

POLL = Call("GET", "http://t/clinic_x?action=export&page=1", 200, ended=10.5, seconds=0.5, asker=HARNESS)
NOTICE = Call(
    "POST", "http://t/clinic_x?action=shipnotify&order_number=1392", None, 20.5, 0.5, "timed out", SHIPSTATION
)
SIGN_IN = Call("POST", "/auth", 200, ended=10.1, seconds=0.05)
LIST = Call("GET", "/orders?limit=50", 200, ended=10.4, seconds=0.1)
BY_STAFF = Call("PATCH", "/orders/abc", 200, ended=15.0, seconds=0.1)
SHIP = Call("POST", "/orders/abc/shipments", 409, ended=20.2, seconds=0.1)


def lines(asked: list[Call], answered: list[Call], marks: dict[str, int]) -> list[str]:
    return [line(hop) for hop in hops(asked, answered, marks)]


def test_each_request_has_below_it_what_it_caused_and_the_last_is_marked() -> None:
    found = lines([POLL, NOTICE], [SIGN_IN, LIST, BY_STAFF, SHIP], {"abc": 1392, "abd": 139})
    assert found == [
        "  GET http://t/clinic_x?action=export&page=1 -> 200",
        "      CarePortals: POST /auth -> 200",
        "      CarePortals: GET /orders?limit=50 -> 200",
        "> POST http://t/clinic_x?action=shipnotify&order_number=1392 -> None timed out   <- order 1392",
        "      CarePortals: POST /orders/abc/shipments -> 409   <- order 1392",
    ]


def test_a_request_that_asked_careportals_nothing_says_so() -> None:
    assert lines([POLL], [SHIP], {})[1:] == ["      CarePortals was not asked"]


def test_without_careportals_nothing_is_said_about_it() -> None:
    assert lines([POLL], [], {}) == [f"> {POLL}"]


def test_only_the_latest_requests_and_the_first_calls_are_shown() -> None:
    found = lines([POLL] * 5, [LIST] * 10, {})
    assert found[0] == "  ... 2 earlier"
    assert found.count("      CarePortals: ... 2 more") == 3


def test_no_request_makes_no_chain() -> None:
    assert lines([], [LIST], {}) == []


def test_a_hop_says_who_asked_and_how_long_it_took() -> None:
    found = list(hops([POLL, NOTICE], [SHIP], {"abc": 1392}))
    assert [hop.asker for hop in found] == ["harness", "target", "ShipStation", "target"]
    assert [(hop.last, hop.orders, hop.seconds) for hop in found[2:]] == [
        (True, [1392], 0.5),
        (False, [1392], 0.1),
    ]


class _NoScene:
    def getfixturevalue(self, name: str) -> None:
        raise ValueError(f"no {name} today")


class _SkippedScene:
    def getfixturevalue(self, _name: str) -> Scene:
        raise NotApplicable("no such world")


class _OneScene:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def getfixturevalue(self, _name: str) -> Scene:
        return self.scene


def failed() -> Outcome:
    return Outcome("WIN-1", "A scenario", "", "f.feature", 1, state="broken", got="nothing")


def test_a_chain_that_cannot_be_told_does_not_hide_the_failure() -> None:
    outcome = failed()
    attach(cast("pytest.FixtureRequest", _NoScene()), outcome)
    assert (outcome.got, outcome.chain) == ("nothing", "not known: ValueError: no scene today")


def test_a_skip_while_the_chain_is_told_does_not_turn_the_failure_into_one() -> None:
    outcome = failed()
    attach(cast("pytest.FixtureRequest", _SkippedScene()), outcome)
    assert (outcome.state, outcome.chain) == (
        "broken",
        "not known: NotApplicable: not applicable: no such world",
    )


def test_a_pull_by_hand_is_told_with_curl_line_quoted_place_and_answer(addresses: Addresses) -> None:
    with client() as http, connections() as send:
        scene = Scene(addresses, send, http)
        scene.found("clinic_x")
        scene.organization().add_user("rx@clinic.example", "Pharmacy")
        scene.shop().place(Order(1392))
        scene.fill_form("rx@clinic.example")
        exchange = scene.export(scene.now, scene.now)
        outcome = failed()
        outcome.got, outcome.where = "wrong at line 1", f"{exchange.where()}\n{exchange.curl()}"
        attach(cast("pytest.FixtureRequest", _OneScene(scene)), outcome)
    assert outcome.chain.splitlines()[0] == f"> GET {exchange.url} -> 200"
    assert "      CarePortals: GET /orders?" in outcome.chain
    assert outcome.curl == exchange.curl()
    assert outcome.where.startswith("line 1: <?xml")
    names = ["answer.xml", "order-1392-careportals.json", "order-1392-shipstation.json"]
    assert [attached.name for attached in outcome.attachments] == names
    assert outcome.attachments[0].body == exchange.body.decode()
    assert json.loads(outcome.attachments[1].body)["id"] == 1392
    assert outcome.attachments[2].body == "[]"
    assert outcome.hops[0].last
    assert list(orders(scene).values()) == [1392]


def test_what_failed_on_purpose_is_said(addresses: Addresses) -> None:
    with client() as http, connections() as send:
        scene = Scene(addresses, send, http)
        scene.found("clinic_x")
        organization = scene.organization()
        organization.add_user("rx@clinic.example", "Pharmacy")
        fault = {"kind": "status", "status": 503, "name": "too busy", "organization": organization.key}
        organization.crm.call("POST", "/_control/faults", fault)
        scene.fill_form("rx@clinic.example")
        scene.export(scene.now, scene.now)
        assert str(calls_to_careportals(scene)[-1]).endswith("-> 503 [on purpose: too busy]")


def test_a_notice_of_shipstations_is_told_with_its_body(addresses: Addresses) -> None:
    with client() as http, connections() as send:
        scene = Scene(addresses, send, http)
        scene.found("clinic_x")
        scene.organization().add_user("rx@clinic.example", "Pharmacy")
        scene.shop().place(Order(1392))
        scene.open_account()
        scene.connect_as("rx@clinic.example")
        scene.refreshed()
        order = scene.account.the_order(1392)
        label = {"carrier": "USPS", "service": "Priority Mail", "trackingNumber": "94001"}
        scene.account.admin.call("POST", f"/orders/{order['id']}/labels", label)
        outcome = failed()
        attach(cast("pytest.FixtureRequest", _OneScene(scene)), outcome)
        assert [call.method for call in requests_to_the_target(scene)][-1] == "POST"
    assert "<- order 1392" in outcome.chain
    assert "<ShipNotice>" in outcome.curl
    assert '-u "$USERNAME:$PASSWORD"' in outcome.curl


def test_what_only_shipstation_has_seen_is_asked_for_once_more(addresses: Addresses) -> None:
    with client() as http, connections() as send:
        scene = Scene(addresses, send, http)
        scene.found("clinic_x")
        scene.organization().add_user("rx@clinic.example", "Pharmacy")
        scene.shop().place(Order(1392))
        scene.open_account()
        scene.connect_as("rx@clinic.example")
        scene.refreshed()
        outcome = failed()
        attach(cast("pytest.FixtureRequest", _OneScene(scene)), outcome)
    bodies = {attached.name: attached.body for attached in outcome.attachments}
    assert "<![CDATA[1392]]>" in bodies[AGAIN]
    assert json.loads(bodies["order-1392-shipstation.json"])[0]["tab"] == "awaiting_shipment"
    assert len(outcome.hops) == outcome.chain.count("\n") + 1
