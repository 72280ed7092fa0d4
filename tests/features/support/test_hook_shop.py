from datetime import UTC, datetime, timedelta

import pytest

from features.support.access import NotApplicable, NotChecked
from features.support.evidence import HarnessError
from features.support.hook_shop import HookShop
from features.support.names import Names
from features.support.shop import Line, Order, Shipment, Shop
from tests.features.support.fake_hook import FakeHook

NOW = datetime(2026, 3, 13, 17, 34, 20, tzinfo=UTC)
RX = "rx@clinic.example"
ALL = ("tenants", "backdate", "delete", "shipments")


def shop_of(fake: FakeHook) -> HookShop:
    return HookShop(fake.hook(), Names(), "clinic_x", lambda: NOW)


def order_of(fake: FakeHook) -> dict[str, object]:
    (order,) = fake.orders.values()
    return order


def test_it_is_a_shop_and_begins_with_a_reset_of_its_tenant() -> None:
    fake = FakeHook(*ALL)
    shop: Shop = shop_of(fake)
    assert fake.asked == [("GET", "/", None), ("POST", "/reset", shop.key), ("GET", "/", shop.key)]
    assert shop.now() == NOW
    shop.set_time(NOW)


def test_without_tenants_there_is_only_one() -> None:
    fake = FakeHook()
    shop_of(fake)
    assert fake.asked == [("GET", "/", None), ("POST", "/reset", None), ("GET", "/", None)]


def test_the_hooks_user_stands_for_the_pharmacy_user() -> None:
    shop = shop_of(FakeHook())
    shop.add_user(RX, "Pharmacy")
    assert (shop.username(RX), shop.passwords) == ("rx@shop", {RX: "rx!"})
    assert shop.username("stranger@clinic.example").startswith("stranger.")
    shop.add_user(RX, "Pharmacy")


@pytest.mark.parametrize(("email", "role"), [(RX, "Admin"), ("tx@clinic.example", "Pharmacy")])
def test_there_is_no_other_user(email: str, role: str) -> None:
    shop = shop_of(FakeHook())
    shop.add_user(RX, "Pharmacy")
    with pytest.raises(NotApplicable, match="names one user of the store, and this would be another"):
        shop.add_user(email, role)


def test_an_order_is_put_with_its_times() -> None:
    fake = FakeHook(*ALL)
    placed = shop_of(fake).place(Order(1392, changed=NOW - timedelta(days=1)))
    assert placed.placed == NOW - timedelta(days=1)
    order = order_of(fake)
    assert order["placedAt"] == order["changedAt"] == "2026-03-12T17:34:20.000Z"


def test_a_hook_that_cannot_backdate_is_told_no_times() -> None:
    fake = FakeHook()
    shop = shop_of(fake)
    shop.place(Order(1392))
    shop.change_status(1392, "processing")
    assert "changedAt" not in order_of(fake)


@pytest.mark.parametrize("order", [Order(1, changed=NOW), Order(1, placed=NOW)])
def test_a_time_cannot_be_checked_without_backdating(order: Order) -> None:
    shop = shop_of(FakeHook())
    with pytest.raises(NotChecked, match=r"^not checked: the shop hook cannot backdate orders"):
        shop.place(order)
    with pytest.raises(NotChecked, match="so that they have the present time"):
        shop.set_time(NOW)


def test_what_the_target_changed_is_backdated_before_time_moves_on() -> None:
    fake = FakeHook(*ALL)
    shop = shop_of(fake)
    shop.place_all([Order(1), Order(2), Order(3, deleted=True)])
    key = shop.key
    fake.orders[key, "/orders/2"] |= {"status": "shipped", "changedAt": "2026-11-22T16:00:00Z"}
    del fake.orders[key, "/orders/3"]
    fake.asked.clear()
    shop.set_time(NOW + timedelta(minutes=10))
    assert [path for method, path, _ in fake.asked if method == "PATCH"] == ["/orders/2"]
    assert fake.orders[key, "/orders/2"]["changedAt"] == "2026-03-13T17:34:20.000Z"
    del fake.orders[key, "/orders/2"]["changedAt"]
    with pytest.raises(HarnessError, match="can backdate, but shows no changedAt of the order 2"):
        shop.set_time(NOW)


