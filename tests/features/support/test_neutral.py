from typing import Any

import pytest

from features.support.access import NotApplicable
from features.support.neutral import neutral_field, neutral_order, neutral_status, neutral_value
from features.support.shop import Line, Order
from tests.features.support.fake_hook import mistakes


def test_a_plain_order_is_as_published() -> None:
    order = neutral_order(Order(1392, "processing", lines=[Line("Vial", "V", 3, "19.99"), Line("Syringe")]))
    assert mistakes("Order", order) == []
    assert (order["number"], order["status"], order["total"]) == (1392, "on_hold", "84.97")
    assert order["customer"]["name"] == "Pat Doe"
    assert order["shipTo"]["state"] == "NY"
    assert order["lines"][1] == {"sku": None, "name": "Syringe", "quantity": 1, "unitPrice": "25.00"}


def test_a_discount_is_in_the_total() -> None:
    assert neutral_order(Order(1, total="20.5", coupon="SAVE"))["total"] == "20.5"


@pytest.mark.parametrize("status", ["pending", "completed", "awaiting_script", "", "on_hold"])
def test_a_status_without_a_counterpart_does_not_apply(status: str) -> None:
    with pytest.raises(NotApplicable, match=r"^not applicable: this status is CarePortals' own"):
        neutral_status(status)


@pytest.mark.parametrize(
    ("path", "value", "field", "got"),
    [
        ("customer.firstName", "Zoë", "customer", {"name": "Zoë Doe"}),
        ("customer.lastName", ..., "customer", {"name": "Pat"}),
        ("customer.phone", ..., "customer", {"phone": None}),
        ("shippingAddress.provinceCode", "CA", "shipTo", {"state": "CA"}),
        ("shippingAddress.countryCode", ..., "shipTo", {"country": None}),
    ],
)
def test_a_path_has_a_counterpart(path: str, value: object, field: str, got: dict[str, Any]) -> None:
    order = neutral_order(Order(1, overrides=((path, value),)))
    assert mistakes("Order", order) == []
    assert order[field] == neutral_order(Order(1))[field] | got
    assert neutral_field(path) == field


@pytest.mark.parametrize(
    ("path", "value", "field", "got"),
    [
        ("customer", ..., "customer", None),
        ("shippingAddress", ..., "shipTo", None),
        ("lineItems", ..., "lines", None),
        ("totalAmount", ..., "total", None),
        ("totalAmount", 12.5, "total", "12.5"),
        ("status", "processing", "status", "on_hold"),
    ],
)
def test_a_whole_field_can_be_missing(path: str, value: object, field: str, got: object) -> None:
    order = neutral_order(Order(1, overrides=((path, value),)))
    assert mistakes("Order", order) == []
    assert order[field] == got


def test_parts_of_lines_have_counterparts() -> None:
    overrides = (("lineItems.0.price", 3), ("lineItems.0.quantity", 4), ("lineItems.0.sku", ...))
    assert neutral_order(Order(1, overrides=overrides))["lines"] == [
        {"sku": None, "name": "Vitamin B12 vial", "quantity": 4, "unitPrice": "3"}
    ]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("coupon", ...),
        ("status", "on\x04hold"),
        ("assignedTo", {"username": "doc"}),
        ("shippingAddress.address1", 12),
        ("shippingAddress", "nowhere"),
        ("shippingAddress", {}),
        ("lineItems", []),
        ("lineItems.1.sku", "V"),
        ("lineItems.x", "V"),
        ("lineItems.0.quantity", "two"),
        ("lineItems.0.quantity", True),
        ("lineItems.0.price", True),
        ("lineItems.0.price", None),
    ],
)
def test_what_only_careportals_document_can_hold_does_not_apply(path: str, value: object) -> None:
    with pytest.raises(NotApplicable, match=r"^not applicable: .* CarePortals"):
        neutral_order(Order(1, overrides=((path, value),)))


def test_the_value_of_a_path_is_what_was_put() -> None:
    order = Order(1, overrides=(("shippingAddress.city", "Oslo"),))
    assert neutral_value(order, "shippingAddress.city") == "Oslo"
    assert neutral_value(order, "lineItems.0.sku") == "VB12-10"
    with pytest.raises(NotApplicable):
        neutral_value(order, "customer.firstName")


def test_a_line_that_is_no_parcel_does_not_apply() -> None:
    with pytest.raises(NotApplicable, match="lines that are no parcels"):
        neutral_order(Order(1, lines=[Line("Course", kind="digital")]))
