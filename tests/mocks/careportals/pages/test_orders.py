import pytest

from tests.mocks.careportals.clinic import OWNER
from tests.mocks.careportals.pages.visitor import Visitor

ORDER = f"/app/orders/{1392:024x}"
FULL = {
    "customer": {"firstName": "Ana", "lastName": "Núñez", "email": "ana@example.com", "phone": "+15550100"},
    "totalAmount": 99.5,
    "createdAt": "2026-01-01T00:00:00.000Z",
    "source": "api",
    "requirements": [{"type": "qnr", "key": "intake"}],
    "lineItems": [{"name": "Semavita pen", "sku": "SEMA", "quantity": 2, "price": 49.75}],
    "shippingAddress": {"address1": "1 Main Street", "city": "New York"},
    "assignedTo": {"_id": "5f", "username": "user@clinic.example", "firstName": "Central"},
    "shipments": [{"trackingNumber": "9400", "carrier": "USPS", "createdBy": "5f"}],
}


def synthetic(visitor: Visitor, count: int) -> None:
    path = f"/_control/organizations/{visitor.clinic.org_key}/synthetic"
    assert visitor.clinic.client.post(path, json={"count": count, "seed": 1}).status_code == 201


def test_the_list_shows_number_status_customer_and_total(owner: Visitor) -> None:
    owner.clinic.put(1392, **FULL)
    page = owner.go("/app/orders")
    assert page.all("//tbody/tr/*") == [
        "#1392",
        "Awaiting Shipment",
        "Ana Núñez ana@example.com",
        "2 × Semavita pen",
        "$99.50",
        "01 Jan 2026, 00:00",
    ]
    assert page.one("//caption") == "1 order, latest change first"


def test_the_list_is_filtered_by_status_and_customer(owner: Visitor) -> None:
    owner.clinic.put(1, **FULL)
    owner.clinic.put(2, status="shipped", customer={"firstName": "Zoë"})
    assert owner.go("/app/orders?status=shipped").rows() == ["#2"]
    assert owner.go("/app/orders?customer=N%C3%BA%C3%B1ez").rows() == ["#1"]
    page = owner.go("/app/orders?customer=%3Cscript%3E&status=shipped")
    assert (page.rows(), page.all("//script[not(@src)]")) == ([], [])
    assert page.all("//input[@name='customer']/@value") == ["<script>"]
    assert "No order fits" in page.one("//main")


def test_deleted_orders_are_shown_when_asked_for(owner: Visitor) -> None:
    owner.clinic.put(1, isDeleted=True)
    assert "There are no orders yet" in owner.go("/app/orders").one("//main")
    assert owner.go("/app/orders?deleted=yes").rows(2) == ["Awaiting Shipment Deleted"]


def test_the_pages_of_the_list_lead_to_the_oldest_order(owner: Visitor) -> None:
    synthetic(owner, 60)
    page, seen = owner.go("/app/orders?deleted=yes"), []
    while older := page.all("//a[@rel='next']/@href"):
        seen += page.rows()
        page = owner.go(older[0])
    assert [*seen, *page.rows()] == [f"#{number}" for number in range(1060, 1000, -1)]
    assert page.all("//a[.='Newest orders']/@href") == ["/app/orders?status=&customer=&deleted=yes"]