def test_many_orders_are_put_one_by_one() -> None:
    fake = FakeHook()
    shop_of(fake).place_all([Order(1), Order(2)])
    assert [path for _, path in fake.orders] == ["/orders/1", "/orders/2"]


def test_a_change_sends_whole_fields_and_nothing_else() -> None:
    fake = FakeHook(*ALL)
    shop = shop_of(fake)
    shop.place(Order(1392, changed=NOW - timedelta(days=1)))
    shop.change(1392, ("customer.phone", ...))
    shop.change(1392, ("shippingAddress.city", "Oslo"), ("customer.firstName", "Zoë"))
    order = order_of(fake)
    assert order["customer"] == {"name": "Zoë Doe", "email": "pat.doe@patient.example", "phone": None}
    assert (order["status"], order["changedAt"]) == ("awaiting_shipment", "2026-03-13T17:34:20.000Z")
    with pytest.raises(HarnessError, match="the order 7 was never placed"):
        shop.change(7, ("customer.phone", ...))


def test_a_status_is_sent_and_read_in_the_hooks_words() -> None:
    fake = FakeHook()
    shop = shop_of(fake)
    shop.place(Order(1392))
    shop.change_status(1392, "processing")
    assert (order_of(fake)["status"], shop.status(1392)) == ("on_hold", "processing")
    assert shop.spellings("awaiting_payment") == ["unpaid", "pending"]
    with pytest.raises(NotApplicable):
        shop.change_status(1392, "refunded")


def test_an_order_is_deleted_if_the_hook_can() -> None:
    fake = FakeHook("delete", "shipments")
    shop = shop_of(fake)
    shop.place(Order(1392, deleted=True))
    assert order_of(fake)["deleted"] is True
    assert shop.shipments(1392) == []
    fake.orders.clear()
    assert (shop.shipments(1392), shop.everything()) == ([], {1392: {}})
    with pytest.raises(NotChecked, match="cannot delete"):
        shop_of(FakeHook()).delete(1392)


def test_shipments_are_told_if_the_hook_can() -> None:
    fake = FakeHook("shipments")
    shop = shop_of(fake)
    shop.place(Order(1392))
    items = [{"sku": "V", "quantity": 1}]
    order_of(fake)["shipments"] = [{"carrier": "USPS", "trackingNumber": "T", "items": items}]
    assert shop.shipments(1392) == [Shipment("USPS", "", "T", "", (("V", 1),))]
    del order_of(fake)["shipments"]
    with pytest.raises(HarnessError, match="shows none for the order 1392"):
        shop.shipments(1392)
    with pytest.raises(NotChecked, match="does not tell shipments"):
        shop_of(FakeHook()).shipments(1392)


def test_ids_and_skus_are_the_shops() -> None:
    fake = FakeHook()
    shop = shop_of(fake)
    shop.place(Order(1392, lines=[Line("Vial", "V"), Line("Syringe")]))
    assert shop.order_id(1392) == "id of /orders/1392"
    assert len(shop.order_id(999999)) == 24
    assert (shop.sku(1392, "V"), shop.sku(1392, "its line 1"), shop.sku(1392, "its line 2")) == ("V", "V", "")
    with pytest.raises(HarnessError, match="shows only 2 lines of the order 1392"):
        shop.sku(1392, "its line 3")


def test_an_order_that_got_lost_in_the_hook_is_an_error_of_the_harness() -> None:
    fake = FakeHook()
    shop = shop_of(fake)
    shop.place(Order(1392))
    fake.orders.clear()
    with pytest.raises(HarnessError, match="does not know the order 1392, which was put before"):
        shop.status(1392)


def test_a_field_is_as_it_was_put() -> None:
    shop = shop_of(FakeHook())
    shop.place(Order(1392))
    shop.change(1392, ("shippingAddress.city", "Oslo"))
    assert shop.value(1392, "shippingAddress.city") == "Oslo"


def test_everything_is_as_the_hook_tells_it() -> None:
    fake = FakeHook()
    shop = shop_of(fake)
    shop.place(Order(1392))
    assert shop.everything() == {1392: order_of(fake)}
    with pytest.raises(NotApplicable, match="this looks into CarePortals' own document"):
        shop.read(1392)
