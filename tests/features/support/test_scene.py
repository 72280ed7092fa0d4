from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from features.support.access import NotApplicable, NotChecked
from features.support.evidence import Broken, HarnessError
from features.support.sandwich import Addresses
from features.support.scene import START, Scene, protocol_minute
from features.support.shop import Order
from features.support.wire import Send
from tests.features.support.answering import answering
from tests.features.support.fake_hook import FakeHook

RX = "rx@clinic.example"


@pytest.fixture
def scene(addresses: Addresses, send: Send, http: httpx2.Client) -> Scene:
    scene = Scene(addresses, send, http)
    scene.found("clinic_x")
    scene.open_account()
    return scene


@pytest.fixture
def connected(scene: Scene) -> Scene:
    scene.organization().add_user(RX, "Pharmacy")
    scene.connect_as(RX)
    return scene


@pytest.fixture
def bare() -> Scene:
    """A scene in which nothing was set up; nobody is there to be asked."""
    nobody = Addresses("http://crm", "http://ship", "http://bridge.example/ship/{org}")
    return Scene(nobody, answering(lambda _: httpx2.Response(404)), httpx2.Client())


def test_it_is_the_same_time_for_everybody(scene: Scene) -> None:
    scene.found("clinic_y")
    scene.pass_time(90)
    later = START + timedelta(minutes=90)
    assert [shop.now() for shop in scene.shops.values()] == [later, later]
    clock = scene.shipstation.call("GET", "/_control/clock", account=scene.account.key)
    assert datetime.fromisoformat(clock["now"]) == later


def test_the_clock_of_shipstation_can_be_behind(scene: Scene) -> None:
    scene.set_back(timedelta(minutes=3))
    scene.pass_time(10)
    clock = scene.shipstation.call("GET", "/_control/clock", account=scene.account.key)
    assert datetime.fromisoformat(clock["now"]) == START + timedelta(minutes=7)
    assert scene.shop().now() == START + timedelta(minutes=10)


def test_the_first_organization_is_meant_when_none_is_named(scene: Scene) -> None:
    scene.found("clinic_y")
    assert scene.shop() is scene.shop("clinic_x")
    assert scene.organization("clinic_y").key.startswith("clinic_y_")


def test_the_guides_address_stands_for_the_targets(scene: Scene) -> None:
    key = scene.organization().key
    assert scene.address("https://middleware.portals.care/shipstation/clinic_x") == scene.target.address(key)
    assert scene.address("https://middleware.portals.care/shipstation/CLINIC_X") == scene.target.address(
        key.upper()
    )


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://middleware.portals.care/shipstation/<org>", "http://bridge.example/ship/<org>"),
        ("https://middleware.portals.care/no-such-page/x", "http://bridge.example/no-such-page/x"),
        ("ftp://elsewhere.example/x", "ftp://elsewhere.example/x"),
        ("", ""),
    ],
)
def test_other_addresses_keep_what_is_wrong_with_them(bare: Scene, text: str, address: str) -> None:
    assert bare.address(text) == address


def test_the_form_is_filled_in_as_the_guide_says(scene: Scene) -> None:
    scene.organization().add_user(RX, "Pharmacy", "my own password")
    scene.fill_form(RX)
    assert scene.form.values["URL to Custom XML Page"] == scene.target.address(scene.organization().key)
    assert scene.form.values["Username"] == scene.names.email(RX)
    assert scene.form.values["Password"] == "my own password"


def test_somebody_without_a_password_gets_one_that_is_nobodys(scene: Scene) -> None:
    scene.fill_form("stranger@clinic.example")
    assert scene.form.values["Password"] == "nobody's password"


def test_a_connected_store_pulls_orders(connected: Scene) -> None:
    connected.shop().place(Order(1392))
    connected.refreshed()
    assert connected.refresh["received"] == 1
    assert connected.refresh_error() == "a good refresh: 1 orders on 1 pages"


