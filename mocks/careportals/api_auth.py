"""Sign-in, sign-up, and the activation of invited users."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from mocks.careportals.accounts import email_address
from mocks.careportals.caller import unauthorized
from mocks.careportals.crm import Crm
from mocks.careportals.passwords import new_password
from mocks.careportals.resource import resource
from mocks.control.payload import Refusal, only, read_object, text


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
        if seconds := self._crm.attempts.wait(organization, username):
            later = {"Retry-After": str(seconds)}
            raise Refusal(429, "Too many failed sign-ins; try again later", headers=later)
        # Both are always asked, so that the time does not tell who exists where.
        member = self._crm.memberships.of_person(organization, username)
        known = self._crm.accounts.has_password(username, password)
        if member is None or not known:
            self._crm.attempts.failed(organization, username)
            raise unauthorized("Invalid credentials")
        return JSONResponse({"token": self._crm.tokens.issue(organization, member.id)})

    async def register(self, request: Request) -> JSONResponse:
        """Sign up by oneself; organizations that have invited this e-mail are linked at once [doc]."""
        body = await read_object(request)
        only(body, {"email", "password", "firstName", "lastName"})
        email = email_address(body.get("email"))
        password = new_password(body.get("password"), self._crm.settings)
        self._crm.accounts.create(email, password, *_names(body))
        linked = [member.organization for member in self._crm.memberships.of_email(email)]
        return JSONResponse({"email": email, "organizations": linked}, 201)

    async def read_invitation(self, request: Request) -> JSONResponse:
        """Whom a sign-up link invites, and where to."""
        member = self._crm.memberships.of_link(request.path_params["token"])
        return JSONResponse({"email": member.email, "organization": member.organization})

    async def activate(self, request: Request) -> JSONResponse:
        """Set the password of an invited user, who is active from then on [doc]."""
        body = await read_object(request)
        only(body, {"password", "firstName", "lastName"})
        member = self._crm.memberships.of_link(request.path_params["token"])
        password = new_password(body.get("password"), self._crm.settings)
        self._crm.accounts.create(member.email, password, *_names(body))
        return JSONResponse({"email": member.email, "organization": member.organization})


def _names(body: dict[str, object]) -> tuple[str, str]:
    first, last = (text(body, name, default="", limit=100) for name in ("firstName", "lastName"))
    return first, last
