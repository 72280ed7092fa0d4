from collections.abc import Iterator

import httpx2
import pytest

from mocks.careportals.app import create_app
from tests.in_process import serving
from tests.mocks.careportals.clinic import Clinic


@pytest.fixture(scope="session")
def careportals() -> Iterator[httpx2.Client]:
    with serving(create_app()) as client:
        yield client


@pytest.fixture
def client(careportals: httpx2.Client) -> httpx2.Client:
    """A mock that holds nothing."""
    assert careportals.post("/_control/reset").status_code == 204
    return careportals


@pytest.fixture
def clinic(client: httpx2.Client) -> Clinic:
    return Clinic(client)
