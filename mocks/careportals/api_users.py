"""The users of an organization: list, invite, edit, remove, reset the password."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mocks.careportals.accounts import email_address
from mocks.careportals.caller import Caller, caller
from mocks.careportals.crm import Crm
from mocks.careportals.memberships import EDITABLE, Membership
from mocks.careportals.passwords import generated
from mocks.careportals.resource import resource
from mocks.careportals.roles import is_owner, known_role
from mocks.control.payload import Refusal, only, read_object, text


class UsersApi:
    """The endpoints under /users; all need the permission `users`."""

    def __init__(self, crm: Crm) -> None:
        self._crm = crm

    def routes(self) -> list[Route]:
        """The routes."""
        return [
            resource("/users", get=self.read_all, post=self.invite),
            resource("/users/{_id}", get=self.read, patch=self.edit, delete=self.remove),
            resource("/users/{_id}/reset-password", post=self.reset_password),
        ]

    async def read_all(self, request: Request) -> JSONResponse:
        """All users, in the order in which they were added."""
        actor = caller(self._crm, request, "users")
        members = self._crm.memberships.of_organization(actor.organization)
        return JSONResponse([member.to_json() for member in members])

    async def invite(self, request: Request) -> JSONResponse:
        """Add a user, who is listed at once and gets a mail [doc]."""
        actor = caller(self._crm, request, "users")
        body = await read_object(request)
        only(body, {"email", "role"})
        email, role = email_address(body.get("email")), known_role(body.get("role"))
        _may_give(actor, role)
        return JSONResponse(self._crm.memberships.add(actor.organization, email, role).to_json(), 201)

    async def read(self, request: Request) -> JSONResponse:
        """One user."""
        actor = caller(self._crm, request, "users")
        return JSONResponse(self._member(actor, request).to_json())

    async def edit(self, request: Request) -> JSONResponse:
        """Change role, name, phone number or group."""
        actor = caller(self._crm, request, "users")
        body = await read_object(request)
        only(body, set(EDITABLE))
        changes = {field: text(body, field, default="", limit=100) for field in body if field != "role"}
        member = self._member(actor, request)
        if "role" in body:
            changes["role"] = known_role(body["role"])
            if changes["role"] != member.role:
                _may_give(actor, changes["role"])
                _may_take_from(actor, member)
        return JSONResponse(self._crm.memberships.edit(member, changes).to_json())

    async def remove(self, request: Request) -> Response:
        """Remove a user from the organization; their tokens are worth nothing from then on."""
        actor = caller(self._crm, request, "users")
        member = self._member(actor, request)
        _may_take_from(actor, member)
        self._crm.memberships.remove(member)
        return Response(status_code=204)

    async def reset_password(self, request: Request) -> Response:
        """Mail the user a new password [doc]; the old one stops working."""
        actor = caller(self._crm, request, "users")
        member = self._member(actor, request)
        if not member.active:
            raise Refusal(409, "The account is not active yet")
        password = generated(self._crm.settings)
        with self._crm.store.transaction():
            self._crm.accounts.change_password(member.email, password)
            self._crm.outbox.send(
                actor.organization, member.email, "Your New Password", f"New password: {password}"
            )
        return Response(status_code=204)

    def _member(self, actor: Caller, request: Request) -> Membership:
        member = self._crm.memberships.find(actor.organization, request.path_params["_id"])
        if member is None:
            raise Refusal(404, "There is no such user")
        return member


def _may_give(actor: Caller, role: str) -> None:
    if is_owner(role) and not is_owner(actor.membership.role):
        raise Refusal(403, "Only an Owner can make somebody an Owner")


def _may_take_from(actor: Caller, member: Membership) -> None:
    """An Admin cannot remove an Owner [doc], nor demote one."""
    if is_owner(member.role) and not is_owner(actor.membership.role):
        raise Refusal(403, "Only an Owner can remove or demote an Owner")
