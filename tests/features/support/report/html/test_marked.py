import pytest

from features.support.report.html.marked import WHOLE, Marked, marked

ORDERS = """<?xml version='1.0' encoding='UTF-8'?>
<Orders>
  <Order>
    <OrderNumber>1</OrderNumber>
    <OrderDate>x</OrderDate>
  </Order>
  <Order>
    <OrderNumber><![CDATA[2]]></OrderNumber>
    <OrderDate>y</OrderDate>
  </Order>
</Orders>"""


def wrong(found: Marked) -> list[int]:
    return [line.number for line in found.lines if line.wrong]


def near(found: Marked) -> list[int]:
    return [line.number for line in found.lines if line.near]


@pytest.mark.parametrize(
    "told",
    [
        "it is wrong (page 1, xpath /Orders/Order[2]/OrderDate, line 9)",
        "/Orders/Order[2]/OrderDate: <OrderDate>y</OrderDate>",
        "wrong at line 9",
    ],
)
def test_the_place_that_is_told_is_marked(told: str) -> None:
    assert wrong(marked(ORDERS, told)) == [9]


def test_the_order_in_question_is_marked_around_it() -> None:
    found = marked(ORDERS, "line 9", [2])
    assert (wrong(found), near(found)) == ([9], [7, 8, 10])
    assert near(marked(ORDERS, "", [1])) == [3, 4, 5, 6]
    assert not marked(ORDERS, "", [3]).points


def test_the_element_that_decides_is_marked_in_the_order_in_question_only() -> None:
    found = marked(ORDERS, "", [2], "OrderDate")
    assert (wrong(found), near(found)) == ([9], [7, 8, 10])
    assert not marked(ORDERS, "", [], "OrderDate").points
    assert wrong(marked(ORDERS, "line 5", [2], "OrderDate")) == [5]


def test_a_document_of_one_line_is_broken_into_lines() -> None:
    found = marked(ORDERS.replace("\n", " " * 40), "xpath /Orders/Order[1]/OrderDate, line 1")
    assert found.broken_up
    assert [line.text.strip() for line in found.lines if line.wrong] == ["<OrderDate>x</OrderDate>"]


def test_a_long_document_is_cut_to_what_is_marked() -> None:
    rows = "\n".join(f"<Order><OrderNumber>{number}</OrderNumber></Order>" for number in range(2, 500))
    found = marked(f"<Orders>\n{rows}\n</Orders>", "line 250")
    assert len(found.lines) == 15
    assert found.lines[0].text == "243 lines left out"
    assert found.lines[-1].text == "244 lines left out"
    assert len(marked(f"<Orders>\n{rows}\n</Orders>", "").lines) == WHOLE + 1


@pytest.mark.parametrize(
    "text", ["", "<Orders", "no XML at all", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "\ufffd"]
)
def test_what_is_no_orders_document_is_shown_as_it_is(text: str) -> None:
    found = marked(text, "xpath /Orders/Order[ and /Orders/Order, line 99999999", [1])
    assert "\n".join(line.text for line in found.lines) == text
    assert not found.points
