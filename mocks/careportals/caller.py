"""Who calls: the bearer token and the organization header of a request."""

from dataclasses import dataclass

from starlette.requests import Request

from mocks.careportals.accounts import email_key
from mocks.careportals.crm import Crm
from mocks.careportals.memberships import Membership
from mocks.careportals.roles import Permission, permissions, sees_assigned_only
from mocks.control.payload import Refusal

_CHALLENGE = {"WWW-Authenticate": "Bearer"}


def unauthorized(message: str) -> Refusal:
    """A 401."""
    return Refusal(401, message, headers=_CHALLENGE)


@dataclass(frozen=True)
class Caller:
    """The user who calls, with the role that they have at this moment."""

    membership: Membership

    @property
    def id(self) -> str:
        """The `_id` of the user."""
        return self.membership.id

    @property
    def organization(self) -> str:
        """The organization that the call is about; nothing of another one is ever shown."""
        return self.membership.organization

    @property
    def assigned_to(self) -> str | None:
        """The e-mail to which an order must be assigned to be seen; None if all may be seen."""
        role = self.membership.role
        return email_key(self.membership.email) if sees_assigned_only(role) else None

    def may(self, permission: Permission) -> bool:
        """Whether the role has a permission."""
        return permission in permissions(self.membership.role)

    def require(self, permission: Permission) -> None:
        """Raises Refusal 403 when the role lacks `permission`."""
        if not self.may(permission):
            raise Refusal(403, f"The role {self.membership.role} may not do this")


def holder(crm: Crm, organization: str, token: str) -> Caller | None:
    """The user who holds a token; None when it is not valid, or they are no user of it any more."""
    membership_id = crm.tokens.membership_id(token, organization)
    membership = crm.memberships.find(organization, membership_id) if membership_id else None
    return Caller(membership) if membership and membership.active else None


def caller(crm: Crm, request: Request, permission: Permission) -> Caller:
    """The user behind a request. Raises Refusal 401, or 403 when the role lacks `permission`."""
    organization = request.headers.get("organization", "")
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not organization:
        raise unauthorized("The headers Authorization: Bearer <token> and organization are needed")
    found = holder(crm, organization, token.strip())
    if found is None:
        raise unauthorized("The token is not valid for this organization; sign in again")
    found.require(permission)
    return found
