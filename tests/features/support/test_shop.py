from datetime import UTC, datetime, timedelta

from features.support.shop import spread

NOW = datetime(2026, 3, 13, 17, 34, 20, tzinfo=UTC)


def test_moments_are_spread_evenly() -> None:
    second = timedelta(seconds=1)
    assert spread(3, NOW, second) == [NOW, NOW + second, NOW + 2 * second]
    assert spread(2, NOW, timedelta(0)) == [NOW, NOW]
