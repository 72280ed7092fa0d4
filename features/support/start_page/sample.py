"""What the sample data of `make mocks` is: who may sign in where, and an order to begin with."""

from dataclasses import dataclass
from typing import Any

from features.support.sandwich import Addresses


@dataclass(frozen=True)
class Sample:
    """organization, account: as in the seed files. order: one of ShipStation's that can be shipped."""

    addresses: Addresses
    organization: dict[str, Any]
    account: dict[str, Any]
    order: dict[str, Any]

    @property
    def org(self) -> str:
        """The key of the organization."""
        return str(self.organization["org_key"])

    @property
    def bridge(self) -> str:
        """The address of the bridge."""
        return self.addresses.target.partition("/shipstation/")[0]

    @property
    def sign_in(self) -> dict[str, str]:
        """What the admin signs in to ShipStation with."""
        return {name: self.account[name] for name in ("account", "email", "password")}
