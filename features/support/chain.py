"""How a failure came about: each request to the target, and below it what the target asked CarePortals."""

import json
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote_plus, urlsplit

import pytest
from _pytest.outcomes import Skipped

from features.support.evidence import Attachment, Hop, Outcome
from features.support.exchange import Exchange, basic
from features.support.masking import mask, secrets_of
from features.support.scene import Scene
from features.support.wire import Server
from features.support.xml_evidence import is_xml, quoted

REQUESTS = 3
"""How many requests to the target are shown, the latest."""

CALLS = 8
"""How many calls to CarePortals are shown below each."""

ATTACHED = 100_000
"""Bytes of an answer that are attached."""

PATIENCE = 3.0
"""Seconds that the target may take when it is asked once more."""

ORDERS = 2
"""How many orders are attached as both sides hold them."""

AGAIN = "asked-again.xml"
"""The name of an answer that came after the failure."""

SHIPSTATION, HARNESS, TARGET = "ShipStation", "harness", "target"
"""Who asks."""

SLACK = 0.002
"""Seconds by which a call may seem to begin or end outside the request that caused it."""


@dataclass(frozen=True)
class Call:
    """One exchange: `ended` is seconds since 1970, `note` says why there is no status, `asker` who asked."""

    method: str
    url: str
    status: int | None
    ended: float
    seconds: float
    note: str = ""
    asker: str = TARGET

    def __str__(self) -> str:
        return f"{self.method} {self.url} -> {self.status} {self.note}".rstrip()

    def within(self, other: "Call") -> bool:
        """Whether this one happened while `other` was under way."""
        began = self.ended - self.seconds
        return other.ended - other.seconds - SLACK <= began <= other.ended + SLACK


def attach(request: pytest.FixtureRequest, outcome: Outcome) -> None:
    """Add chain, curl line, quoted lines and answer to the outcome of a scenario that has just failed.

    What goes wrong here is noted and nothing more: it must not hide the failure itself.
    """
    # A skip that a shop raises when it is asked for what it does not have would turn the failure into one.
    try:
        scene: Scene = request.getfixturevalue("scene")
    except (Exception, Skipped) as error:
        outcome.chain = f"not known: {type(error).__name__}: {error}"
        return
    try:
        _tell(scene, outcome)
    except (Exception, Skipped) as error:
        outcome.chain = f"not known: {type(error).__name__}: {error}"
    mask(outcome, secrets_of(scene.target.exchanges))


def _tell(scene: Scene, outcome: Outcome) -> None:
    asked, answered = requests_to_the_target(scene), calls_to_careportals(scene)
    marks = orders(scene)
    outcome.hops = list(hops(asked, answered, marks))
    outcome.chain = "\n".join(map(line, outcome.hops))
    outcome.where = "\n".join(row for row in outcome.where.splitlines() if row not in map(str, asked))
    _add_latest(scene, outcome, asked)
    _add_orders(scene, outcome)


def requests_to_the_target(scene: Scene) -> list[Call]:
    """By hand and by ShipStation, in the order in which they ended."""
    found = [
        Call(each.method, each.url, each.status, each.ended, each.seconds, each.trouble, HARNESS)
        for each in scene.target.exchanges
    ]
    if scene.account_or_none:
        entries = _journal(scene.shipstation, account=scene.account_or_none.key)
        found += [call for call, direction in entries if direction == "out"]
    return sorted(found, key=lambda call: call.ended)


def calls_to_careportals(scene: Scene) -> list[Call]:
    """Everything that CarePortals was asked for in the scenario's organizations, by whomever.

    Nothing where another shop stands behind the target.
    """
    found: list[Call] = []
    if scene.hook:
        return found
    for shop in scene.shops.values():
        found += [call for call, _ in _journal(scene.crm, organization=shop.key)]
    return sorted(found, key=lambda call: call.ended)


def orders(scene: Scene) -> dict[str, int]:
    """The orders of the scenario: their numbers by what stands for them in an address."""
    return {shop.order_id(number): number for shop in scene.shops.values() for number in shop.placed}


def hops(asked: Sequence[Call], answered: Sequence[Call], marks: dict[str, int]) -> Iterator[Hop]:
    """The latest requests with the calls they caused; the last one is marked, and so are the orders."""
    if len(asked) > REQUESTS:
        yield Hop(SHIPSTATION, note=f"... {len(asked) - REQUESTS} earlier")
    for request in asked[-REQUESTS:]:
        yield _hop(request, marks, last=request is asked[-1])
        caused = [call for call in answered if call.within(request)]
        yield from (_hop(call, marks) for call in caused[:CALLS])
        if len(caused) > CALLS:
            yield Hop(TARGET, note=f"... {len(caused) - CALLS} more")
        if answered and not caused:
            yield Hop(TARGET, note="was not asked")


def _hop(call: Call, marks: dict[str, int], *, last: bool = False) -> Hop:
    url = unquote_plus(call.url)
    named = [
        number for sign, number in marks.items() if sign in url or re.search(rf"order_number={number}\b", url)
    ]
    spent = round(call.seconds, 4)
    return Hop(call.asker, call.method, call.url, call.status, call.note, spent, named, last)


