from features.support.scene import Scene


def test_who_logs_in_comes_to_where_he_wanted_to_go(scene: Scene) -> None:
    assert scene.account.connected() == []
    assert scene.account.orders() == []
