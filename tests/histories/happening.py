"""What can happen in the middle of something else, and when."""

from dataclasses import dataclass

from tests.histories.stage import BRIDGE, CAREPORTALS, SHIPSTATION, Moment, When

DISRUPTIVE = {
    "reset": "the connection breaks",
    "silence": "no answer comes in time",
    f"kill {BRIDGE}": "the bridge is killed and started again",
    f"kill {CAREPORTALS}": "CarePortals is killed and started again",
    f"kill {SHIPSTATION}": "ShipStation is killed and started again",
}
"""What spoils the exchange in whose middle it comes. ShipStation is killed at an exchange with it only."""

CHANGES = ("status", "address", "lines", "delete", "place", "role", "remove user", "password")
"""What staff do."""

LOOKS = ("page 1", "all pages")
"""What somebody else with the same credentials asks of the bridge meanwhile."""


@dataclass(frozen=True)
class Happening:
    """In a step, at the `number`th exchange of the bridge `with_` a neighbour, this comes.

    `pick` chooses an order, a quantity, a role; `status` is one that an order is given.
    """

    what: str
    with_: str
    number: int
    when: When
    pick: int = 0
    status: str = "cancelled"

    def due(self, moment: Moment, number: int) -> bool:
        """Whether it comes now."""
        return (self.with_, self.when, self.number) == (moment.with_, moment.when, number)
