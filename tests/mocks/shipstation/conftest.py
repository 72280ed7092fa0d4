"""One mock ShipStation per test, with an account signed in."""

import pytest

from tests.mocks.shipstation.desk import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()
