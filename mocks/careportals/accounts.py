"""Accounts: one per person and e-mail, with the password; organizations are joined by memberships."""

import re
import sqlite3

from mocks.careportals.passwords import hashed, matches
from mocks.careportals.store import Store
from mocks.control.payload import Refusal

_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]{1,64}@[^@\s\x00-\x1f\x7f.]+(\.[^@\s\x00-\x1f\x7f.]+)+")


def email_address(value: object) -> str:
    """`value` if it is an e-mail address, as typed. Raises Refusal 400."""
    if isinstance(value, str) and len(value) <= 254 and _EMAIL.fullmatch(value):
        return value
    raise Refusal(400, '"email" must be an e-mail address')


def email_key(email: str) -> str:
    """What two spellings of one address have in common [assumed]."""
    return email.lower()


class Accounts:
    """The people who have signed up."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def exists(self, email: str) -> bool:
        """Whether somebody signed up with this address."""
        found = self._store.connection.execute(
            "SELECT 1 FROM account WHERE email_key = ?", (email_key(email),)
        )
        return found.fetchone() is not None

    def create(self, email: str, password: str, first_name: str = "", last_name: str = "") -> None:
        """Sign somebody up. Raises Refusal 409 when they have an account, in CarePortals' words."""
        try:
            with self._store.transaction() as db:
                db.execute(
                    "INSERT INTO account VALUES (?, ?, ?, ?, ?)",
                    (email_key(email), email, hashed(password), first_name, last_name),
                )
        except sqlite3.IntegrityError:
            raise Refusal(409, "Account Exists Already") from None

    def change_password(self, email: str, password: str) -> None:
        """Let `password` replace the one that the account has."""
        with self._store.transaction() as db:
            db.execute(
                "UPDATE account SET password = ? WHERE email_key = ?", (hashed(password), email_key(email))
            )

    def has_password(self, email: str, password: str) -> bool:
        """Whether an account with this address and password exists; takes the same time either way."""
        row = self._store.connection.execute(
            "SELECT password FROM account WHERE email_key = ?", (email_key(email),)
        ).fetchone()
        return matches(password, row["password"] if row else None)

    def forget(self) -> None:
        """Drop all accounts."""
        with self._store.transaction() as db:
            db.execute("DELETE FROM account")
