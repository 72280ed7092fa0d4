"""Sign-in, sign-up, and the activation of invited users."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from mocks.careportals.crm import Crm
from mocks.careportals.resource import resource
from mocks.careportals.sign_in import sign_in
from mocks.careportals.sign_up import activate, register
from mocks.control.payload import Refusal, only, read_object


class AuthApi:
    """The endpoints under /auth; none of them needs a token."""

    def __init__(self, crm: Crm) -> None:
        self._crm = crm

    def routes(self) -> list[Route]:
        """The routes."""
        return [
            resource("/auth", post=self.sign_in),
            resource("/auth/register", post=self.register),
            resource("/auth/activate/{token}", get=self.read_invitation, post=self.activate),
        ]

    async def sign_in(self, request: Request) -> JSONResponse:
        """A token for user name and password [doc]."""
        body = await read_object(request)
        only(body, {"username", "password"})
        organization = request.headers.get("organization", "")
        if not organization:
            raise Refusal(400, "The header organization is missing")
        username, password = body.get("username"), body.get("password")
        if not isinstance(username, str) or not isinstance(password, str):
            raise Refusal(400, '"username" and "password" must be given as text')
        return JSONResponse({"token": sign_in(self._crm, organization, username, password)})

    async def register(self, request: Request) -> JSONResponse:
        """Sign up by oneself; organizations that have invited this e-mail are linked at once [doc]."""
        body = await read_object(request)
        only(body, {"email", "password", "firstName", "lastName"})
        email, linked = register(self._crm, body)
        return JSONResponse({"email": email, "organizations": linked}, 201)

    async def read_invitation(self, request: Request) -> JSONResponse:
        """Whom a sign-up link invites, and where to."""
        member = self._crm.memberships.of_link(request.path_params["token"])
        return JSONResponse({"email": member.email, "organization": member.organization})

    async def activate(self, request: Request) -> JSONResponse:
        """Set the password of an invited user, who is active from then on [doc]."""
        body = await read_object(request)
        only(body, {"password", "firstName", "lastName"})
        member = activate(self._crm, request.path_params["token"], body)
        return JSONResponse({"email": member.email, "organization": member.organization})
