from typing import Any

import pytest

from bridge.connection import Reply
from tests.defects.reading import alike, read_ahead
from tests.defects.tape import Answer, Call, Exchange

PAGE = (
    b"<Orders><Order><OrderNumber>1392</OrderNumber><OrderDate>03/13/2026 17:00</OrderDate>"
    b"<OrderStatus>awaiting_shipment</OrderStatus><LastModified>03/13/2026 17:10</LastModified>"
    b"<OrderTotal>9.00</OrderTotal><Customer><CustomerCode>c</CustomerCode><BillTo><Name>Ann</Name></BillTo>"
    b"<ShipTo><Name>Ann</Name><Address1>1 Main</Address1><City>Rome</City><State>NY</State>"
    b"<PostalCode>13440</PostalCode><Country>US</Country></ShipTo></Customer><Items><Item><SKU>A</SKU>"
    b"<Name>Pills</Name><Quantity>1</Quantity><UnitPrice>9.00</UnitPrice></Item></Items></Order></Orders>"
)
SHIPSTATION = (b"user-agent", b"ShipStation")
XML = (b"content-type", b"application/xml; charset=utf-8")


def answer(
    body: bytes = PAGE, *headers: tuple[bytes, bytes], status: int = 200, whole: bool = True
) -> Answer:
    length = (b"content-length", b"%d" % len(body))
    return Answer(status, (XML, length, *headers), body, whole)


def pulled(taped: Answer, method: str = "GET", agent: tuple[bytes, bytes] = SHIPSTATION) -> Exchange:
    return Exchange({"method": method, "headers": [agent]}, answer=taped)


def test_the_same_bytes_are_alike_for_everybody() -> None:
    assert alike(pulled(answer(), agent=(b"user-agent", b"a browser")), answer())


SAME = {
    "another order of attributes and blanks": answer(PAGE.replace(b"<Orders>", b"<Orders >")),
    "a header that nobody heeds": answer(PAGE, (b"cache-control", b"no-store")),
    "a comment": answer(PAGE.replace(b"<Orders>", b"<Orders><!-- page -->")),
}


@pytest.mark.parametrize("other", SAME.values(), ids=SAME)
def test_what_shipstation_reads_in_the_same_way_is_alike(other: Answer) -> None:
    assert alike(pulled(answer()), other)


@pytest.mark.parametrize("other", SAME.values(), ids=SAME)
def test_what_the_contract_asks_itself_it_may_look_at(other: Answer) -> None:
    assert not alike(pulled(answer(), agent=(b"user-agent", b"python-httpx2/2")), other)
    assert not alike(pulled(answer(), method="POST"), other)


@pytest.mark.parametrize(
    "other",
    [
        answer(PAGE.replace(b"9.00</UnitPrice>", b"9.0</UnitPrice>")),
        answer(b"\xef\xbb\xbf" + PAGE),
        answer(PAGE.replace(b"<Orders>", b"<Orders pages='2'>")),
        answer(b"<Orders/>"),
        answer(PAGE, (b"set-cookie", b"a=b")),
        answer(PAGE, (b"connection", b"close")),
        answer(PAGE[:-1]),
        answer(PAGE, status=201),
        answer(PAGE, whole=False),
        Answer(200, (XML,), PAGE + b" ", whole=True),
    ],
    ids=[
        "an amount",
        "a byte order mark",
        "pages",
        "no orders",
        "a cookie",
        "a closed connection",
        "broken XML",
        "a status",
        "half an answer",
        "no length",
    ],
)
def test_what_leads_elsewhere_is_not(other: Answer) -> None:
    assert not alike(pulled(answer()), other)


def test_no_page_is_like_another_that_is_refused() -> None:
    assert not alike(pulled(answer(b"<Nonsense/>")), answer(b"<Nonsense />"))
    assert not alike(pulled(answer(status=500)), answer(PAGE + b" ", status=500))


def test_an_answer_that_never_came_is_like_none() -> None:
    assert not alike(Exchange({"method": "GET", "headers": [SHIPSTATION]}), answer())


def test_reading_ahead_leaves_everything_as_it_is() -> None:
    exchange = pulled(answer())
    read_ahead(exchange)
    assert alike(exchange, answer(PAGE.replace(b"<Orders>", b"<Orders >")))


def test_only_what_has_got_nothing_was_asked_in_vain() -> None:
    calls = [Call("a", Reply(200)), Call("b", reason="reset"), Call("c"), Call("d")]
    scope: dict[str, Any] = {}
    assert Exchange(scope, calls=calls).vain == 2
