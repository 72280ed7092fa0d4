from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from starlette.testclient import TestClient

from bridge.app import create_app
from bridge.settings import Settings
from tests.bridge.fake_crm import FakeCrm

Connect = Callable[..., TestClient]


def signed_out(client: TestClient) -> TestClient:
    """The client, sending no credentials by itself."""
    client.auth = lambda request: request
    return client


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Start a bridge before this CRM, with these settings; the client signs in rightly by default."""
    with ExitStack() as running:

        def start(crm: FakeCrm, settings: Settings | None = None) -> TestClient:
            client = TestClient(create_app(settings, crm), raise_server_exceptions=True)
            client.auth = ("rx@clinic.example", "right")
            return running.enter_context(client)

        yield start
