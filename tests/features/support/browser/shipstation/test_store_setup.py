from features.support.scene import Scene
from tests.features.support.browser.conftest import RX


def test_the_form_is_tested_then_connected(scene: Scene) -> None:
    scene.fill_form(RX)
    tested = scene.account.test_connection(scene.form)
    assert (tested.status_code, tested.json()["ok"]) == (200, True)
    scene.connect()
    assert (scene.last.status_code, scene.account.connected()) == (201, [scene.store()["id"]])
    assert scene.store()["username"] == scene.form.values["Username"]


def test_the_form_says_what_is_wrong_with_a_field(scene: Scene) -> None:
    scene.fill_form(RX)
    scene.type_in("Username", "")
    scene.connect()
    assert (scene.last.status_code, scene.last.json()["fields"].keys()) == (400, {"Username"})
    assert scene.account.connected() == []


def test_a_connection_that_fails_is_told_as_one(scene: Scene) -> None:
    scene.fill_form(RX)
    scene.type_in("Password", "wrong")
    scene.connect()
    assert scene.last.status_code == 502
    assert "(401) Unauthorized." in scene.last.json()["message"]


def test_the_custom_store_is_the_type_that_can_be_chosen(scene: Scene) -> None:
    types = scene.account.store_types()
    assert [name for name, offered in types.items() if offered] == ["Custom Store"]
    assert len(types) > 1


def test_a_colleague_does_not_get_as_far(scene: Scene) -> None:
    scene.fill_form(RX)
    answer = scene.account.connect_as_colleague(scene.form)
    assert (answer.status_code, "Only an admin" in answer.text) == (403, True)
