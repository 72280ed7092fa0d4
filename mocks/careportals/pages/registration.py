"""Sign-up: the page behind the link in an invitation, and self-registration."""

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mocks.careportals.pages.form_errors import field_errors
from mocks.careportals.pages.portal import SIGN_IN, Portal
from mocks.careportals.resource import resource
from mocks.careportals.sign_up import activate, register
from mocks.control.pages.form import read_form
from mocks.control.payload import Refusal


class Registration:
    """The pages under /auth, where the API has its endpoints too."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def routes(self) -> list[Route]:
        """The routes."""
        return [
            resource("/auth/register", get=self.form, post=self.register),
            resource("/auth/activate/{token}", get=self.invitation, post=self.activate),
        ]

    async def form(self, request: Request) -> Response:
        """The form for an account of one's own."""
        return self._form(request, {})

    def _form(self, request: Request, given: Mapping[str, str], refusal: Refusal | None = None) -> Response:
        errors, status = field_errors(refusal, "email")
        return self._page(request, "register.html", given, errors, status)

    def _page(
        self,
        request: Request,
        template: str,
        given: Mapping[str, str],
        errors: Mapping[str, str],
        status: int,
        **context: object,
    ) -> Response:
        values = {name: given.get(name, "") for name in ("email", "firstName", "lastName")}
        minimum = self._portal.crm.settings.password_minimum
        return self._portal.page(
            request, template, None, status, given=values, errors=errors, minimum=minimum, **context
        )

    async def register(self, request: Request) -> Response:
        """Make the account; organizations that have added this e-mail are linked at once."""
        given = await read_form(request)
        try:
            email, linked = register(self._portal.crm, {**given, "email": given.get("email", "").strip()})
        except Refusal as refusal:
            return self._form(request, given, refusal)
        said = f"It is linked to {', '.join(linked)}." if linked else _UNLINKED
        return self._to_sign_in(request, email, linked[0] if linked else "", f"Your account is ready. {said}")

    async def invitation(self, request: Request) -> Response:
        """The page behind the link in the mail."""
        return self._invitation(request, {})

    def _invitation(
        self, request: Request, given: Mapping[str, str], refusal: Refusal | None = None
    ) -> Response:
        try:
            member = self._portal.crm.memberships.of_link(request.path_params["token"])
        except Refusal as spent:
            return self._portal.page(
                request, "spent_link.html", None, spent.status_code, message=spent.detail
            )
        errors, status = field_errors(refusal, "password")
        return self._page(request, "activate.html", given, errors, status, member=member)

    async def activate(self, request: Request) -> Response:
        """Set the password of the invited user, who is active from then on."""
        given = await read_form(request)
        try:
            member = activate(self._portal.crm, request.path_params["token"], given)
        except Refusal as refusal:
            return self._invitation(request, given, refusal)
        return self._to_sign_in(
            request, member.email, member.organization, "Your account is active. Sign in with your password."
        )

    def _to_sign_in(self, request: Request, email: str, organization: str, text: str) -> Response:
        query = urlencode({"organization": organization, "email": email})
        return self._portal.see_other(request, f"{SIGN_IN}?{query}", text)


_UNLINKED = "No organization has added this email yet; once one does, it is linked to it by itself."