def test_a_long_search_says_so(owner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mocks.careportals.pages.order_search.LOOKED_AT", 2)
    for number in range(5):
        owner.clinic.put(number, customer={"email": f"c{number}@example.com"})
    page = owner.go("/app/orders?customer=c0")
    assert "among those looked at so far" in page.one("//main")
    assert page.all("//a[@rel='next']") == ["Older orders"]


@pytest.mark.parametrize("after", ["x", "1-2", f"1-{'g' * 24}", "9" * 30 + "-" + "a" * 24, "-5-" + "f" * 24])
def test_an_address_that_was_tampered_with_is_borne(owner: Visitor, after: str) -> None:
    owner.clinic.put(1)
    assert owner.go(f"/app/orders?after={after}&status=nonsense&status=x").status == 200


def test_the_page_of_an_order_shows_all_of_it(owner: Visitor) -> None:
    owner.clinic.put(1392, **FULL)
    page = owner.go(ORDER)
    assert page.heading == "Order #1392"
    shown = page.one("//main")
    for words in ("ana@example.com", "1 Main Street", "New York", "qnr: intake", "SEMA", "$49.75", "$99.50"):
        assert words in shown
    shipments = page.all("//table[caption='Shipments']//td | //table[caption='Shipments']//tbody//th")
    assert shipments == ["9400", "USPS", "–", "–", "–", "Central"]
    assert '"trackingNumber": "9400"' in page.one("//pre")


def test_an_order_of_which_little_is_known_is_shown(owner: Visitor) -> None:
    owner.clinic.put(1392, status="ON HOLD <b>", version="x", lineItems=7, shipments={}, source=5)
    page = owner.go(ORDER)
    assert "Nothing has been shipped yet" in page.one("//main")
    assert page.one("//option[@selected]") == "ON HOLD <b>"
    assert page.all("//input[@name='version'] | //main//b") == []


def test_the_status_is_changed_by_the_dropdown(owner: Visitor) -> None:
    owner.clinic.put(1392, **FULL)
    page = owner.go(ORDER)
    (version,) = page.all("//input[@name='version']/@value")
    page = owner.send(f"{ORDER}/status", status="shipped", version=version)
    assert (page.path, page.flashes) == (ORDER, ["The order is now Shipped."])
    assert page.one("//option[@selected]") == "Shipped"
    assert f"by {OWNER}" in page.one("//ol[@class='timeline']")
    assert owner.clinic.stored(f"{1392:024x}")["status"] == "shipped"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"status": "lost"}, "Choose one of the statuses in the list"),
        ({"status": ""}, "Choose one of the statuses in the list"),
        ({"status": "shipped", "version": "7"}, "Order has changed: its version is another one"),
        ({"status": "shipped", "version": "x"}, '"version" must be a whole number'),
    ],
)
def test_a_change_that_cannot_be_made_is_said(owner: Visitor, fields: dict[str, str], message: str) -> None:
    owner.clinic.put(1392)
    page = owner.send(f"{ORDER}/status", **fields)
    assert message in page.one("//*[@role='alert']")
    assert owner.clinic.stored(f"{1392:024x}")["status"] == "awaiting_shipment"


def test_an_order_is_deleted_when_it_is_confirmed(owner: Visitor) -> None:
    owner.clinic.put(1392)
    assert owner.go(f"{ORDER}/delete").one("//dialog//h2") == "Delete Order"
    page = owner.send(f"{ORDER}/delete")
    assert page.flashes == ["The order was deleted."]
    assert "it cannot be changed any more" in page.one("//main")
    assert page.all("//select | //a[.='Delete Order']") == []
    assert "Order is deleted" in owner.send(f"{ORDER}/status", status="shipped").flashes


def test_a_pharmacy_changes_the_status_and_deletes_nothing(visitor: Visitor) -> None:
    visitor.clinic.put(1392)
    visitor.as_role("Pharmacy")
    page = visitor.send(f"{ORDER}/status", status="shipped")
    assert page.flashes == ["The order is now Shipped."]
    assert page.all("//a[.='Delete Order']") == []
    assert visitor.send(f"{ORDER}/delete").status == 403


def test_a_health_provider_sees_assigned_orders_and_changes_none(visitor: Visitor) -> None:
    visitor.clinic.put(1392, **FULL)
    visitor.clinic.put(7)
    page = visitor.as_role("Health Provider")
    assert page.rows() == ["#1392"]
    assert page.one("//caption").endswith("assigned to you")
    assert "sees orders, but does not change them" in visitor.go(ORDER).one("//main")
    assert visitor.send(f"{ORDER}/status", status="shipped").status == 403
    assert visitor.go(f"/app/orders/{7:024x}").status == 404


def test_a_health_provider_without_orders_is_told_so(visitor: Visitor) -> None:
    assert "No order is assigned to you" in visitor.as_role("Health Provider").one("//main")


@pytest.mark.parametrize("order_id", [f"{7:024x}", "x", "%00", "%F0%9F%98%80"])
def test_an_unknown_order_is_not_found(owner: Visitor, order_id: str) -> None:
    page = owner.go(f"/app/orders/{order_id}")
    assert (page.status, page.heading) == (404, "Not Found")