def line(hop: Hop) -> str:
    """The hop as text."""
    said = f"{hop.method} {hop.url} -> {hop.status} {hop.note}".rstrip() if hop.method else hop.note
    marks = "".join(f"   <- order {number}" for number in hop.orders)
    if hop.asker != TARGET:
        return f"{'>' if hop.last else ' '} {said}{marks}"
    return f"      CarePortals{' ' if said == 'was not asked' else ': '}{said}{marks}"


def _journal(server: Server, **tenant: str) -> Iterator[tuple[Call, str]]:
    """The exchanges in a mock's journal with their directions, told in the time of our own clock."""
    _, ahead = min(_ahead(server) for _ in range(3))
    for entry in server.call("GET", "/_control/journal", **tenant)["entries"]:
        ended, seconds = entry["ended"] - ahead, entry["milliseconds"] / 1000
        fault = (entry.get("fault") or {}).get("name")
        note = f"{entry['note']} [on purpose: {fault}]".lstrip() if fault else entry["note"]
        asker = SHIPSTATION if entry["direction"] == "out" else TARGET
        call = Call(entry["method"], entry["url"], entry["status"], ended, seconds, note, asker)
        yield call, entry["direction"]


def _ahead(server: Server) -> tuple[float, float]:
    """How uncertain it is by how many seconds a mock's clock is ahead of ours, and by how many it is."""
    asked = time.time()
    as_of = float(server.call("GET", "/_control/journal", after=2**52)["asOf"])
    answered = time.time()
    return answered - asked, as_of - (asked + answered) / 2


def _add_latest(scene: Scene, outcome: Outcome, asked: Sequence[Call]) -> None:
    if not asked:
        return
    by_hand = next((each for each in scene.target.exchanges if each.ended == asked[-1].ended), None)
    outcome.curl = (by_hand or _as_sent(scene, asked[-1])).curl()
    error = scene.refresh.get("error") or {}
    if error.get("xpath") and error.get("received"):
        outcome.where = "\n".join(filter(None, (outcome.where, f"{error['xpath']}: {error['received']}")))
    outcome.where = "\n".join(
        row for row in outcome.where.splitlines() if row not in (outcome.curl, by_hand and by_hand.where())
    )
    if not by_hand:
        _ask_again(scene, outcome, asked[-1])
    # A target that is only looked at holds the orders of real people.
    if by_hand and by_hand.body and is_xml(by_hand.body) and not scene.target.passage:
        seen = quoted(by_hand.body, f"{outcome.got}\n{outcome.where}")
        outcome.where = "\n".join(filter(None, (outcome.where, *seen)))
        body = by_hand.body[:ATTACHED].decode("utf-8", "replace")
        outcome.attachments.append(Attachment("answer.xml", "application/xml", body))


def _ask_again(scene: Scene, outcome: Outcome, call: Call) -> None:
    """Attach what the target says when it is asked for the same orders once more: asking changes nothing.

    Only ShipStation has seen what it said before.
    """
    url, _, query = call.url.partition("?")
    if call.method != "GET" or call.status != 200 or "***" in query or scene.target.passage:
        return
    values = scene.form.values
    headers = {"Authorization": basic(values["Username"], values["Password"])}
    again = scene.target.ask("GET", url, query, headers, patience=PATIENCE)
    if again.status == 200 and is_xml(again.body):
        body = again.body[:ATTACHED].decode("utf-8", "replace")
        outcome.attachments.append(Attachment(AGAIN, "application/xml", body))


def _add_orders(scene: Scene, outcome: Outcome) -> None:
    """Attach the orders in question as either side holds them now, the ones that the failure names first."""
    told = f"{outcome.step} {outcome.expected} {outcome.got}"
    placed = {number: shop for shop in scene.shops.values() for number in shop.placed}
    named = [number for number in placed if re.search(rf"\b{number}\b", told)]
    for number in (named or list(placed))[:ORDERS]:
        # What cannot be read now is no reason to tell nothing.
        with suppress(Exception, Skipped):
            shop = placed[number]
            name, document = (
                ("shop", shop.everything()[number]) if scene.hook else ("careportals", shop.read(number))
            )
            _attach_json(outcome, f"order-{number}-{name}.json", document)
        with suppress(Exception):
            held = scene.account_or_none.order(number) if scene.account_or_none else []
            _attach_json(outcome, f"order-{number}-shipstation.json", held)


def _attach_json(outcome: Outcome, name: str, value: object) -> None:
    text = json.dumps(value, indent=2, ensure_ascii=False)
    outcome.attachments.append(Attachment(name, "application/json", text[:ATTACHED]))


def _as_sent(scene: Scene, call: Call) -> Exchange:
    """A request of ShipStation's, with the body when it was a notice."""
    sent, payload = {"Authorization": ""}, b""
    if call.method == "POST":
        sent["Content-Type"] = "application/xml"
        query = urlsplit(call.url).query
        notices = scene.account.admin.call("GET", "/notices")
        payload = next((each["body"].encode() for each in notices if query.endswith(each["query"])), b"")
    return Exchange(call.method, call.url, sent, call.status, payload=payload)
