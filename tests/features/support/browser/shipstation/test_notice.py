from features.support.scene import Scene
from features.support.shop import Order
from tests.features.support.browser.conftest import RX


def test_a_notice_that_fails_is_told_with_its_next_attempt(scene: Scene) -> None:
    scene.shop().place(Order(1392))
    scene.set_up_as(RX)
    scene.refresh_store()
    scene.organization().remove(RX)
    scene.notice = scene.account.mark_as_shipped(scene.account.the_order(1392)["id"])
    notice = scene.latest_notice()
    assert (notice["state"], len(notice["attempts"]), notice["nextAttemptAt"] is None) == ("failed", 1, False)
