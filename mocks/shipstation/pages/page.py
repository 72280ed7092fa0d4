"""What all pages need: who is signed in, and what the frame around each page shows."""

from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from mocks.control.pages.render import Renderer
from mocks.control.pages.session import Session
from mocks.shipstation.accounts import User
from mocks.shipstation.api.calls import Endpoint
from mocks.shipstation.pages.refresh_jobs import RefreshJobs

SESSION = Session("shipstation")


class Page(Endpoint):
    """A page, or what a form of one leads to. Signed in is who has a token, as with the API."""

    def user(self, request: Request) -> User:
        """Who is signed in. Others are led to the sign-in, and from there to where they wanted to go."""
        token = SESSION.read(request).get("token", "")
        user = self.shipstation(request).accounts.user_of(token)
        if user is None:
            wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            back = f"?next={quote(wanted)}" if request.method == "GET" else ""
            raise HTTPException(303, "Log in first", {"Location": f"/app/sign-in{back}"})
        return user

    @staticmethod
    def renderer(request: Request) -> Renderer:
        """What makes pages."""
        renderer: Renderer = request.app.state.renderer
        return renderer

    @staticmethod
    def jobs(request: Request) -> RefreshJobs:
        """The refreshes that were started from pages."""
        jobs: RefreshJobs = request.app.state.jobs
        return jobs

    def show(
        self, request: Request, user: User, template: str, status: int = 200, **context: object
    ) -> Response:
        """A page for someone who is signed in."""
        shipstation = self.shipstation(request)
        clock = shipstation.clocks.of(user.account)
        return self.renderer(request).page(
            request,
            template,
            status,
            user=user,
            now=clock.now(),
            frozen=clock.frozen,
            rejected=shipstation.notices.rejected(user.account),
            **context,
        )

    def see_other(self, request: Request, path: str, text: str, *, good: bool = True) -> Response:
        """To another page, with a message there: what a form that was carried out leads to."""
        return self.renderer(request).flashes.see_other(request, path, text, "good" if good else "bad")
