"""Any other shop than CarePortals, reached by its hook."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from features.support.access import NotApplicable, NotChecked
from features.support.evidence import HarnessError
from features.support.hook import BOXES, Hook, Sight, read_sight
from features.support.names import Names
from features.support.neutral import (
    STATUSES,
    Neutral,
    neutral_field,
    neutral_order,
    neutral_status,
    neutral_value,
)
from features.support.shop import Order, Shipment, iso8601

ROLE = "Pharmacy"
"""What the guide recommends; the one user whom a hook names stands for a user with this role."""


NOT_NOW = "the shop hook cannot backdate orders, so that they have the present time"


PRECISION = timedelta(seconds=1)
"""Shops keep times to the second."""


class HookShop:
    """One tenant of the shop behind a hook, or its only one; begins empty. `clock` is the scenario's."""

    def __init__(self, hook: Hook, names: Names, name: str, clock: Callable[[], datetime]) -> None:
        self.hook = hook
        self.placed: dict[int, Order] = {}
        self.passwords: dict[str, str] = {}
        self._deleted: set[int] = set()
        self._told: dict[int, datetime] = {}
        self._names = names
        self._key = names.organization(name)
        self._tenant = self._key if hook.can("tenants") else None
        self._clock = clock
        hook.reset(self._tenant)
        self._store = hook.look(self._tenant)

    @property
    def key(self) -> str:
        """The tenant, as it stands in the target's address if that names tenants."""
        return self._key

    @property
    def boxes(self) -> Mapping[str, str]:
        """The shop's own statuses."""
        return self._store.boxes

    def username(self, email: str) -> str:
        """The hook's user for whoever was added; anybody else is a stranger."""
        return self._store.username if email in self.passwords else self._names.email(email)

    def open(self) -> None:
        """Nothing to do: each thing is put there at once."""

    def add_user(self, email: str, role: str) -> None:
        """The user whom the hook names. Raises NotApplicable for any further one."""
        if role != ROLE or self.passwords.keys() - {email}:
            raise NotApplicable("the shop hook names one user of the store, and this would be another")
        self.passwords[email] = self._store.password

    def set_time(self, _at: datetime) -> None:
        """Backdate what the target itself has changed, for the shop gave it the time of its own clock.

        Everything else was told its time when it was changed. Raises NotChecked when the hook cannot.
        """
        if not self.hook.can("backdate"):
            raise NotChecked(NOT_NOW)
        for number in self.placed.keys() - self._gone():
            changed = self._sight(number).changed
            if changed is None:
                raise HarnessError(
                    f"the shop hook can backdate, but shows no changedAt of the order {number}"
                )
            if abs(changed - self._told[number]) >= PRECISION:
                self._patch(number, {})

    def now(self) -> datetime:
        """The scenario's time."""
        return self._clock()

    def order_id(self, number: int) -> str:
        """As the shop tells it."""
        if number in self.placed:
            return self._sight(number).order_id
        return self._names.document(self._key, "order", number)

    def place(self, order: Order) -> Order:
        """Put the order into the shop exactly so. Raises NotApplicable when the shop cannot hold it."""
        body = neutral_order(order)
        if not self.hook.can("backdate") and (order.changed or order.placed):
            raise NotChecked(NOT_NOW)
        changed = order.changed or self.now()
        order = replace(order, changed=changed, placed=order.placed or changed)
        if self.hook.can("backdate"):
            body |= {"placedAt": iso8601(order.placed), "changedAt": iso8601(changed)}
        self.hook.put(order.number, body, self._tenant)
        self._told[order.number] = changed
        self.placed[order.number] = order
        if order.deleted:
            self.delete(order.number)
        return order

    def place_all(self, orders: Sequence[Order]) -> dict[int, dict[str, Any]]:
        """Put one after the other; what the hook then tells of all."""
        for order in orders:
            self.place(order)
        return self.everything()

    def change_status(self, number: int, status: str) -> None:
        """Give the order another of the five statuses."""
        self._patch(number, {"status": neutral_status(status)})

    def change(self, number: int, *overrides: tuple[str, object]) -> None:
        """Send the fields in which the paths of CarePortals' document have a counterpart."""
        if number not in self.placed:
            raise HarnessError(f"the order {number} was never placed")
        order = replace(self.placed[number], overrides=self.placed[number].overrides + overrides)
        body = neutral_order(order)
        self._patch(number, {name: body[name] for name in {neutral_field(path) for path, _ in overrides}})
        self.placed[number] = order

    def delete(self, number: int) -> None:
        """Delete the order. Raises NotChecked when the hook cannot."""
        if not self.hook.can("delete"):
            raise NotChecked("the shop hook cannot delete orders")
        self._patch(number, {"deleted": True})
        self._deleted.add(number)

    def status(self, number: int) -> str:
        """The guide's word for the order's status."""
        status = self._sight(number).status
        return next(word for word, neutral in STATUSES.items() if neutral == status)

    def spellings(self, status: str) -> Sequence[str]:
        """What the hook says is to be typed into the box."""
        typed = self.boxes[BOXES[neutral_status(status)]]
        return [word.strip() for word in typed.split(",")]

    def shipments(self, number: int) -> list[Shipment]:
        """The order's shipments, none if it was deleted and is gone. Raises NotChecked when none are told."""
        if not self.hook.can("shipments"):
            raise NotChecked("the shop hook does not tell shipments")
        if number in self._gone():
            return []
        shipments = self._sight(number).shipments
        if shipments is None:
            raise HarnessError(f"the shop hook can tell shipments, but shows none for the order {number}")
        return shipments

    def sku(self, number: int, text: str) -> str:
        """A SKU; for a line that was put without one, what the shop says that it has instead."""
        words, _, line = text.partition("its line ")
        if not line or words not in {"", "the product id of "}:
            return text
        skus = self._sight(number).skus
        if len(skus) < int(line):
            raise HarnessError(f"the shop hook shows only {len(skus)} lines of the order {number}")
        return skus[int(line) - 1]

    def read(self, _number: int) -> dict[str, Any]:
        """There is no such document here."""
        raise NotApplicable("this looks into CarePortals' own document")

    def value(self, number: int, path: str) -> object:
        """What was put. Raises NotApplicable for a field that only CarePortals' document has."""
        return neutral_value(self.placed[number], path)

    def everything(self) -> dict[int, dict[str, Any]]:
        """All orders that were placed, as the hook tells them; empty for those that are gone."""
        return {number: self.hook.get(number, self._tenant) or {} for number in self.placed}

    def _sight(self, number: int) -> Sight:
        found = self.hook.get(number, self._tenant)
        if found is None:
            raise HarnessError(f"the shop hook does not know the order {number}, which was put before")
        return read_sight(number, found)

    def _patch(self, number: int, fields: Neutral) -> None:
        now = self.now()
        if self.hook.can("backdate"):
            fields = fields | {"changedAt": iso8601(now)}
        self.hook.patch(number, fields, self._tenant)
        self._told[number] = now

    def _gone(self) -> set[int]:
        """The deleted orders of which the shop knows nothing more."""
        return {number for number in self._deleted if self.hook.get(number, self._tenant) is None}
