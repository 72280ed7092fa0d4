from features.support.scene import Scene
from features.support.shop import Order
from tests.features.support.browser.conftest import RX


def test_a_refresh_is_read_from_the_page(scene: Scene) -> None:
    scene.shop().place(Order(1392))
    scene.set_up_as(RX)
    scene.refresh_store()
    told = {name: scene.refresh[name] for name in ("ok", "received", "imported", "unchanged", "pages")}
    assert told == {"ok": True, "received": 1, "imported": 1, "unchanged": 0, "pages": 1}


def test_a_refresh_that_fails_says_why_until_the_right_password_is_typed(scene: Scene) -> None:
    scene.set_up_as(RX)
    store = scene.store()["id"]
    scene.account.retype_password(store, "wrong")
    assert "(401) Unauthorized." in scene.account.refresh(store)["error"]["message"]
    scene.account.retype_password(store, scene.shop().passwords[RX])
    assert scene.account.refresh(store)["ok"]
