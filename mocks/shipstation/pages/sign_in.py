"""Log in and out."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mocks.control.pages.flash import local
from mocks.control.pages.form import read_form
from mocks.shipstation.pages.page import SESSION, Page


class SignIn(Page):
    """`/app/sign-in`."""

    async def get(self, request: Request) -> Response:
        """The form."""
        return self._form(request, {"next": request.query_params.get("next", "")})

    async def post(self, request: Request) -> Response:
        """Sign in and go on; 401 alike for whatever is wrong."""
        sent = await read_form(request)
        accounts = self.shipstation(request).accounts
        user = accounts.sign_in(*(sent.get(name, "") for name in ("account", "email", "password")))
        if user is None:
            error = "Account, e-mail address or password is wrong"
            return self._form(request, sent, 401, error)
        wanted = local(sent.get("next", ""))
        response = RedirectResponse(wanted if wanted.startswith("/app/") else "/app/orders", 303)
        SESSION.begin(request, response, token=accounts.issue_token(user))
        return response

    def _form(self, request: Request, sent: dict[str, str], status: int = 200, error: str = "") -> Response:
        shown = {name: sent.get(name, "") for name in ("account", "email", "next")}
        return self.renderer(request).page(request, "sign_in.html", status, sent=shown, error=error)


class SignOut(Page):
    """`/app/sign-out`."""

    async def post(self, request: Request) -> Response:
        """Let the token be worth nothing."""
        self.shipstation(request).accounts.revoke_token(SESSION.read(request).get("token", ""))
        response = self.see_other(request, "/app/sign-in", "You are logged out.")
        SESSION.end(request, response)
        return response
