from collections.abc import Iterator

import httpx2
import pytest

from features.support import chromium
from features.support.browser.organization import ClickedOrganization
from features.support.browser.windows import Pool, Windows
from features.support.evidence import HarnessError
from features.support.names import Names
from features.support.sandwich import Addresses
from features.support.scene import START, Scene
from features.support.wire import Send, Server

RX = "rx@clinic.example"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/features/support/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)  # and nothing of it is measured: the driver is left out


# Playwright keeps an event loop running in this thread, beside which other tests could start none.
@pytest.fixture(scope="package")
def pool() -> Iterator[Pool]:
    """A browser for the tests of this package that a worker runs in a row."""
    try:
        chromium.executable()
    except HarnessError as reason:
        pytest.skip(f"NOT TESTED, for lack of a browser: {reason}")
    with chromium.chromium() as started:
        yield Pool(started)


@pytest.fixture
def windows(pool: Pool) -> Iterator[Windows]:
    opened = Windows(pool)
    yield opened
    opened.close()


@pytest.fixture
def organization(addresses: Addresses, send: Send, windows: Windows) -> ClickedOrganization:
    crm = Server(send, addresses.careportals)
    return ClickedOrganization(crm, Names(), "clinic_x", START, windows.open)


@pytest.fixture
def scene(addresses: Addresses, send: Send, http: httpx2.Client, windows: Windows) -> Scene:
    """One organization with an account that has no store yet."""
    scene = Scene(addresses, send, http, driver=windows)
    scene.found("clinic_x")
    scene.shop().add_user(RX, "Pharmacy")
    scene.open_account()
    return scene
