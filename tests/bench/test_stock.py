from pathlib import Path

import pytest

from features.support.wire import Server, connections
from tests.bench.process import careportals
from tests.bench.stock import stock, stocks


@pytest.mark.slow
def test_a_stock_is_made_once_and_who_takes_a_copy_leaves_it_as_it_is(tmp_path: Path) -> None:
    made = stocks([3, 5])
    assert stock(3) is made[3]
    clinic = made[3].copy(tmp_path)
    with connections() as send:
        with careportals(tmp_path) as copied:
            clinic.add_order_to_ship(Server(send, copied.url), seed=1)
            assert len(clinic.orders(Server(send, copied.url))) == 4
        for size, of in made.items():
            with careportals(of.folder, of.name) as kept:
                assert len(of.clinic.orders(Server(send, kept.url))) == size
