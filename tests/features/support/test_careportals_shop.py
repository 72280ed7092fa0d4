from datetime import UTC, datetime, timedelta

import pytest

from features.support.careportals import Organization
from features.support.careportals_shop import CarePortalsShop
from features.support.evidence import HarnessError
from features.support.names import Names
from features.support.sandwich import Addresses
from features.support.shop import Line, Order, Shipment, Shop
from features.support.wire import Send, Server

NOW = datetime(2026, 3, 13, 17, 34, 20, 250_000, tzinfo=UTC)


@pytest.fixture
def shop(addresses: Addresses, send: Send) -> CarePortalsShop:
    crm = Server(send, addresses.careportals)
    return CarePortalsShop(Organization(crm, Names(), "clinic_x", NOW), NOW)


def test_an_order_is_placed_now_unless_it_says_otherwise(shop: CarePortalsShop) -> None:
    placed = shop.place(Order(1392, "processing"))
    assert (placed.placed, placed.changed) == (NOW, NOW)
    document = shop.read(1392)
    assert (document["id"], document["status"]) == (1392, "processing")
    assert document["createdAt"] == document["updatedAt"] == "2026-03-13T17:34:20.250Z"


def test_an_order_that_only_says_when_it_changed_was_placed_then(shop: CarePortalsShop) -> None:
    shop.place(Order(1392, changed=NOW - timedelta(days=1)))
    assert shop.read(1392)["createdAt"] == "2026-03-12T17:34:20.250Z"


def test_many_orders_are_placed_as_one_would_be(shop: CarePortalsShop) -> None:
    shop.place_all([Order(1392, "shipped"), Order(1393, changed=NOW - timedelta(days=1))])
    assert sorted(shop.placed) == [1392, 1393]
    assert (shop.read(1392)["status"], shop.read(1392)["updatedAt"]) == (
        "shipped",
        "2026-03-13T17:34:20.250Z",
    )
    assert shop.read(1393)["createdAt"] == "2026-03-12T17:34:20.250Z"


def test_an_order_is_found_under_its_own_id(shop: CarePortalsShop) -> None:
    shop.place(Order(1392))
    assert shop.read(1392)["_id"] == shop.order_id(1392)
    found = shop.organization.staff().call("GET", "/orders", id=1392)["orders"]
    assert [order["_id"] for order in found] == [shop.order_id(1392)]


def test_the_total_is_the_sum_of_the_lines(shop: CarePortalsShop) -> None:
    shop.place(Order(1392, lines=[Line("Vial", "V", 3, "19.99"), Line("Syringe", None, 10, "0.35")]))
    document = shop.read(1392)
    assert (document["totalAmount"], document["baseAmount"], document["discountAmount"]) == (63.47, 63.47, 0)
    assert [("sku" in line, line["price"], line["quantity"]) for line in document["lineItems"]] == [
        (True, 19.99, 3),
        (False, 0.35, 10),
    ]


def test_a_total_below_the_sum_is_a_discount(shop: CarePortalsShop) -> None:
    shop.place(Order(1392, lines=[Line("Vial", "V", 2, "100.00")], total="150.50", coupon="SAVE"))
    document = shop.read(1392)
    assert (document["totalAmount"], document["discountAmount"]) == (150.5, 49.5)
    assert document["coupon"] == "SAVE"


def test_single_fields_are_set_and_removed_by_path(shop: CarePortalsShop) -> None:
    overrides = (("customer.phone", ...), ("lineItems.0.name", "Ampoule"), ("shippingAddress.zip", ...))
    shop.place(Order(1392, overrides=overrides))
    document = shop.read(1392)
    assert "phone" not in document["customer"]
    assert document["lineItems"][0]["name"] == shop.value(1392, "lineItems.0.name") == "Ampoule"


def test_a_change_of_status_is_written_into_the_history(shop: CarePortalsShop) -> None:
    shop.place(Order(1392))
    shop.change_status(1392, "cancelled")
    document = shop.read(1392)
    assert document["status"] == "cancelled"
    assert [entry["newStatus"] for entry in document["statusHistory"]] == ["cancelled"]


def test_an_edit_keeps_the_status_and_earlier_edits_and_counts_as_changed(shop: CarePortalsShop) -> None:
    shop.place(Order(1392, changed=NOW - timedelta(days=1)))
    shop.change_status(1392, "processing")
    shop.change(1392, ("customer.firstName", "Zoë"))
    shop.change(1392, ("coupon", ...))
    document = shop.read(1392)
    assert (document["status"], document["customer"]["firstName"]) == ("processing", "Zoë")
    assert "coupon" not in document
    assert document["updatedAt"] == "2026-03-13T17:34:20.250Z"


def test_an_order_that_was_never_placed_cannot_be_edited(shop: CarePortalsShop) -> None:
    with pytest.raises(HarnessError, match="the order 7 was never placed"):
        shop.change(7, ("coupon", "X"))


def test_a_deleted_order_stays_marked(shop: CarePortalsShop) -> None:
    shop.place(Order(1392))
    shop.delete(1392)
    assert shop.read(1392)["isDeleted"]


def test_everything_is_what_was_placed(shop: CarePortalsShop) -> None:
    assert shop.everything() == {}
    shop.place(Order(1))
    shop.place(Order(2))
    assert {number: order["id"] for number, order in shop.everything().items()} == {1: 1, 2: 2}


@pytest.mark.parametrize("text", ["its line 2", "the product id of its line 2"])
def test_a_line_without_a_sku_is_known_by_its_product(shop: CarePortalsShop, text: str) -> None:
    shop.place(Order(1392, lines=[Line("Vial", "V"), Line("Syringe")]))
    assert shop.sku(1392, text) == shop.read(1392)["lineItems"][1]["productId"]


@pytest.mark.parametrize("text", ["VB12-10", "", "not its line 2"])
def test_any_other_text_is_the_sku_itself(shop: CarePortalsShop, text: str) -> None:
    assert shop.sku(1392, text) == text


def test_it_is_a_shop(shop: CarePortalsShop) -> None:
    port: Shop = shop
    port.add_user("rx@clinic.example", "Pharmacy")
    assert port.passwords["rx@clinic.example"]
    assert port.username("rx@clinic.example") == shop.organization.names.email("rx@clinic.example")
    assert port.key == shop.organization.key
    assert port.boxes["On-Hold Status"] == "processing"
    assert port.spellings("pending") == ("pending",)


def test_status_and_shipments_are_read_back(shop: CarePortalsShop) -> None:
    shop.place(Order(1392))
    assert (shop.status(1392), shop.shipments(1392)) == ("awaiting_shipment", [])
    body = {"carrier": "USPS", "trackingNumber": "T", "lineItems": [{"sku": "VB12-10", "quantity": 1}]}
    shop.organization.staff().call("POST", f"/orders/{shop.order_id(1392)}/shipments", body)
    assert shop.shipments(1392) == [Shipment("USPS", "", "T", "", (("VB12-10", 1),))]
