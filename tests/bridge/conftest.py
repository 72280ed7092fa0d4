from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx2
import pytest

from bridge.app import create_app
from bridge.settings import Settings
from tests.bridge.fake_crm import FakeCrm
from tests.in_process import serving
from tests.through import through

Connect = Callable[..., httpx2.Client]


def signed_out(client: httpx2.Client) -> httpx2.Client:
    """The client, sending no credentials by itself."""
    client.auth = lambda request: request
    return client


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Start a bridge before this CRM, with these settings; the client signs in rightly by default."""
    with ExitStack() as running:

        def start(crm: FakeCrm, settings: Settings | None = None) -> httpx2.Client:
            client = running.enter_context(serving(create_app(settings, through(crm))))
            client.auth = ("rx@clinic.example", "right")
            return client

        yield start
