"""Connect: the last step of setting up a store."""

from mocks.control.payload import Refusal
from mocks.shipstation.form import Form
from mocks.shipstation.server import ShipStation
from mocks.shipstation.stores import Store

SUCCESS = "Connection successful: the store answered with an Orders document."
"""What Test Connection says when the settings are right."""


async def connect(shipstation: ShipStation, account: str, form: Form) -> Store:
    """Test the connection and keep the store. Raises Failure, or Refusal 404 for an account that is gone."""
    await shipstation.refreshes.test_connection(account, form)
    if not shipstation.accounts.exists(account):
        raise Refusal(404, "The account was reset meanwhile")
    return shipstation.stores.add(account, form, shipstation.clocks.of(account).now())
