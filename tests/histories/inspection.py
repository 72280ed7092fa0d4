"""What must be after each step, whatever happened in it."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from tests.histories.account import Account
from tests.histories.clinic import Clinic
from tests.histories.model import SENT, Order, Shipment, told
from tests.histories.story import Contradiction, Story, listed


class Inspection:
    """Compares both sides with the model. Every method raises Contradiction.

    `calm`: nothing in this step stood in the way of a pull or a notice.
    """

    def __init__(self, story: Story, clinic: Clinic, account: Account) -> None:
        self._story = story
        self._clinic = clinic
        self._account = account
        self._refreshes = 0
        self._attempts: dict[int, int] = {}
        self.waiting: dict[int, Order] = {}
        """The orders of the notices that were not taken yet."""

    def fail(self, expected: str, got: str) -> Contradiction:
        """The error to raise."""
        return Contradiction(self._story, expected, got)

    async def after_a_step(self, *, calm: bool) -> None:
        """Everything there is to see."""
        shown = await self._account.orders()
        await self.careportals()
        await self._pulls(calm=calm)
        await self._notices(calm=calm)
        self._sights(shown)

    async def careportals(self) -> None:
        """CarePortals holds what staff and shipments have made of it."""
        found, orders = await self._clinic.staff.orders(), self._clinic.orders
        if found.keys() != orders.keys():
            raise self.fail(f"CarePortals holds the orders {listed([*orders])}", listed([*found]) or "none")
        for number, document in found.items():
            order = orders[number]
            if document != order.document:
                if fault := order.unexplained(document):
                    raise self.fail(f"{number} in CarePortals is what staff and shipments made of it", fault)
                order.become(document)

    async def _pulls(self, *, calm: bool) -> None:
        refreshes = await self._account.refreshes()
        for refresh in refreshes[self._refreshes :]:
            start, end = (datetime.fromisoformat(refresh["window"][name]) for name in ("start", "end"))
            window = f"{start:%d %b %H:%M} to {end:%d %b %H:%M}"
            if refresh["ok"]:
                pages = refresh["pages"]
                self._story.add(f"ShipStation pulled {window}: {refresh['received']} orders on {pages} pages")
                for order in self._clinic.orders.values():
                    order.pulled(start, end)
            else:
                message = refresh["error"]["message"]
                self._story.add(f"ShipStation's pull of {window} fails: {message}")
                if calm:
                    raise self.fail("the pull succeeds, for nothing stands in its way", message)
        self._refreshes = len(refreshes)

    async def _notices(self, *, calm: bool) -> None:
        for notice in await self._account.notices():
            number, attempts = notice["id"], notice["attempts"]
            order = self._clinic.orders[int(notice["orderNumber"])]
            if len(attempts) > self._attempts.get(number, 0):
                self._attempts[number] = len(attempts)
                message, shipment = attempts[-1]["message"], order.notices[number]
                self._story.add(f"the notice about {order.number}, {told(shipment)}: {message}")
                self.waiting[number] = order
                if notice["state"] == "delivered":
                    del self.waiting[number]
                    self._delivered(order, shipment)
                elif calm and not order.now.closed and not order.touched:
                    raise self.fail("the notice is taken, for nothing stands in its way", message)

    def _delivered(self, order: Order, shipment: Shipment) -> None:
        times = order.recorded().count(shipment)
        if times != 1:
            raise self.fail(f"{order.number} has the shipment of {told(shipment)} once", f"{times} times")
        if not order.left() and not order.touched and order.now.status not in SENT:
            raise self.fail(f"{order.number} is shipped, for all its goods have left", order.now.status)

    def _sights(self, shown: list[dict[str, Any]]) -> None:
        by_number: dict[int, list[Any]] = defaultdict(list)
        for each in shown:
            by_number[int(each["orderNumber"])].append(each)
        if strange := sorted(by_number.keys() - self._clinic.orders.keys()):
            raise self.fail("ShipStation holds orders of the clinic only", listed(strange))
        for number, order in self._clinic.orders.items():
            if fault := order.misshown(by_number[number]):
                raise self.fail(f"ShipStation holds {number} once, as it was told", fault)

    def at_rest(self) -> None:
        """Nothing is on its way any more: both sides agree."""
        for number, order in self._clinic.orders.items():
            if order.unseen or any(sight.version != order.now for sight in order.sights):
                raise self.fail(
                    f"ShipStation knows {number} as it is now: {order.now.status}", "an older one"
                )
            for notice, shipment in order.notices.items():
                times = order.recorded().count(shipment)
                if times != 1 and not (times == 0 and notice in self.waiting and order.now.closed):
                    raise self.fail(f"{number} has the shipment of {told(shipment)} once", f"{times} times")
