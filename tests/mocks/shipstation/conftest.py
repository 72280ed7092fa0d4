"""One mock ShipStation per test, with an account signed in."""

from collections.abc import Iterator

import pytest

from mocks.shipstation.app import create_app
from tests.in_process import serving
from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.shop import Shop


@pytest.fixture
def desk() -> Iterator[Desk]:
    app = create_app(transport=(shop := Shop()).transport(), tick_seconds=3600)
    with serving(app) as client:
        yield Desk(client, shop, app.state.shipstation)
