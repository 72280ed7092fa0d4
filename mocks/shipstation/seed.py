"""Starting with accounts and stores that a file describes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mocks.control.clock import from_text, settable
from mocks.shipstation.accounts import User, account_key_error, sign_in_error
from mocks.shipstation.database import transaction
from mocks.shipstation.form import Form, FormErrors, read_form
from mocks.shipstation.server import ShipStation
from mocks.shipstation.stores import Store


class BadSeed(Exception):
    """The seed cannot be taken; the message names the entry and what is wrong with it."""


@dataclass(frozen=True)
class _Entry:
    account: str
    email: str
    password: str
    now: datetime | None
    stores: list[Form]


@dataclass(frozen=True)
class Sown:
    """An account that was made: its admin and its stores."""

    admin: User
    stores: list[Store]


def sow(shipstation: ShipStation, document: object) -> list[Sown]:
    """Make the accounts and stores of a seed document, all or none, and return them. Raises BadSeed.

    Stores are kept without a connection test, for the other side may not be up yet. The clock of an account
    with a `now` stands still there.
    """
    entries = _entries(document)
    for number, entry in enumerate(entries):
        if shipstation.accounts.exists(entry.account):
            raise BadSeed(f"accounts[{number}]: the account {entry.account} exists already")
    with transaction(shipstation.db):
        return [_sown(shipstation, entry) for entry in entries]


def _sown(shipstation: ShipStation, entry: _Entry) -> Sown:
    admin = shipstation.accounts.create_within(entry.account, entry.email, entry.password)
    if entry.now:
        shipstation.clocks.own(entry.account).set(entry.now, frozen=True)
    at = shipstation.clocks.of(entry.account).now()
    return Sown(admin, [shipstation.stores.add(entry.account, form, at) for form in entry.stores])


def _entries(document: object) -> list[_Entry]:
    if not isinstance(document, dict) or set(document) != {"accounts"}:
        raise BadSeed('A seed is an object with the list "accounts" and nothing else')
    if not isinstance(document["accounts"], list):
        raise BadSeed('"accounts" must be a list')
    entries: list[_Entry] = []
    for number, value in enumerate(document["accounts"]):
        entry = _entry(value, f"accounts[{number}]")
        if any(entry.account == other.account for other in entries):
            raise BadSeed(f"accounts[{number}]: the account {entry.account} is there twice")
        entries.append(entry)
    return entries


def _entry(value: object, where: str) -> _Entry:
    if not isinstance(value, dict) or not set(value) <= {
        "account",
        "email",
        "password",
        "now",
        "stores",
    }:
        raise BadSeed(f"{where} must be an object with account, email, password, now and stores")
    account, email, password = (_text(value, name, where) for name in ("account", "email", "password"))
    if problem := account_key_error(account) or sign_in_error(email, password):
        raise BadSeed(f"{where}: {problem}")
    stores = value.get("stores", [])
    if not isinstance(stores, list):
        raise BadSeed(f"{where}.stores must be a list")
    forms = [_form(store, f"{where}.stores[{number}]") for number, store in enumerate(stores)]
    return _Entry(account, email, password, _time(value["now"], where) if "now" in value else None, forms)


def _text(value: Mapping[str, Any], name: str, where: str) -> str:
    found = value.get(name)
    if not isinstance(found, str):
        raise BadSeed(f"{where}.{name} must be text")
    return found


def _time(value: object, where: str) -> datetime:
    try:
        return settable(from_text(value if isinstance(value, str) else ""))
    except ValueError:
        raise BadSeed(
            f"{where}.now must be a time such as 2026-03-13T17:34:00.000Z, from 1970 to 8999"
        ) from None


def _form(value: object, where: str) -> Form:
    if not isinstance(value, dict):
        raise BadSeed(f"{where} must be an object")
    try:
        return read_form(value)
    except FormErrors as errors:
        problems = "; ".join(f"{field}: {problem}" for field, problem in errors.fields.items())
        raise BadSeed(f"{where}: {problems}") from None
