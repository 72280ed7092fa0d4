"""Sign in, sign out, and the page that one comes to first."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mocks.careportals.caller import Caller
from mocks.careportals.pages.form_errors import field_errors
from mocks.careportals.pages.portal import SIGN_IN, Portal
from mocks.careportals.resource import resource
from mocks.careportals.sign_in import sign_in
from mocks.control.pages.flash import local
from mocks.control.pages.form import read_form
from mocks.control.payload import Refusal


class Entrance:
    """The pages around the others."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def routes(self) -> list[Route]:
        """The routes."""
        return [
            resource("/", get=self.lead_in),
            resource("/app", get=self._portal.signed_in(self.home)),
            resource(SIGN_IN, get=self.form, post=self.sign_in),
            resource("/app/sign-out", post=self.sign_out),
        ]

    async def lead_in(self, request: Request) -> Response:
        """From the mock's root, for browsers."""
        return self._portal.see_other(request, "/app")

    async def home(self, request: Request, actor: Caller) -> Response:
        """On to the orders, for those who may see them."""
        if actor.may("orders"):
            return self._portal.see_other(request, "/app/orders")
        return self._portal.page(request, "home.html", actor)

    async def form(self, request: Request) -> Response:
        """The sign-in form; a link may fill in `organization` and `email`."""
        return self._form(request, dict(request.query_params))

    def _form(self, request: Request, given: dict[str, str], refusal: Refusal | None = None) -> Response:
        errors, status = field_errors(refusal, "password")
        values = {name: given.get(name, "")[:254] for name in ("organization", "email")}
        response = self._portal.page(
            request, "sign_in.html", None, status, errors=errors, given=values, next=_next(given)
        )
        if refusal and refusal.status_code == 429:
            response.headers.update(refusal.headers or {})
        return response

    async def sign_in(self, request: Request) -> Response:
        """Begin a session, and lead to the page that was asked for before."""
        given = await read_form(request)
        organization, email = (given.get(name, "").strip() for name in ("organization", "email"))
        try:
            token = sign_in(self._portal.crm, organization, email, given.get("password", ""))
        except Refusal as refusal:
            return self._form(request, given, refusal)
        response = self._portal.see_other(request, _next(given) or "/app")
        self._portal.session.begin(request, response, organization=organization, token=token)
        return response

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        response = self._portal.see_other(request, SIGN_IN, "You have signed out.", "info")
        self._portal.session.end(request, response)
        return response


def _next(given: dict[str, str]) -> str:
    """The page that was asked for before signing in; empty for none, and for addresses that are no page."""
    path = given.get("next", "")
    return path if path.startswith("/app/") and local(path) == path else ""