def test_stores_are_known_by_their_organization(connected: Scene) -> None:
    connected.found("clinic_y")
    connected.organization("clinic_y").invite(RX, "Pharmacy")
    connected.fill_form(RX, "clinic_y")
    connected.form.fill("Password", connected.organization().passwords[RX])
    connected.connect()
    assert connected.store() == connected.store("clinic_y")
    assert connected.store("clinic_x")["id"] != connected.store("clinic_y")["id"]


def test_a_target_that_does_not_let_the_user_in_is_broken(scene: Scene) -> None:
    with pytest.raises(Broken) as caught:
        scene.connect_as("stranger@clinic.example")
    assert caught.value.expected == "ShipStation connects as stranger@clinic.example"
    assert "(401) Unauthorized" in caught.value.got
    assert caught.value.where.startswith("GET http://127.0.0.1:")
    assert caught.value.where.partition("\n")[0].endswith("-> 401")


def test_a_failed_refresh_is_broken_where_it_must_succeed(connected: Scene) -> None:
    connected.organization().remove(RX)
    with pytest.raises(Broken, match="the refresh succeeds"):
        connected.refreshed()
    assert "(401) Unauthorized" in connected.refresh_error()


def test_a_refresh_that_never_took_place_is_an_error_of_the_harness(connected: Scene) -> None:
    connected.account.admin.call("DELETE", f"/stores/{connected.store()['id']}")
    with pytest.raises(HarnessError, match=r"^POST /stores/\d+/refresh: 404 "):
        connected.refresh_store()


def test_the_place_of_a_mistake_in_the_xml_is_told(bare: Scene) -> None:
    bare.refresh = {
        "error": {"message": "Error in XML.", "page": 2, "status": 200, "xpath": "/Orders", "line": 7}
    }
    assert bare.refresh_error() == "Error in XML. (page 2, xpath /Orders, line 7)"


def test_the_target_is_asked_by_hand_with_the_forms_credentials(connected: Scene) -> None:
    connected.shop().place(Order(1392))
    exchange = connected.export(START - timedelta(minutes=5), START)
    assert exchange.status == 200
    assert b"1392" in exchange.body
    assert "&page=1" in exchange.url


def test_the_target_is_asked_by_hand_without_credentials(connected: Scene) -> None:
    exchange = connected.ask("action=export", authorization=None, headers={"Accept": "text/xml"})
    assert exchange.status == 401
    assert exchange.sent == {"Accept": "text/xml"}
    assert connected.where() == f"{exchange.where()}\n{exchange.curl()}"


def test_a_page_can_be_left_unsaid(connected: Scene) -> None:
    assert "page" not in connected.export(START, START, page=None).url


def test_shipstation_reads_an_answer_that_was_asked_by_hand(connected: Scene) -> None:
    connected.shop().place(Order(1392))
    start, end = START - timedelta(minutes=5), START
    read = connected.reading(connected.export(start, end), start, end)
    assert (read["ok"], read["pages"]) == (True, 1)
    assert [order["orderNumber"] for order in read["orders"]] == ["1392"]


def test_an_answer_that_is_not_200_cannot_be_read(connected: Scene) -> None:
    with pytest.raises(Broken, match="an answer 200 with orders, got 401"):
        connected.reading(connected.ask("action=export", authorization=None), START, START)


def test_the_latest_requests_are_the_place(connected: Scene) -> None:
    for _ in range(5):
        connected.refreshed()
    assert len(connected.where().splitlines()) == 3


def test_the_place_is_whatever_asked_last_by_hand_or_shipstation(connected: Scene) -> None:
    by_hand = connected.export(START, START)
    assert connected.where().startswith(by_hand.where())
    connected.refreshed()
    assert "action=export" in connected.where()
    assert "curl" not in connected.where()
    again = connected.ask("action=export", authorization=None)
    assert connected.where() == f"{again.where()}\n{again.curl()}"


