"""One failure, with all that is known about it, in the order in which a reader asks."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from features.support.chain import AGAIN
from features.support.evidence import Attachment, Outcome
from features.support.report.html.living import LivingRule
from features.support.report.html.marked import Marked, marked
from features.support.report.record import Record
from features.support.rules import Rule

HEADS = {
    "broken": "The rule is broken",
    "error": "The harness or a mock failed",
    "unmet": "A recommendation is not met",
    "deviation": "A known deviation",
}

DECIDES = {" in the tab ": "OrderStatus"}
"""What an expectation speaks of, and the element of an order that it depends on."""

_ORDER = re.compile(r"order-(\d+)-(careportals|shipstation)\.json")


@dataclass(frozen=True)
class Held:
    """An order as either side held it when the step failed: facts in a few words, the documents as JSON.

    What nobody could tell is empty.
    """

    number: int
    shop: str
    shop_document: str
    shipstation: str
    shipstation_document: str


@dataclass(frozen=True)
class Shown:
    """An attached XML document."""

    name: str
    text: Marked

    @property
    def again(self) -> bool:
        """Whether it was asked for once more, after the failure."""
        return self.name == AGAIN


@dataclass(frozen=True)
class Failure:
    """A failed scenario; `repeat` are commands with what they run, `written` leads to its text."""

    anchor: str
    head: str
    outcome: Outcome
    rule: Rule | None
    causes: tuple[str, ...]
    orders: tuple[Held, ...]
    documents: tuple[Shown, ...]
    pictures: tuple[Attachment, ...]
    repeat: tuple[tuple[str, str], ...]
    written: str

    @property
    def numbers(self) -> list[int]:
        """The orders that it is about: those of the latest request, where that names one."""
        named = {number for hop in self.outcome.hops if hop.last for number in hop.orders}
        held = [order.number for order in self.orders]
        return [number for number in held if number in named] or held


def failures(
    record: Record, rules: Mapping[str, LivingRule], causes: Mapping[str, Sequence[str]]
) -> tuple[Failure, ...]:
    """Every scenario that failed, the worst first."""
    found = []
    for number, outcome in enumerate(record.failures(), 1):
        rule, known = rules.get(outcome.rule), tuple(causes.get(outcome.rule, ()))
        found.append(_failure(f"failure-{number}", outcome, rule, known, tuple(_repeat(outcome, record))))
    return tuple(found)


def _failure(
    anchor: str,
    outcome: Outcome,
    rule: LivingRule | None,
    causes: tuple[str, ...],
    repeat: tuple[tuple[str, str], ...],
) -> Failure:
    scenarios = rule.scenarios if rule else ()
    held = tuple(_held(outcome))
    told = f"{outcome.got}\n{outcome.where}"
    return Failure(
        anchor=anchor,
        head=HEADS[outcome.state],
        outcome=outcome,
        rule=rule.result.rule if rule else None,
        causes=causes,
        orders=held,
        documents=tuple(
            Shown(each.name, marked(each.body, told, [order.number for order in held], _decides(outcome)))
            for each in outcome.attachments
            if each.media_type == "application/xml"
        ),
        pictures=tuple(each for each in outcome.attachments if each.is_picture),
        repeat=repeat,
        written=next((each.anchor for each in scenarios if each.line == outcome.line), ""),
    )


def _decides(outcome: Outcome) -> str:
    return next((element for words, element in DECIDES.items() if words in outcome.expected), "")


def _repeat(outcome: Outcome, record: Record) -> Iterator[tuple[str, str]]:
    if outcome.node:
        yield "this scenario", record.invocation.of(f"NODE={shlex.quote(outcome.node)}")
    if outcome.rule:
        yield f"the rule {outcome.rule}", record.invocation.of(f"RULE={outcome.rule}")


def _held(outcome: Outcome) -> Iterator[Held]:
    documents: dict[int, dict[str, str]] = {}
    for each in outcome.attachments:
        if found := _ORDER.fullmatch(each.name):
            documents.setdefault(int(found[1]), {})[found[2]] = each.body
    for number, sides in documents.items():
        shop, shipstation = sides.get("careportals", ""), sides.get("shipstation", "")
        yield Held(number, _in_shop(shop), shop, _in_shipstation(shipstation), shipstation)


def _in_shop(text: str) -> str:
    """Such as `status cancelled, changed 2026-03-13T17:34:20.000Z`."""
    order = _parsed(text)
    if not isinstance(order, dict):
        return ""
    facts = [("status", order.get("status")), ("changed", order.get("updatedAt"))]
    told = [f"{name} {value}" for name, value in facts if isinstance(value, str)]
    return ", ".join(told + ["deleted"] * (order.get("isDeleted") is True))


def _in_shipstation(text: str) -> str:
    """Such as `in the tab Awaiting Shipment, as shipped`; how often it is there when that is not once."""
    orders = _parsed(text)
    if not isinstance(orders, list):
        return ""
    told = [
        f"in the tab {str(order.get('tab', '')).replace('_', ' ')}, as {order.get('status')}"
        for order in orders
        if isinstance(order, dict)
    ]
    return "; ".join([f"{len(told)} times"] * (len(told) > 1) + told) or "not there"


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None
