"""Accounts of ShipStation, their users, and the tokens with which they call the API."""

import functools
import hashlib
import re
import secrets
import sqlite3
from dataclasses import dataclass
from typing import Literal

from mocks.shipstation.database import new_id, transaction

Role = Literal["admin", "user"]

_KEY = re.compile(r"[a-z0-9_-]{1,64}")
_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]{1,64}@[^@\s.\x00-\x1f\x7f]+(\.[^@\s.\x00-\x1f\x7f]+)+")
_PASSWORD_LIMIT = 200


class Taken(Exception):
    """The account or the user exists already; the message says which."""


@dataclass(frozen=True)
class User:
    """Someone who can sign in to one account."""

    id: int
    account: str
    email: str
    role: Role

    def to_json(self) -> dict[str, str]:
        """The user as the API shows it."""
        return {"email": self.email, "role": self.role}


def account_key_error(key: str) -> str | None:
    """Why `key` cannot name an account, or None."""
    if _KEY.fullmatch(key):
        return None
    return '"account" must be 1 to 64 lower-case letters, digits, "_" or "-"'


def sign_in_error(email: str, password: str) -> str | None:
    """Why someone cannot be given this e-mail address and password, or None."""
    if not _EMAIL.fullmatch(email):
        return f'"email": {email!r} is no e-mail address'
    if not 1 <= len(password) <= _PASSWORD_LIMIT:
        return f'"password" must have 1 to {_PASSWORD_LIMIT} characters'
    return None


class Accounts:
    """All accounts of the server."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._nobody = _hashed("")

    def create(self, account: str, email: str, password: str) -> User:
        """A new account with its first admin. Raises Taken."""
        if self.exists(account):
            raise Taken(f"The account {account} exists already")
        with transaction(self._db):
            return self.create_within(account, email, password)

    def create_within(self, account: str, email: str, password: str) -> User:
        """As `create`, inside a transaction of the caller who has looked that the account is new."""
        self._db.execute("INSERT INTO accounts VALUES (?)", (account,))
        return self._insert_user(account, email, password, "admin")

    def exists(self, account: str) -> bool:
        """Whether there is an account of this name."""
        return self._db.execute("SELECT 1 FROM accounts WHERE key = ?", (account,)).fetchone() is not None

    def keys(self) -> list[str]:
        """The keys of all accounts."""
        rows = self._db.execute("SELECT key FROM accounts ORDER BY key")
        return [row["key"] for row in rows]

    def add_user(self, account: str, email: str, password: str, role: Role) -> User:
        """One more user of an account. E-mail addresses are compared without regard to case. Raises Taken."""
        query = "SELECT 1 FROM users WHERE account = ? AND folded_email = ?"
        if self._db.execute(query, (account, email.casefold())).fetchone():
            raise Taken(f"The account {account} has a user {email} already")
        return self._insert_user(account, email, password, role)

    def _insert_user(self, account: str, email: str, password: str, role: Role) -> User:
        cursor = self._db.execute(
            "INSERT INTO users (account, email, folded_email, password_hash, role) VALUES (?, ?, ?, ?, ?)",
            (account, email, email.casefold(), _hashed(password), role),
        )
        return User(new_id(cursor), account, email, role)

    def users(self, account: str) -> list[User]:
        """The users of an account, oldest first."""
        rows = self._db.execute("SELECT * FROM users WHERE account = ? ORDER BY id", (account,))
        return [_user(row) for row in rows]

    def sign_in(self, account: str, email: str, password: str) -> User | None:
        """The user, or None for anything that does not fit; takes as long for nobody as for somebody."""
        query = "SELECT * FROM users WHERE account = ? AND folded_email = ?"
        row = self._db.execute(query, (account, email.casefold())).fetchone()
        known: bytes = row["password_hash"] if row else self._nobody
        right = secrets.compare_digest(_hashed(password, known[:16]), known)
        return _user(row) if row and right else None

    def issue_token(self, user: User) -> str:
        """A new bearer token; only its hash is kept."""
        token = secrets.token_urlsafe(32)
        self._db.execute("INSERT INTO tokens VALUES (?, ?)", (_token_hash(token), user.id))
        return token

    def revoke_token(self, token: str) -> None:
        """Let a token be worth nothing; an unknown one is no error."""
        self._db.execute("DELETE FROM tokens WHERE hash = ?", (_token_hash(token),))

    def user_of(self, token: str) -> User | None:
        """Whose token this is."""
        query = 'SELECT users.* FROM tokens JOIN users ON users.id = tokens."user" WHERE hash = ?'
        row = self._db.execute(query, (_token_hash(token),)).fetchone()
        return _user(row) if row else None

    def forget(self, account: str | None) -> None:
        """Drop one account, or all, with everything that belongs to it. An unknown one is no error."""
        if account is None:
            self._db.execute("DELETE FROM accounts")
        else:
            self._db.execute("DELETE FROM accounts WHERE key = ?", (account,))


def _user(row: sqlite3.Row) -> User:
    return User(row["id"], row["account"], row["email"], row["role"])


def _hashed(password: str, salt: bytes | None = None) -> bytes:
    salt = salt or secrets.token_bytes(16)
    return salt + _scrypt(password, salt)


# A low cost, and kept for the next time: every test signs in, and what is guarded is synthetic.
@functools.lru_cache(maxsize=1000)
def _scrypt(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=2**4, r=8, p=1)


def _token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
