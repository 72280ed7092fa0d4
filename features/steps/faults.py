"""Trouble on purpose: in what CarePortals answers, and in how ShipStation asks."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from pytest_bdd import given, then, when

from features.steps.exchanges import last
from features.steps.notices import send
from features.support.access import NotApplicable, NotChecked
from features.support.careportals import Organization
from features.support.evidence import HarnessError
from features.support.notice import Notice, written
from features.support.phrases import phrase
from features.support.scene import Scene

Description = dict[str, Any]

CALLS: dict[str, list[Description]] = {
    "the sign-in": [{"method": "POST", "path": "/auth"}],
    "the list of orders": [{"method": "GET", "path": "/orders"}],
    "reading the order": [{"method": "GET", "path": "/orders/{_id}"}, {"method": "GET", "path": "/orders"}],
    "adding the shipment": [{"method": "POST", "path": "/orders/{_id}/shipments"}],
    "changing the status": [{"method": "PATCH", "path": "/orders/{_id}"}],
}
"""What a middleware asks CarePortals for, and the addresses at which it may do so."""

TROUBLES: dict[str, Description] = {
    **{
        f"status {status}": {"kind": "status", "status": status}
        for status in (400, 401, 403, 404, 409, 500, 502, 503)
    },
    "status 429": {"kind": "status", "status": 429, "retryAfter": 30},
    "a reset": {"kind": "connection_reset"},
    "an empty response": {"kind": "empty_response"},
    "a refused connection": {"kind": "refused"},
    "random data": {"kind": "random_data", "seed": 1},
    "half a header": {"kind": "half_header"},
    "half a body": {"kind": "truncated_body"},
    "a malformed chunk": {"kind": "malformed_chunk"},
    "half of the JSON": {"kind": "malformed_json"},
    "a page of HTML": {"kind": "html_with_200"},
    "missing fields": {"kind": "missing_fields"},
    "fields of other types": {"kind": "wrong_types"},
    "an order twice": {"kind": "duplicate_rows"},
    "a cursor that leads back": {"kind": "cursor_loop"},
    "a short page": {"kind": "short_page"},
    "a delay of 0.1 s": {"kind": "delay", "milliseconds": 100},
    "a slow drip of 0.1 s": {"kind": "slow_drip", "milliseconds": 100},
}

ODDITIES: dict[str, Description] = {
    "its answer is lost": {"kind": "answer_lost", "action": "shipnotify"},
    "nobody waits for its answer": {"kind": "hang_up", "action": "shipnotify"},
    "it comes twice at the same moment": {"kind": "duplicate", "action": "shipnotify"},
    "it comes three times more": {"kind": "repeat_notice", "times": 3},
    "it comes an hour late": {"kind": "hold_notice", "minutes": 60},
    "repeated as a whole": {"kind": "repeat_pull"},
    "begun again after its first page": {"kind": "restart_pull", "afterPage": 1},
}

PATIENCE = 15.0
"""Seconds within which somebody who waits in vain has to be told so."""


def _named(known: dict[str, Any], name: str) -> Any:
    if name not in known:
        raise HarnessError(f'there is no "{name}" among: {", ".join(known)}')
    return known[name]


def _fail(scene: Scene, call: str, trouble: str, *, count: int | None = 1, **more: object) -> None:
    """Let CarePortals fail `count` times at each address of a call; None: until the trouble is over."""
    if scene.hook:
        raise NotChecked("this shop cannot be made to fail")
    organization = scene.organization()
    for address in _named(CALLS, call):
        fault = {**address, **_named(TROUBLES, trouble), "name": trouble, **more}
        times = {} if count is None else {"count": count}
        body = {**fault, **times, "organization": organization.key}
        organization.crm.call("POST", "/_control/faults", body)
    scene.afterwards.callback(_end_of, organization)


def _met(scene: Scene) -> None:
    """Raises NotApplicable when the middleware has never made the call that was to fail."""
    if not _injected(scene):
        raise NotApplicable("the middleware does not make this call")


def _injected(scene: Scene) -> bool:
    organization = scene.organization()
    faults = organization.crm.call("GET", "/_control/faults", organization=organization.key)["faults"]
    return any(fault["injected"] for fault in faults)


def _is_clear(status: object) -> bool:
    return isinstance(status, int) and 400 <= status < 600


@given(phrase('CarePortals fails at "{call}" with "{trouble}"'))
def fails_at(scene: Scene, call: str, trouble: str) -> None:
    _fail(scene, call, trouble)


@given(phrase('CarePortals fails behind the first page of the list with "{trouble}"'))
def fails_behind_page_1(scene: Scene, trouble: str) -> None:
    # A cursor leads back from the second page on, by itself.
    _fail(scene, "the list of orders", trouble, skip=0 if "cursor" in trouble else 1)


# Once would not do: a middleware that asks again does not let the refresh fail.
@given(phrase('CarePortals keeps failing at "{call}" with "{trouble}"'))
def keeps_failing_at(scene: Scene, call: str, trouble: str) -> None:
    _fail(scene, call, trouble, count=None)


@given(phrase('CarePortals keeps failing behind the first page of the list with "{trouble}"'))
def keeps_failing_behind_page_1(scene: Scene, trouble: str) -> None:
    _fail(scene, "the list of orders", trouble, count=None, skip=1)


@given(phrase('CarePortals does its work at "{call}" and fails with "{trouble}"'))
def fails_afterwards(scene: Scene, call: str, trouble: str) -> None:
    _fail(scene, call, trouble, when="after")


@given(phrase('CarePortals does not answer at "{call}"'))
def does_not_answer(scene: Scene, call: str) -> None:
    _fail(scene, call, "a delay of 0.1 s", milliseconds=600_000)


@given("CarePortals does not answer behind the first page of the list")
def does_not_answer_behind_page_1(scene: Scene) -> None:
    _fail(scene, "the list of orders", "a delay of 0.1 s", milliseconds=600_000, skip=1)


@given(phrase('CarePortals takes 0.1 s for "{call}"'))
def takes_its_time(scene: Scene, call: str) -> None:
    _fail(scene, call, "a delay of 0.1 s", count=None)


@given(phrase('CarePortals is held up at "{call}"'))
def is_held_up(scene: Scene, call: str) -> None:
    _fail(scene, call, "a delay of 0.1 s", milliseconds=600_000)


@given(phrase("CarePortals gives its list {rows:d} orders at a time, whatever is asked for"))
def gives_short_pages(scene: Scene, rows: int) -> None:
    _fail(scene, "the list of orders", "a short page", count=None, rows=rows)


@given(phrase('ShipStation is connected as "{email}" and has met the trouble'))
def has_met_the_trouble(scene: Scene, email: str) -> None:
    scene.set_up_as(email)
    scene.refresh_store()
    _met(scene)
    _end(scene)


def _end_of(organization: Organization) -> None:
    organization.crm.call("DELETE", "/_control/faults", organization=organization.key)


def _end(scene: Scene) -> None:
    if not scene.hook:
        _end_of(scene.organization())
    scene.shipstation.call("DELETE", "/_control/faults", account=scene.account.key)


@given(phrase("ShipStation tells its next notice so that {oddity}"))
@given(phrase("the next pull of ShipStation is {oddity}"))
def in_an_odd_way(scene: Scene, oddity: str) -> None:
    fault = {**_named(ODDITIES, oddity), "name": oddity, "count": 1, "account": scene.account.key}
    scene.shipstation.call("POST", "/_control/faults", fault)
    account = scene.account.key
    scene.afterwards.callback(scene.shipstation.call, "DELETE", "/_control/faults", account=account)


@when(phrase("the trouble is over and {minutes:d} minutes pass in ShipStation"))
def the_trouble_is_over(scene: Scene, minutes: int) -> None:
    _end(scene)
    scene.pass_time(minutes)


@when("an export asks for what needs it")
def export_asks(scene: Scene) -> None:
    query = "action=export&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+18%3a00&page=1"
    scene.ask(query, patience=PATIENCE)


@when("a notice asks for what needs it")
def notice_asks(scene: Scene) -> None:
    shop = scene.shop()
    body = written("current", number="1392", order_id=shop.order_id(1392), tracking="TRACK-9")
    query = "action=shipnotify&order_number=1392&carrier=USPS&service=&tracking_number=TRACK-9"
    scene.ask(query, method="POST", headers={"Content-Type": "text/xml"}, body=body, patience=PATIENCE)


@when(phrase('the notice arrives, and the order {number:d} changes to "{status}" meanwhile'))
def status_changes_meanwhile(scene: Scene, notice: Notice, number: int, status: str) -> None:
    with _while_it_is_held_up(scene, notice):
        scene.shop().change_status(number, status)


@when(phrase('the notice arrives, and the order {number:d} changes its "{path}" to "{text}" meanwhile'))
def field_changes_meanwhile(scene: Scene, notice: Notice, number: int, path: str, text: str) -> None:
    with _while_it_is_held_up(scene, notice):
        scene.shop().change(number, (path, text))


@contextmanager
def _while_it_is_held_up(scene: Scene, notice: Notice) -> Iterator[None]:
    """Send a notice; what is done within happens while CarePortals holds it up, and then it goes on."""
    with ThreadPoolExecutor(1) as sender:
        arriving = sender.submit(send, scene, notice)
        while not (arriving.done() or _injected(scene)):
            time.sleep(0.002)
        try:
            _met(scene)
            yield
        finally:
            _end_of(scene.organization())
            arriving.result()


@then("a clear answer has come within 15 seconds")
def clear_answer_in_time(scene: Scene) -> None:
    _met(scene)
    answer = last(scene)
    scene.expect(_is_clear(answer.status), "a 4xx or 5xx answer within 15 seconds", answer.said())


@then("the next request is served")
def next_is_served(scene: Scene) -> None:
    _end(scene)
    # What the orders look like is no matter here: a quiet hour will do.
    query = "action=export&start_date=03%2f12%2f2026+17%3a00&end_date=03%2f12%2f2026+18%3a00&page=1"
    answer = scene.ask(query)
    scene.expect(answer.status == 200, "an answer 200", answer.said())


@then("the refresh fails with a clear answer, or brings all orders")
def fails_clearly_or_is_whole(scene: Scene) -> None:
    _met(scene)
    placed = sorted(map(str, scene.shop().placed))
    held = sorted(order["orderNumber"] for order in scene.account.orders())
    if scene.refresh["ok"]:
        scene.expect(
            held == placed and scene.refresh["received"] == len(placed),
            f"an error, or all {len(placed)} orders once",
            lambda: f"a good refresh of {scene.refresh['received']} orders, {len(held)} held",
        )
        return
    scene.expect(_is_clear(scene.refresh["error"]["status"]), "a 4xx or 5xx answer", scene.refresh_error)


@then("the refresh fails as trouble of the middleware's own, or brings all orders")
def fails_as_trouble_or_is_whole(scene: Scene) -> None:
    fails_clearly_or_is_whole(scene)
    if not scene.refresh["ok"]:
        status = scene.refresh["error"]["status"]
        scene.expect(status >= 500, "a 5xx answer: the trouble is not the asker's", scene.refresh_error)


@then(
    phrase(
        'the notice fails with a clear answer, or CarePortals has the shipment "{tracking}"'
        " of the order {number:d} and it is shipped"
    )
)
def fails_clearly_or_is_kept(scene: Scene, tracking: str, number: int) -> None:
    _met(scene)
    notice = scene.latest_notice()
    attempt = notice["attempts"][-1]
    if notice["state"] == "failed":
        said = f"{attempt['status']} {attempt['message']}"
        scene.expect(_is_clear(attempt["status"]), "a 4xx or 5xx answer", said)
        return
    shop = scene.shop()
    kept = [shipment.tracking_number for shipment in shop.shipments(number)], shop.status(number)
    scene.expect(kept == ([tracking], "shipped"), f"{tracking} kept and the order shipped", f"{kept}")
