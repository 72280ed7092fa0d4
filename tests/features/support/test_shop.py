from datetime import UTC, datetime, timedelta

import pytest

from features.support.evidence import Broken
from features.support.shop import order_number, spread

NOW = datetime(2026, 3, 13, 17, 34, 20, tzinfo=UTC)


def test_moments_are_spread_evenly() -> None:
    second = timedelta(seconds=1)
    assert spread(3, NOW, second) == [NOW, NOW + second, NOW + 2 * second]
    assert spread(2, NOW, timedelta(0)) == [NOW, NOW]


def test_an_order_is_known_by_its_number() -> None:
    assert order_number({"orderNumber": "1392"}) == 1392


@pytest.mark.parametrize("number", ["5dd4fe94e8f1d05f44862406", "", "-7", "1392.0", "١٣٩٢"])
def test_a_number_that_no_shop_gives_is_the_targets_fault(number: str) -> None:
    with pytest.raises(Broken, match="order numbers of the shop"):
        order_number({"orderNumber": number})
