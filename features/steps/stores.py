"""The Custom Store form of ShipStation, its buttons, and what they answer."""

from datetime import timedelta

from pytest_bdd import given, then, when

from features.support.evidence import HarnessError
from features.support.phrases import phrase
from features.support.scene import Scene
from features.support.shipstation import label_of, message
from features.support.shop import Order

UNAUTHORIZED = "The remote server returned an error: (401) Unauthorized."
FORBIDDEN = "The remote server returned an error: (403) Forbidden."
REFUSED = UNAUTHORIZED, FORBIDDEN, "The remote server returned an error: (404) Not Found."


@given("a ShipStation account")
def account(scene: Scene) -> None:
    scene.open_account()


@given("a Custom Store that works")
def store_that_works(scene: Scene) -> None:
    if passage := scene.target.passage:
        scene.form.values |= {
            "URL to Custom XML Page": passage.url,
            "Username": passage.username,
            "Password": passage.password,
        }
        return
    scene.found("clinic_x")
    scene.shop().add_user("rx@clinic.example", "Pharmacy")
    changed = None if scene.real_time else scene.now - timedelta(minutes=30)
    statuses = ("awaiting_shipment", "processing", "shipped", "cancelled")
    orders = [Order(1392 + n, status, changed=changed) for n, status in enumerate(statuses)]
    placed = scene.shop().place_all(orders)
    scene.open_account()
    scene.fill_form("rx@clinic.example")
    scene.before = {"shop": placed}


@given(phrase('the Custom Store form as the guide says, for "{email}"'))
def form(scene: Scene, email: str) -> None:
    scene.fill_form(email)
    scene.before = {"shop": scene.shop().everything()}


@given(phrase('the Custom Store form as the guide says, for "{email}" of "{name}"'))
def form_of(scene: Scene, email: str, name: str) -> None:
    scene.fill_form(email, name)


@given(phrase('the field "{label}" is "{value}"'))
def field_is(scene: Scene, label: str, value: str) -> None:
    scene.type_in(label, value)


@given(phrase('the field "Password" is the password of "{email}"'))
def field_is_password(scene: Scene, email: str) -> None:
    scene.form.fill("Password", scene.shop().passwords[email])


@given("the admin types the mailed password into the store")
def types_mailed_password(scene: Scene) -> None:
    store = scene.store()
    passwords = scene.organization().passwords
    password = next(pw for email, pw in passwords.items() if scene.names.email(email) == store["username"])
    scene.account.retype_password(store["id"], password)


@given("the admin has clicked Test Connection")
def has_tested(scene: Scene) -> None:
    test_connection(scene)
    connection_is_successful(scene)


@given("the admin has clicked Test Connection in vain")
def has_tested_in_vain(scene: Scene) -> None:
    test_connection(scene)
    connection_fails(scene)


@given("the admin has clicked Connect in vain")
def has_connected_in_vain(scene: Scene) -> None:
    scene.connect()
    connection_fails(scene)


@when("the admin clicks Test Connection")
def test_connection(scene: Scene) -> None:
    scene.answer = scene.account.test_connection(scene.form)


@when("the admin clicks Connect")
def connect(scene: Scene) -> None:
    scene.connect()


@when("a user who is not an admin clicks Connect")
def colleague_connects(scene: Scene) -> None:
    scene.answer = scene.account.connect_as_colleague(scene.form)


@when("the admin opens Store Setup")
def opens_store_setup(scene: Scene) -> None:
    scene.store_types = scene.account.store_types()


@then(phrase('"{name}" is in the list of store types'))
def in_store_types(scene: Scene, name: str) -> None:
    available = [known for known, offered in scene.store_types.items() if offered]
    scene.expect(name in available, f"{name} in the list", ", ".join(available) or "an empty list")
    scene.form.store_type = name
    scene.connect()
    store_is_connected(scene)


@then("the store is connected")
def store_is_connected(scene: Scene) -> None:
    scene.expect(
        scene.last.status_code == 201,
        "the store is connected",
        lambda: f"{scene.last.status_code} {message(scene.last)}",
    )


@then("the connection is successful")
def connection_is_successful(scene: Scene) -> None:
    scene.expect(
        scene.last.status_code == 200 and scene.last.json()["ok"],
        "the connection is successful",
        lambda: f"{scene.last.status_code} {message(scene.last)}",
    )


@then("the connection fails")
def connection_fails(scene: Scene) -> None:
    scene.expect(
        scene.last.status_code == 502,
        "the connection fails",
        lambda: f"{scene.last.status_code} {message(scene.last) or 'connected'}",
    )


@then(phrase('the connection fails with "{words}"'))
def connection_fails_with(scene: Scene, words: str) -> None:
    connection_fails(scene)
    scene.expect(words in message(scene.last), f'the message "{words}"', lambda: f'"{message(scene.last)}"')


@then("the connection is refused as unauthorized")
def connection_unauthorized(scene: Scene) -> None:
    connection_fails_with(scene, UNAUTHORIZED)


@then("the connection is refused, for this address or this user")
def connection_refused(scene: Scene) -> None:
    """Whose place it is not may be told by 401, 403 or 404: all are right (RFC 9110)."""
    connection_fails(scene)
    said = message(scene.last)
    scene.expect(any(words in said for words in REFUSED), " or ".join(REFUSED), f'"{said}"')


@then("the connection is refused as forbidden")
def connection_forbidden(scene: Scene) -> None:
    connection_fails_with(scene, FORBIDDEN)


@then(phrase('the form is refused at "{label}"'))
def form_is_refused(scene: Scene, label: str) -> None:
    fields = scene.last.json().get("fields", {}) if scene.last.status_code == 400 else {}
    said = {label_of(field): text for field, text in fields.items()}
    scene.expect(
        said.get(label),
        f"the form is refused at {label}",
        f"{scene.last.status_code} {scene.last.text[:300]}",
    )


@then(phrase('ShipStation refuses with "{words}"'))
def shipstation_refuses(scene: Scene, words: str) -> None:
    scene.expect(
        scene.last.status_code == 403 and words in message(scene.last),
        f'ShipStation refuses and says "{words}"',
        f"{scene.last.status_code} {scene.last.text[:300]}",
    )


@then("the middleware was not asked")
def middleware_was_not_asked(scene: Scene) -> None:
    asked = scene.account.requests_to_the_store()
    scene.expect(not asked, "no request to the middleware", f"{len(asked)} requests")


@then("no store is set up")
def no_store(scene: Scene) -> None:
    stores = scene.account.connected()
    scene.expect(not stores, "no store", f"{len(stores)} stores")


@then("CarePortals is as it was")
def careportals_as_it_was(scene: Scene) -> None:
    if "shop" not in scene.before:
        raise HarnessError("the scenario never looked at CarePortals before")
    if scene.refresh:
        scene.expect(scene.refresh["ok"], "the refresh succeeds", scene.refresh_error)
    now = scene.shop().everything()
    changed = [number for number in now if now[number] != scene.before["shop"].get(number)]
    scene.expect(not changed, "no order has changed in CarePortals", f"changed: {changed}")
