"""One mock ShipStation per test, with an account signed in."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from mocks.shipstation.app import create_app
from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.shop import Shop


@pytest.fixture
def desk() -> Iterator[Desk]:
    with TestClient(create_app(transport=(shop := Shop()).transport(), tick_seconds=3600)) as client:
        yield Desk(client, shop)
