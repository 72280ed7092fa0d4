import pytest

from features.support.evidence import HarnessError
from features.support.scene import Scene
from features.support.shop import Order


def test_an_order_is_moved_to_another_status_and_deleted(scene: Scene) -> None:
    scene.shop().place(Order(1392))
    scene.shop().change_status(1392, "processing")
    assert scene.shop().status(1392) == "processing"
    scene.shop().delete(1392)
    assert scene.shop().read(1392)["isDeleted"] is True


def test_a_status_that_is_not_offered_is_an_error_of_the_harness(scene: Scene) -> None:
    scene.shop().place(Order(1392))
    with pytest.raises(HarnessError, match="the status of_tomorrow is not offered"):
        scene.shop().change_status(1392, "of_tomorrow")
