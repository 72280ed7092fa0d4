"""The clinic as it must be: its orders and the user of the store. What staff change is changed in both."""

import itertools
from typing import Any

from tests.histories.model import Document, Order
from tests.histories.staff import PASSWORD, Staff
from tests.histories.story import listed

GOOD_ROLES = ("Pharmacy", "Admin")
ROLES = (*GOOD_ROLES, "Marketing", "Developer")

Sentence = str
"""What staff did, in words; empty where there was nothing to do."""


class Clinic:
    """`orders` by number; `role` of the user of the store, None when removed, and the user's `password`."""

    def __init__(self, staff: Staff) -> None:
        self.staff = staff
        self.orders: dict[int, Order] = {}
        self.role: str | None = "Pharmacy"
        self.password = PASSWORD
        self._numbers = itertools.count(1001)

    async def change(self, what: str, pick: int, status: str) -> Sentence:
        """Staff do one of the CHANGES."""
        if what == "place":
            return await self.place(pick % 3 + 1, status, [pick % 4 + 1])
        if what in ("role", "remove user", "password"):
            return await self.change_user(what, pick)
        order = self.pick(pick)
        if order is None or order.now.deleted:
            return ""
        return await self.edit(order, what, pick, status)

    def pick(self, number: int) -> Order | None:
        """One of the orders."""
        return list(self.orders.values())[number % len(self.orders)] if self.orders else None

    async def place(self, count: int, status: str, quantities: list[int]) -> Sentence:
        """New orders."""
        numbers = [next(self._numbers) for _ in range(count)]
        for document in await self.staff.place(numbers, status, quantities):
            self.orders[document["id"]] = Order(document)
        units = " and ".join(map(str, quantities))
        return f"{listed(numbers)} come{'s' * (count == 1)} in: status {status}, {units} units"

    async def edit(self, order: Order, what: str, pick: int, status: str) -> Sentence:
        """Staff change one order."""
        changes: dict[str, Any] = {"status": status}
        sentence = f"staff set {order.number} to {status}"
        if what == "status" and order.now.status == status:
            return ""
        if what == "delete":
            changes, sentence = {"isDeleted": True}, f"staff delete {order.number}"
        elif what == "lines" and not order.sent:
            changes = _more(order.document, pick % 5 + 1)
            sentence = f"staff change the first line of {order.number} to {pick % 5 + 1} units"
        elif what != "status":
            street = f"{pick + 1} Mill Lane"
            changes = {"shippingAddress": order.document["shippingAddress"] | {"address1": street}}
            sentence = f"staff move {order.number} to {street}"
        order.become(await self.staff.put(order.document, **changes))
        order.touched = True
        return sentence

    async def change_user(self, what: str, pick: int) -> Sentence:
        """Staff change the user as whom ShipStation signs in."""
        if not await self.staff.sign_in():
            return "staff cannot sign in"
        role = ROLES[pick % len(ROLES)]
        if self.role is None:
            await self.staff.add_user(role)
            self.role = role
            return f"staff add the user of the store again, as {role}"
        if what == "role":
            await self.staff.change_role(role)
            self.role = role
            return f"staff give the user of the store the role {role}"
        if what == "password":
            self.password = await self.staff.reset_password()
            return "staff reset the password of the user of the store"
        await self.staff.remove_user()
        self.role = None
        return "staff remove the user of the store"


def _more(document: Document, quantity: int) -> dict[str, Any]:
    """Another quantity of the first line, and the total that goes with it."""
    first, *rest = document["lineItems"]
    lines = [first | {"quantity": quantity}, *rest]
    return {"lineItems": lines, "totalAmount": round(sum(x["price"] * x["quantity"] for x in lines), 2)}
