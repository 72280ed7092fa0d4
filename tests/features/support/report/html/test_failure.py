from dataclasses import replace

from features.support.chain import AGAIN
from features.support.evidence import Attachment, Hop
from features.support.invocation import Invocation
from features.support.report.html.failure import Failure, failures
from features.support.report.html.living import living
from features.support.report.record import Record

CAREPORTALS = '{"status": "cancelled", "updatedAt": "2026-03-13T17:34:20.000Z", "isDeleted": true}'
SHIPSTATION = '[{"tab": "awaiting_shipment", "status": "shipped"}]'


def found(record: Record) -> tuple[Failure, ...]:
    return failures(record, living(record), {"USR-1": ["It forgets."]})


def with_orders(record: Record, **bodies: str) -> Failure:
    attached = [
        Attachment(f"order-1392-{side}.json", "application/json", body) for side, body in bodies.items()
    ]
    next(record.failures()).attachments[:] = attached
    return found(record)[0]


def test_each_failure_has_its_place_its_text_and_its_causes(red: Record) -> None:
    first = found(red)[0]
    assert (first.anchor, first.head, first.written) == ("failure-1", "The rule is broken", "USR-1.2")
    assert first.rule is not None
    assert (first.rule.sentence, first.causes) == ("A user can sign in", ("It forgets.",))
    assert [each.head for each in found(red)[1:]] == [
        "The harness or a mock failed",
        "A recommendation is not met",
    ]


def test_it_can_be_repeated_with_the_parts_of_the_run(red: Record) -> None:
    run = replace(red, invocation=Invocation("RULE='USR-1 or USR-2'", "SHOP=none", "1f"))
    assert found(run)[0].repeat == (
        ("this scenario", "make bdd NODE=features/test_contract.py::test_in_many_ways SHOP=none"),
        ("the rule USR-1", "make bdd RULE=USR-1 SHOP=none"),
    )


def test_an_order_is_told_as_both_sides_hold_it(red: Record) -> None:
    failure = with_orders(red, careportals=CAREPORTALS, shipstation=SHIPSTATION)
    assert failure.numbers == [1392]
    assert failure.orders[0].shop == "status cancelled, changed 2026-03-13T17:34:20.000Z, deleted"
    assert failure.orders[0].shipstation == "in the tab awaiting shipment, as shipped"


def test_an_order_that_is_missing_or_doubled_is_told_so(red: Record) -> None:
    assert with_orders(red, shipstation="[]").orders[0].shipstation == "not there"
    doubled = with_orders(red, shipstation=f"[{SHIPSTATION[1:-1]}, {SHIPSTATION[1:-1]}]")
    assert doubled.orders[0].shipstation.startswith("2 times; in the tab")


def test_it_is_about_the_orders_of_the_latest_request(red: Record) -> None:
    outcome = next(red.failures())
    outcome.attachments[:] = [
        Attachment(f"order-{number}-careportals.json", "application/json", CAREPORTALS)
        for number in (1392, 1393)
    ]
    asked = Hop("ShipStation", "POST", "http://bridge/?order_number=1393", 400, orders=[1393], last=True)
    outcome.hops = [Hop("ShipStation", "GET", "http://bridge/", 200, orders=[1392]), asked]
    assert found(red)[0].numbers == [1393]
    asked.orders = []
    assert found(red)[0].numbers == [1392, 1393]


def test_nothing_is_told_of_what_cannot_be_read(red: Record) -> None:
    held = with_orders(red, careportals="{", shipstation='{"tab": 1}').orders[0]
    assert (held.shop, held.shipstation) == ("", "")


def test_where_a_tab_was_expected_the_status_of_the_order_is_marked(red: Record) -> None:
    outcome = next(red.failures())
    outcome.expected = "the order 1392 in the tab On-Hold, once"
    order = (
        "<Orders><Order>\n<OrderNumber>1392</OrderNumber>\n<OrderStatus>x</OrderStatus>\n</Order></Orders>"
    )
    outcome.attachments[:] = [
        Attachment("order-1392-careportals.json", "application/json", CAREPORTALS),
        Attachment(AGAIN, "application/xml", order),
    ]
    assert [line.number for line in found(red)[0].documents[0].text.lines if line.wrong] == [3]


def test_documents_say_whether_they_came_later(red: Record) -> None:
    next(red.failures()).attachments[:] = [
        Attachment(name, "application/xml", "<Orders/>") for name in ("answer.xml", AGAIN)
    ]
    assert [document.again for document in found(red)[0].documents] == [False, True]


def test_a_failure_of_no_known_rule_is_shown_with_what_there_is(red: Record) -> None:
    next(red.failures()).rule = ""
    failure = found(red)[0]
    assert (failure.rule, failure.written, [what for what, _ in failure.repeat]) == (
        None,
        "",
        ["this scenario"],
    )
