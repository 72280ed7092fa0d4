"""The mock CarePortals as the pages of traffic and switches see it."""

from typing import Any

from mocks.careportals.crm import Crm
from mocks.careportals.settings import Settings
from mocks.careportals.unfriendly import QUIRKS
from mocks.control.pages.mock import Mock


def tools_of(crm: Crm) -> Mock:
    """Its journal, clocks, faults, settings, and how it is reset."""

    async def reset(organization: str | None) -> None:
        async with crm.long_work:
            crm.reset(organization)

    def change(values: dict[str, Any]) -> None:
        crm.settings.change(values)

    return Mock(
        name="careportals",
        title="CarePortals",
        journal=crm.journal,
        clocks=crm.clocks,
        faults=crm.faults,
        tenants=crm.organizations.keys,
        reset=reset,
        quirks=QUIRKS,
        defaults=Settings().to_json(),
        settings=crm.settings.to_json,
        change_settings=change,
    )
