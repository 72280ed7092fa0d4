"""A browser on the desk's mock."""

import pytest

from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.pages.browser import Browser


@pytest.fixture
def browser(desk: Desk) -> Browser:
    return Browser(desk)
