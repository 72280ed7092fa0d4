"""Who asks: an organization from the URL, and its user's name and password from the Basic header."""

import base64
import re
from dataclasses import dataclass, field

from starlette.exceptions import HTTPException

# No rule is published; all known keys are lower-case letters and underscores [assumed].
_ORGANIZATION = re.compile(r"[a-z0-9_]{1,64}")
_CHALLENGE = {"WWW-Authenticate": 'Basic realm="CarePortals", charset="UTF-8"'}


def unauthorized(reason: str) -> HTTPException:
    """A 401 with the challenge that a client waiting for one needs."""
    return HTTPException(401, reason, _CHALLENGE)


@dataclass(frozen=True)
class Credentials:
    """As typed into ShipStation's store form; the CRM alone decides whether they are right."""

    organization: str
    username: str
    password: str = field(repr=False)


def read_credentials(organization: str, authorization: list[str]) -> Credentials:
    """Credentials from the values of the Authorization header. Raises HTTPException 401."""
    if len(authorization) != 1:
        raise unauthorized("Sign in with the email and password of a CarePortals user")
    scheme, _, encoded = authorization[0].partition(" ")
    try:
        pair = base64.b64decode(encoded.strip(), validate=True).decode()
    except ValueError:
        pair = ""
    # The password may hold colons: RFC 7617 splits at the first.
    username, colon, password = pair.partition(":")
    if scheme.lower() != "basic" or not colon or not username or not password:
        raise unauthorized("The Authorization header is not a Basic one with email and password")
    if not _ORGANIZATION.fullmatch(organization):
        raise unauthorized("The URL does not name an organization of CarePortals")
    return Credentials(organization, username, password)
