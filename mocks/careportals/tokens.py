"""Bearer tokens: signed, short-lived, and about a membership only."""

import base64

import jwt

from mocks.careportals.settings import Settings
from mocks.careportals.store import Store
from mocks.control.clock import Clocks


class Tokens:
    """Issues tokens (HS256 [assumed]) and tells whose they are."""

    def __init__(self, store: Store, clocks: Clocks, settings: Settings) -> None:
        secret = base64.urlsafe_b64encode(store.secret("token")).decode()
        # As a key of PyJWT, for bare bytes are prepared anew for each token.
        self._key = jwt.PyJWK({"kty": "oct", "alg": "HS256", "k": secret})
        self._clocks = clocks
        self._settings = settings

    def issue(self, organization: str, membership_id: str) -> str:
        """A token for one membership, valid for `token_seconds` by the organization's clock."""
        at = int(self._clocks.of(organization).now().timestamp())
        claims = {
            "sub": membership_id,
            "org": organization,
            "iat": at,
            "exp": at + self._settings.token_seconds,
        }
        return jwt.encode(claims, self._key, algorithm="HS256")

    def membership_id(self, token: str, organization: str) -> str | None:
        """Whose token this is; None when it is forged, expired, or of another organization."""
        # Times are judged below, by the organization's clock instead of the machine's.
        options: jwt.types.Options = {"verify_exp": False, "verify_iat": False, "verify_nbf": False}
        try:
            claims = jwt.decode(token, self._key, algorithms=["HS256"], options=options)
        except (jwt.InvalidTokenError, RecursionError):  # deep nesting in a forged header
            return None
        if claims["org"] != organization:
            return None
        if claims["exp"] <= self._clocks.of(organization).now().timestamp():
            return None
        return str(claims["sub"])
