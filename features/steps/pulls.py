"""ShipStation's refreshes, and the time that passes between them."""

from collections import Counter

from pytest_bdd import given, then, when

from features.steps.orders import moment
from features.steps.stores import FORBIDDEN, UNAUTHORIZED
from features.support.phrases import phrase
from features.support.scene import Scene
from features.support.shop import order_number


@given(phrase('it is "{at}" for everybody'))
def it_is(scene: Scene, at: str) -> None:
    scene.set_time(moment(at))


@given(phrase("{minutes:d} minutes pass"))
def minutes_pass(scene: Scene, minutes: int) -> None:
    scene.pass_time(minutes)


@when(phrase("{minutes:d} minutes pass in ShipStation"))
def minutes_pass_in_shipstation(scene: Scene, minutes: int) -> None:
    scene.pass_time(minutes)


@given(phrase('ShipStation is connected as "{email}" and has refreshed'))
def connected_and_refreshed(scene: Scene, email: str) -> None:
    scene.set_up_as(email)
    scene.refreshed()


@when(phrase('ShipStation is connected as "{email}" and refreshes'))
def connected_and_refreshes(scene: Scene, email: str) -> None:
    scene.set_up_as(email)
    scene.refresh_store()


@when("the admin clicks Connect and ShipStation refreshes")
def connects_and_refreshes(scene: Scene) -> None:
    scene.connect()
    scene.expect(scene.last.status_code == 201, "the store is connected", scene.last.text[:300])
    scene.refresh_store()


@given("ShipStation has refreshed")
def has_refreshed(scene: Scene) -> None:
    scene.refreshed()


@given("ShipStation has tried to refresh")
def has_tried(scene: Scene) -> None:
    scene.refresh_store()
    scene.expect(not scene.refresh["ok"], "the refresh fails", "a good refresh")


@when("ShipStation refreshes")
def refreshes(scene: Scene) -> None:
    scene.refresh_store()


@then("the refresh fails as unauthorized")
def fails_unauthorized(scene: Scene) -> None:
    _fails_with(scene, UNAUTHORIZED)


@then("the refresh fails as forbidden")
def fails_forbidden(scene: Scene) -> None:
    _fails_with(scene, FORBIDDEN)


def _fails_with(scene: Scene, words: str) -> None:
    scene.expect(
        not scene.refresh["ok"] and words in scene.refresh["error"]["message"], words, scene.refresh_error
    )


@then(phrase("the refresh succeeds with {count:d} orders"))
@then(phrase("the refresh succeeds with {count:d} order"))
def succeeds_with(scene: Scene, count: int) -> None:
    good = scene.refresh["ok"] and scene.refresh["received"] == count
    scene.expect(good, f"a good refresh of {count} orders", scene.refresh_error)


@then(phrase("the refresh brings each of the {count:d} orders exactly once"))
def brings_each_once(scene: Scene, count: int) -> None:
    scene.expect(scene.refresh["ok"], "the refresh succeeds", scene.refresh_error)
    held = Counter(order_number(order) for order in scene.account.orders())
    lost = sorted(scene.shop().placed.keys() - held.keys())
    scene.expect(
        not lost, f"all {count} orders", f"{len(lost)} lost, such as {lost[:5]}; {scene.refresh_error()}"
    )
    scene.expect(
        scene.refresh["received"] == count == held.total(),
        f"{count} orders on all pages together",
        lambda: f"{scene.refresh['received']} received, {held.total()} held; {scene.refresh_error()}",
    )


@then(phrase("the second pull found the order {number:d} unchanged"))
def found_unchanged(scene: Scene, number: int) -> None:
    got = {name: scene.refresh[name] for name in ("imported", "updated", "unchanged")}
    scene.expect(
        got == {"imported": 0, "updated": 0, "unchanged": 1}, f"the order {number} unchanged", f"{got}"
    )
