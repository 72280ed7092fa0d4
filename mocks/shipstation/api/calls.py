"""What all endpoints need: who calls, and parameters that can be trusted."""

from collections.abc import Collection

from starlette.endpoints import HTTPEndpoint
from starlette.requests import Request
from starlette.types import Scope

from mocks.control.payload import Refusal
from mocks.shipstation.accounts import User
from mocks.shipstation.server import ShipStation
from mocks.shipstation.stores import Store

LARGEST_ID = 2**63 - 1
"""SQLite has no larger integers."""

_ACCOUNT = "shipstation.account"


def tenant_of(scope: Scope) -> str | None:
    """For the journal: the account of whoever called."""
    account: str | None = scope.get(_ACCOUNT)
    return account


class Endpoint(HTTPEndpoint):
    """An endpoint that knows the server and the caller."""

    @staticmethod
    def shipstation(request: Request) -> ShipStation:
        """The server's state."""
        shipstation: ShipStation = request.app.state.shipstation
        return shipstation

    @staticmethod
    def acts_for(request: Request, account: str) -> None:
        """Whose request this is, for the journal."""
        request.scope[_ACCOUNT] = account

    def user(self, request: Request) -> User:
        """The signed-in caller. Raises Refusal 401."""
        scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
        user = (
            self.shipstation(request).accounts.user_of(token.strip()) if scheme.lower() == "bearer" else None
        )
        if user is None:
            raise Refusal(401, "Sign in first", headers={"WWW-Authenticate": "Bearer"})
        self.acts_for(request, user.account)
        return user

    def admin(self, request: Request) -> User:
        """The caller, who has to be an admin [guide G7]. Raises Refusal 401 or 403."""
        user = self.user(request)
        if user.role != "admin":
            raise Refusal(403, "Only an admin of this account can set up a store")
        return user

    def store(self, request: Request, user: User) -> Store:
        """The store of the path. Raises Refusal 404, also for one of another account."""
        store = self.shipstation(request).stores.get(number_of(request, "No such store"))
        if store is None or store.account != user.account:
            raise Refusal(404, "No such store")
        return store


def number_of(request: Request, missing: str) -> int:
    """The id in the path. Raises Refusal 404 for one that no thing can have."""
    number: int = request.path_params["id"]
    if number > LARGEST_ID:
        raise Refusal(404, missing)
    return number


def parameters(request: Request, known: Collection[str]) -> dict[str, str]:
    """The query's parameters. Raises Refusal 400 for an unknown or repeated one."""
    pairs = request.query_params.multi_items()
    found = dict(pairs)
    if unknown := set(found) - set(known):
        raise Refusal(400, f"Unknown parameter: {', '.join(sorted(unknown))[:200]}")
    if len(found) < len(pairs):
        raise Refusal(400, "A parameter is given twice")
    return found
