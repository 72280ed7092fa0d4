import asyncio

from mocks.careportals.crm import Crm
from mocks.careportals.settings import Settings
from mocks.careportals.tools import tools_of


def test_the_pages_work_on_the_crm_itself() -> None:
    crm = Crm()
    crm.organizations.create("clinic_x", "Clinic X")
    tools = tools_of(crm)
    tools.change_settings({"pageRows": 7})
    assert (crm.settings.to_json()["pageRows"], tools.settings()["pageRows"]) == (7, 7)
    assert (tools.tenants(), tools.defaults) == (["clinic_x"], Settings().to_json())
    asyncio.run(tools.reset("clinic_x"))
    assert tools.tenants() == []
