from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from mocks.careportals.app import create_app
from tests.mocks.careportals.clinic import Clinic


@pytest.fixture(scope="session")
def careportals() -> Iterator[TestClient]:
    with TestClient(create_app()) as client:
        yield client


@pytest.fixture
def client(careportals: TestClient) -> TestClient:
    """A mock that holds nothing."""
    assert careportals.post("/_control/reset").status_code == 204
    return careportals


@pytest.fixture
def clinic(client: TestClient) -> Clinic:
    return Clinic(client)
