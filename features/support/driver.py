"""Who carries out what people do in CarePortals and ShipStation: the port, and HTTP as the usual driver."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from features.support.careportals import Organization
from features.support.careportals_shop import CarePortalsShop
from features.support.names import Names
from features.support.shipstation import Account, Form
from features.support.wire import Server


class Driver(Protocol):
    """Makes what a scenario acts through; both adapters put things there exactly so in the same way.

    With `by_hand` nothing that a person can do is arranged behind the scenes for speed.
    """

    by_hand: bool

    def shop(self, crm: Server, names: Names, name: str, now: datetime) -> CarePortalsShop:
        """The orders of a new organization on CarePortals, and its staff side."""

    def account(
        self, shipstation: Server, names: Names, now: datetime | None, forms: Sequence[Form]
    ) -> Account:
        """A new ShipStation account; see there for `now` and `forms`."""


class OverHttp:
    """The usual driver: calls the mocks' APIs."""

    by_hand = False

    def shop(self, crm: Server, names: Names, name: str, now: datetime) -> CarePortalsShop:
        """The orders of a new organization."""
        return CarePortalsShop(Organization(crm, names, name, now), now)

    def account(
        self, shipstation: Server, names: Names, now: datetime | None, forms: Sequence[Form]
    ) -> Account:
        """A new account."""
        return Account(shipstation, names, now=now, forms=forms)


HTTP = OverHttp()
