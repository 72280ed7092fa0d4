"""Credentials in what a target answers: reports are kept and passed on, so nothing of them may be told."""

import base64
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

from features.support.evidence import Outcome
from features.support.exchange import Exchange

SHORTEST = 8
"""Characters; shorter ones, such as "wrong", are no secret and may stand in an answer by chance."""

MASK = "***"


def secrets_of(exchanges: Iterable[Exchange]) -> set[str]:
    """The passwords that requests carried, plain and as they look in addresses and headers."""
    found: set[str] = set()
    for exchange in exchanges:
        encoded = exchange.sent.get("Authorization", "").partition(" ")[2]
        try:
            password = base64.b64decode(encoded, validate=True).decode().partition(":")[2]
        except ValueError:
            password = ""
        found |= {encoded, password, quote(password, safe=""), quote_plus(password)}
    return {secret for secret in found if len(secret) >= SHORTEST}


def mask(outcome: Outcome, secrets: Iterable[str]) -> None:
    """Hide secrets in all that an outcome tells of the target."""
    # The longer first: one may be a part of another.
    for secret in sorted(secrets, key=len, reverse=True):
        outcome.got = outcome.got.replace(secret, MASK)
        outcome.where = outcome.where.replace(secret, MASK)
        outcome.chain = outcome.chain.replace(secret, MASK)
        outcome.curl = outcome.curl.replace(secret, MASK)
        for hop in outcome.hops:
            hop.url, hop.note = hop.url.replace(secret, MASK), hop.note.replace(secret, MASK)
        for attachment in outcome.attachments:
            attachment.body = attachment.body.replace(secret, MASK)
