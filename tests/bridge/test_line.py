from decimal import Decimal

from bridge.line import Line, read_lines
from bridge.record import Record


def read(*items: object) -> tuple[list[Line], list[str]]:
    order = Record({"lineItems": list(items)})
    return read_lines(order), order.unusable


def test_a_line_is_known_by_its_sku() -> None:
    item = {"sku": " A-1 ", "productId": "p", "name": "Pen", "quantity": 2, "price": Decimal("3.5")}
    assert read(item) == ([Line("A-1", "Pen", 2, Decimal("3.50"))], [])


def test_without_sku_it_is_known_by_its_product() -> None:
    lines, _ = read({"sku": None, "productId": "p", "name": "Pen", "quantity": 2, "price": 3})
    assert lines[0].sku == "p"


def test_digital_lines_are_marked() -> None:
    lines, _ = read({"type": "digital"}, {"type": "physical"}, {"type": 3})
    assert [line.digital for line in lines] == [True, False, False]


def test_a_price_of_zero_is_a_price() -> None:
    lines, unusable = read({"sku": "A", "name": "Gift", "quantity": 1, "price": 0})
    assert (lines[0].price, unusable) == (Decimal("0.00"), [])


def test_what_a_line_lacks_is_blamed_and_filled() -> None:
    lines, unusable = read("not a line")
    assert lines == [Line("", "(missing)", 1, Decimal("0.00"))]
    assert unusable == [f"lineItems[0].{name}" for name in ("sku", "quantity", "price", "name")]


def test_an_order_without_lines_is_blamed() -> None:
    assert read() == ([], ["lineItems"])
