import asyncio

from mocks.shipstation.database import connect
from mocks.shipstation.seed import sow
from mocks.shipstation.server import ShipStation
from mocks.shipstation.settings import StoreSettings
from mocks.shipstation.tools import tools_of


def test_the_pages_work_on_the_server_itself() -> None:
    shipstation = ShipStation(connect(None))
    account = {"account": "demo", "email": "admin@clinic.example", "password": "demo-admin-1"}
    sow(shipstation, {"accounts": [account]})
    tools = tools_of(shipstation)
    tools.change_settings({"blank": "%20"})
    assert (shipstation.stores.defaults.blank, tools.settings()["blank"]) == ("%20", "%20")
    assert (tools.tenants(), tools.defaults) == (["demo"], StoreSettings().to_json())
    asyncio.run(tools.reset("demo"))
    assert tools.tenants() == []
