"""Seed documents: whole organizations from one JSON object, all or nothing."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from mocks.careportals.accounts import email_address
from mocks.careportals.crm import Crm
from mocks.careportals.orders import LARGEST_ID, Document, StoredOrder, stored
from mocks.careportals.organizations import organization_key
from mocks.careportals.passwords import new_password
from mocks.careportals.roles import known_role
from mocks.careportals.settings import FIRST_ORDER_ID
from mocks.careportals.synthetic import Batch, read_batch, synthetic_orders
from mocks.control.payload import Refusal, only, text

_TURN = 100
"""Orders made before others have their turn: some milliseconds."""


@contextmanager
def _entry(name: str) -> Iterator[None]:
    """Put the place in the document in front of what is said about it."""
    try:
        yield
    except Refusal as refusal:
        raise Refusal(refusal.status_code, f"{name}: {refusal.detail}") from None


def seed(crm: Crm, document: Mapping[str, Any]) -> None:
    """Create the organizations of a seed document with their users and orders.

    Raises Refusal 400, or 409 for what exists already, naming the entry; nothing is kept then.
    """
    only(document, {"organizations"})
    with crm.store.transaction():
        for place, organization in _objects(document, "organizations", required=True):
            with _entry(place):
                _organization(crm, organization)


def _objects(
    parent: Mapping[str, Any], name: str, *, required: bool = False
) -> Iterator[tuple[str, dict[str, Any]]]:
    value = parent.get(name, None if required else [])
    if not isinstance(value, list):
        raise Refusal(400, f'"{name}" must be a list')
    for number, entry in enumerate(value):
        if not isinstance(entry, dict):
            raise Refusal(400, f"{name}[{number}] must be an object")
        yield f"{name}[{number}]", entry


def _organization(crm: Crm, entry: dict[str, Any]) -> None:
    only(entry, {"org_key", "name", "users", "orders", "synthetic"})
    org_key = organization_key(entry.get("org_key"))
    crm.organizations.create(org_key, text(entry, "name", default=org_key))
    if "users" not in entry:
        raise Refusal(400, '"users" must be a list')
    fill(crm, org_key, entry)
    if "synthetic" in entry:
        with _entry("synthetic"):
            if not isinstance(entry["synthetic"], dict):
                raise Refusal(400, "must be an object")
            generate(crm, org_key, read_batch(entry["synthetic"], crm.clocks.of(org_key)))


def fill(crm: Crm, org_key: str, entry: Mapping[str, Any]) -> None:
    """Add the `users` and `orders` of a description to an organization, within the caller's transaction.

    Raises Refusal 400 or 409, naming the entry.
    """
    for place, user in _objects(entry, "users"):
        with _entry(place):
            _user(crm, org_key, user)
    for place, order in _objects(entry, "orders"):
        with _entry(place):
            _order(crm, org_key, order)


def _user(crm: Crm, org_key: str, entry: dict[str, Any]) -> None:
    only(entry, {"email", "role", "password"})
    password = new_password(entry["password"], crm.settings) if "password" in entry else None
    add_user(crm, org_key, email_address(entry.get("email")), known_role(entry.get("role")), password)


def add_user(crm: Crm, org_key: str, email: str, role: str, password: str | None) -> dict[str, object]:
    """A user as the users list shows it: active if there is a password or an account, else invited by mail.

    An existing account keeps the password that it has. Raises Refusal 409.
    """
    with crm.store.transaction():
        if password is not None and not crm.accounts.exists(email):
            crm.accounts.create(email, password)
        return crm.memberships.add(org_key, email, role, announce=password is None).to_json()


def add_orders(crm: Crm, org_key: str, document: Mapping[str, Any]) -> int:
    """Store the new orders of `{"orders": [...]}` exactly as given, and return how many they are.

    Raises Refusal 400, or 409 for a number that is taken, naming the entry; nothing is kept then.
    """
    only(document, {"orders"})
    count = 0
    with crm.store.transaction():
        for place, order in _objects(document, "orders", required=True):
            with _entry(place):
                _order(crm, org_key, order)
            count += 1
    return count


def _order(crm: Crm, org_key: str, entry: Document) -> None:
    document = {"organization": org_key, **entry}
    crm.orders.insert(org_key, [stored(document, org_key)])


def generate(crm: Crm, org_key: str, batch: Batch) -> None:
    """Add a batch of synthetic orders. Raises Refusal 409."""
    with crm.store.transaction():
        first, _ = _numbers(crm, org_key, batch)
        crm.orders.insert(org_key, synthetic_orders(org_key, batch, first))


async def generate_in_turns(crm: Crm, org_key: str, batch: Batch) -> tuple[int, int]:
    """The same while other requests are served, which see all of the orders or none.

    Returns their first and last `id`. Raises Refusal 404, or 409 when such an `id` is taken meanwhile.
    """
    async with crm.long_work:
        first, last = _numbers(crm, crm.organizations.require(org_key), batch)
        orders: list[StoredOrder] = []
        for order in synthetic_orders(org_key, batch, first):
            orders.append(order)
            if len(orders) % _TURN == 0:
                await asyncio.sleep(0)
        crm.orders.insert(org_key, orders)
    return first, last


def _numbers(crm: Crm, org_key: str, batch: Batch) -> tuple[int, int]:
    first = crm.orders.next_id(org_key, FIRST_ORDER_ID)
    last = first + batch.count - 1
    if last > LARGEST_ID:
        raise Refusal(409, "There are not enough order numbers left in this organization")
    return first, last
