import pytest

from features.support.xml_evidence import differences, is_xml, quoted

ORDERS = b"""\
<Orders pages="1">
  <Order><OrderNumber>1392</OrderNumber><Total>1.00</Total></Order>
  <Order><OrderNumber>1393</OrderNumber><Total>2.00</Total></Order>
</Orders>
"""


@pytest.mark.parametrize(
    "body", [b"<a/>", b"\xef\xbb\xbf<?xml version='1.0'?><a/>", b" \n<a><b></a>", b"<!-- x -->"]
)
def test_what_begins_like_xml_is_xml(body: bytes) -> None:
    assert is_xml(body)


@pytest.mark.parametrize("body", [b"", b"{}", b"401 Unauthorized", b"< 5"])
def test_what_does_not_is_none(body: bytes) -> None:
    assert not is_xml(body)


def test_an_element_is_quoted_by_its_xpath() -> None:
    text = "wrong (page 1, xpath /Orders/Order[2]/Total, line 3)"
    assert quoted(ORDERS, text) == ["/Orders/Order[2]/Total: <Total>2.00</Total>"]


@pytest.mark.parametrize("text", ["Line 2, position 7.", "line 2", "line 2, again line 2, and line 99"])
def test_a_line_is_quoted_by_its_number(text: str) -> None:
    line = "<Order><OrderNumber>1392</OrderNumber><Total>1.00</Total></Order>"
    assert quoted(ORDERS, text) == [f"line 2: {line}"]


def test_the_line_is_quoted_where_the_xpath_finds_nothing() -> None:
    assert quoted(b"<a>\n<b>\n", "xpath /a/b, line 2") == ["line 2: <b>"]
    assert quoted(b"<a>\n<b/></a>", "xpath /a/b[, line 2") == ["line 2: <b/></a>"]
    assert quoted(b"<a/>", "xpath /a/c") == []


def test_a_long_element_is_cut() -> None:
    (found,) = quoted(b"<a>" + b"x" * 500 + b"</a>", "line 1")
    assert found == "line 1: <a>" + "x" * 197 + "..."


def test_a_message_that_names_no_place_quotes_nothing() -> None:
    assert quoted(ORDERS, "2 orders") == []


@pytest.mark.parametrize(
    "same",
    [
        ORDERS.replace(b"\n", b""),
        ORDERS.replace(b"1392<", b"<![CDATA[1392]]><"),
        ORDERS.replace(b"<Order>", b"<!-- one --><Order>", 1),
        ORDERS.replace(
            b"<OrderNumber>1392</OrderNumber><Total>1.00</Total>",
            b"<Total>1.00</Total><OrderNumber>1392</OrderNumber>",
        ),
    ],
)
def test_spelling_is_no_difference(same: bytes) -> None:
    assert differences(ORDERS, same) == []


@pytest.mark.parametrize(
    ("got", "difference"),
    [
        (ORDERS.replace(b"2.00", b"2.01"), "/Orders/Order[2]/Total: expected '2.00', got '2.01'"),
        (ORDERS.replace(b'pages="1"', b'pages="2"'), "/Orders/@pages: expected '1', got '2'"),
        (ORDERS.replace(b' pages="1"', b""), "/Orders/@pages: expected '1', got nothing"),
        (ORDERS.replace(b"<Total>2.00</Total>", b""), "/Orders/Order[2]/Total[1]: expected, not there"),
        (ORDERS.replace(b"</Orders>", b"<Order/></Orders>"), "/Orders/Order[3]: not expected"),
        (b"<html/>", "/Orders: expected <Orders>, got <html>"),
        (ORDERS.replace(b"  <Order>", b"lost<Order>", 1), "/Orders: expected '', got '\\nlost\\n  \\n'"),
    ],
)
def test_a_difference_is_told_by_its_xpath(got: bytes, difference: str) -> None:
    assert differences(ORDERS, got) == [difference]
