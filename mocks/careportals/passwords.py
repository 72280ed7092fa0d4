"""Passwords: how they are checked and kept."""

import functools
import hashlib
import hmac
import secrets

from mocks.careportals.settings import PASSWORD_MAXIMUM, Settings
from mocks.control.payload import Refusal

_SALT = 16


def hashed(password: str) -> bytes:
    """Salt and scrypt hash, at a small cost of about 0.1 ms: nobody's real password is here."""
    salt = secrets.token_bytes(_SALT)
    return salt + _scrypt(password, salt)


# A middleware signs in for each of its requests: hash after hash is the same.
@functools.lru_cache(maxsize=1000)
def _scrypt(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=16, r=8, p=1, dklen=32)


_NOBODY = hashed(secrets.token_hex())


def matches(password: str, kept: bytes | None) -> bool:
    """Whether `kept` was made of `password`; takes the same time when there is nothing to compare with."""
    stored = kept or _NOBODY
    same = hmac.compare_digest(_scrypt(password, stored[:_SALT]), stored[_SALT:])
    return same and kept is not None


def new_password(value: object, settings: Settings) -> str:
    """`value` if it may be somebody's new password. Raises Refusal 400."""
    if not isinstance(value, str) or not value.strip():
        raise Refusal(400, '"password" is missing')
    if not settings.password_minimum <= len(value) <= PASSWORD_MAXIMUM:
        raise Refusal(
            400, f'"password" must have {settings.password_minimum} to {PASSWORD_MAXIMUM} characters'
        )
    return value


def generated(settings: Settings) -> str:
    """A random password that meets the rule."""
    return secrets.token_urlsafe(48)[: max(16, settings.password_minimum)]
