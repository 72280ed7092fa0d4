"""What all pages need: who is signed in, and what the frame around each page shows."""

from collections.abc import Mapping
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from mocks.control.pages.render import Renderer
from mocks.control.pages.session import Session
from mocks.control.pages.site import bare
from mocks.shipstation.accounts import User
from mocks.shipstation.api.calls import Endpoint
from mocks.shipstation.pages.refresh_jobs import RefreshJobs
from mocks.shipstation.server import ShipStation

SESSION = Session("shipstation")


def surroundings(shipstation: ShipStation, user: User) -> dict[str, object]:
    """What the frame of each page needs for someone who is signed in."""
    clock = shipstation.clocks.of(user.account)
    rejected = shipstation.notices.rejected(user.account)
    return {"user": user, "now": clock.now(), "frozen": clock.frozen, "rejected": rejected}


def frame(request: Request) -> Mapping[str, object]:
    """What a page shows around what went wrong: the menu of whoever is signed in."""
    shipstation: ShipStation = request.app.state.shipstation
    user = shipstation.accounts.user_of(SESSION.read(request).get("token", ""))
    return {"frame": "base.html", **surroundings(shipstation, user)} if user else bare(request)


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
        given = {**surroundings(self.shipstation(request), user), **context}
        return self.renderer(request).page(request, template, status, **given)

    def see_other(self, request: Request, path: str, text: str, *, good: bool = True) -> Response:
        """To another page, with a message there: what a form that was carried out leads to."""
        return self.renderer(request).flashes.see_other(request, path, text, "good" if good else "bad")
