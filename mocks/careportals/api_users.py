"""The users of an organization: list, invite, edit, remove, reset the password."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mocks.careportals.accounts import email_address
from mocks.careportals.caller import caller
from mocks.careportals.crm import Crm
from mocks.careportals.memberships import EDITABLE
from mocks.careportals.resource import resource
from mocks.careportals.roles import known_role
from mocks.careportals.team import Team
from mocks.control.payload import only, read_object, text


class UsersApi:
    """The endpoints under /users; all need the permission `users`."""

    def __init__(self, crm: Crm) -> None:
        self._crm = crm
        self._team = Team(crm)

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
        return JSONResponse([member.to_json() for member in self._team.read(actor)])

    async def invite(self, request: Request) -> JSONResponse:
        """Add a user, who is listed at once and gets a mail [doc]."""
        actor = caller(self._crm, request, "users")
        body = await read_object(request)
        only(body, {"email", "role"})
        email, role = email_address(body.get("email")), known_role(body.get("role"))
        return JSONResponse(self._team.invite(actor, email, role).to_json(), 201)

    async def read(self, request: Request) -> JSONResponse:
        """One user."""
        actor = caller(self._crm, request, "users")
        return JSONResponse(self._team.find(actor, request.path_params["_id"]).to_json())

    async def edit(self, request: Request) -> JSONResponse:
        """Change role, name, phone number or group."""
        actor = caller(self._crm, request, "users")
        body = await read_object(request)
        only(body, set(EDITABLE))
        changes = {field: text(body, field, default="", limit=100) for field in body if field != "role"}
        member = self._team.find(actor, request.path_params["_id"])
        if "role" in body:
            changes["role"] = known_role(body["role"])
        return JSONResponse(self._team.edit(actor, member, changes).to_json())

    async def remove(self, request: Request) -> Response:
        """Remove a user from the organization; their tokens are worth nothing from then on."""
        actor = caller(self._crm, request, "users")
        self._team.remove(actor, self._team.find(actor, request.path_params["_id"]))
        return Response(status_code=204)

    async def reset_password(self, request: Request) -> Response:
        """Mail the user a new password [doc]; the old one stops working."""
        actor = caller(self._crm, request, "users")
        self._team.reset_password(actor, self._team.find(actor, request.path_params["_id"]))
        return Response(status_code=204)
