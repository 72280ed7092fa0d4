from collections.abc import Iterator

import httpx2
import pytest

from tests.mocks.control.pages.stand import Stand


@pytest.fixture
def stand() -> Stand:
    return Stand()


@pytest.fixture
def client(stand: Stand) -> Iterator[httpx2.Client]:
    with stand.client() as client:
        yield client