def test_what_was_not_set_up_is_an_error_of_the_harness(bare: Scene) -> None:
    with pytest.raises(HarnessError, match="the scenario has no ShipStation account yet"):
        bare.account.orders()
    with pytest.raises(HarnessError, match="nothing was asked yet"):
        bare.last.json()
    with pytest.raises(HarnessError, match="no store is connected"):
        bare.store()
    assert bare.where() == ""


def test_a_minute_is_spelled_as_in_the_vendors_example() -> None:
    assert protocol_minute(datetime(2012, 1, 23, 17, 28, 59, tzinfo=UTC)) == "01%2f23%2f2012+17%3a28"


def hooked(addresses: Addresses, send: Send, http: httpx2.Client, *can: str) -> Scene:
    """A scene of which the shop is behind a hook; there is no target."""
    fake = FakeHook(*can)
    url = str(fake.description["store"]["url"]).replace("{tenant}", "{org}")
    parts = Addresses("http://no-shop.invalid", addresses.shipstation, url)
    scene = Scene(parts, send, http, hook=fake.hook())
    scene.found("clinic_x")
    scene.open_account()
    return scene


def test_the_form_of_another_shop_holds_its_own_words(
    addresses: Addresses, send: Send, http: httpx2.Client
) -> None:
    scene = hooked(addresses, send, http, "tenants", "backdate")
    scene.shop().add_user(RX, "Pharmacy")
    scene.fill_form(RX)
    assert scene.form.values["URL to Custom XML Page"] == f"http://127.0.0.1:9/{scene.shop().key}/ship"
    assert (scene.form.values["Username"], scene.form.values["Password"]) == ("rx@shop", "rx!")
    assert scene.form.values["Awaiting Shipment Statuses"] == "paid"
    with pytest.raises(NotApplicable, match="the boxes hold statuses of this shop"):
        scene.type_in("On-Hold Status", "processing")


def test_what_is_careportals_own_does_not_apply_to_another_shop(
    addresses: Addresses, send: Send, http: httpx2.Client
) -> None:
    scene = hooked(addresses, send, http, "tenants", "backdate")
    with pytest.raises(NotApplicable, match="this shop has its own users and roles"):
        scene.organization()
    with pytest.raises(NotApplicable, match="CarePortals is not there to be asked"):
        scene.crm.ask("GET", "/users")


def test_a_hook_that_can_backdate_lives_in_the_scenarios_time(
    addresses: Addresses, send: Send, http: httpx2.Client
) -> None:
    scene = hooked(addresses, send, http, "tenants", "backdate")
    scene.found("clinic_y")
    scene.pass_time(10)
    assert scene.shop("clinic_y").now() == scene.now == START + timedelta(minutes=10)


def test_a_hook_that_cannot_backdate_lives_in_the_present(
    addresses: Addresses, send: Send, http: httpx2.Client
) -> None:
    scene = hooked(addresses, send, http)
    assert abs(datetime.now(UTC) - scene.now) < timedelta(seconds=10)
    clock = scene.shipstation.call("GET", "/_control/clock", account=scene.account.key)
    assert not clock["frozen"]
    assert scene.set_time(START) == {}
    for move in (lambda: scene.pass_time(10), lambda: scene.set_back(timedelta(hours=1))):
        with pytest.raises(NotChecked, match=r"^not checked: the shop hook cannot backdate"):
            move()


def test_a_shop_without_tenants_has_one_owner(addresses: Addresses, send: Send, http: httpx2.Client) -> None:
    scene = hooked(addresses, send, http)
    with pytest.raises(NotApplicable, match="one owner of orders, and this would be another"):
        scene.found("clinic_y")
    guide = "https://middleware.portals.care/shipstation/"
    assert scene.address(guide + "clinic_x") == "http://127.0.0.1:9/ship"
    with pytest.raises(NotApplicable, match="names no organization"):
        scene.address(guide + "clinic_nowhere")
