"""The mock ShipStation as the pages of traffic and switches see it."""

from mocks.control.pages.mock import Mock
from mocks.shipstation.server import ShipStation
from mocks.shipstation.settings import StoreSettings
from mocks.shipstation.unfriendly import QUIRKS


def tools_of(shipstation: ShipStation) -> Mock:
    """Its journal, clocks, faults, defaults of the store settings, and how it is reset."""

    async def reset(account: str | None) -> None:
        shipstation.forget(account)

    return Mock(
        name="shipstation",
        title="ShipStation",
        journal=shipstation.journal,
        clocks=shipstation.clocks,
        faults=shipstation.faults,
        tenants=shipstation.accounts.keys,
        reset=reset,
        quirks=QUIRKS,
        defaults=StoreSettings().to_json(),
        settings=lambda: shipstation.stores.defaults.to_json(),
        change_settings=shipstation.stores.change_defaults,
        time_moved=shipstation.schedule.run_due,
    )
