"""What all pages share: who looks at them, the frame around them, and the way back after a form."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from mocks.careportals.caller import Caller, holder
from mocks.careportals.crm import Crm
from mocks.careportals.resource import Handler
from mocks.careportals.roles import Permission
from mocks.control.pages.flash import Tone
from mocks.control.pages.render import Renderer
from mocks.control.pages.session import Session
from mocks.control.payload import Refusal

SIGN_IN = "/app/sign-in"

SignedIn = Callable[[Request, Caller], Awaitable[Response]]
"""A page for somebody who is signed in."""

NAME, TITLE = "careportals", "CarePortals"


class Portal:
    """The pages' way to the CRM; `public_url` is the mock's address in mails, as for the control side."""

    def __init__(self, crm: Crm, public_url: str | None) -> None:
        self.crm = crm
        self.public_url = public_url
        self.renderer = Renderer("mocks.careportals.pages", NAME, TITLE)
        self.session = Session(NAME)

    def actor(self, request: Request) -> Caller | None:
        """Who is signed in, looked up anew each time: who was removed is out at once."""
        held = self.session.read(request)
        return holder(self.crm, held.get("organization", ""), held.get("token", ""))

    def signed_in(self, serve: SignedIn, permission: Permission | None = None) -> Handler:
        """`serve` for those who are signed in and have `permission`; the others are told what to do.

        A Refusal that it raises is shown in the frame of the pages.
        """

        async def guarded(request: Request) -> Response:
            actor = self.actor(request)
            if actor is None:
                return self._to_sign_in(request)
            try:
                if permission is not None:
                    actor.require(permission)
                return await serve(request, actor)
            except Refusal as refusal:
                return self.refused(request, actor, refusal)

        return guarded

    def frame(self, request: Request) -> dict[str, object]:
        """What a page shows around what went wrong: the menu of whoever is signed in."""
        return {"frame": "portal.html", "actor": self.actor(request)}

    def page(
        self, request: Request, template: str, actor: Caller | None, status: int = 200, /, **context: object
    ) -> Response:
        """A page with the menu of `actor`; None for somebody who is not signed in."""
        return self.renderer.page(request, template, status, actor=actor, **context)

    def refused(self, request: Request, actor: Caller, refusal: Refusal) -> Response:
        """A page that says why not."""
        status, message = refusal.status_code, refusal.detail
        return self.page(request, "refused.html", actor, status, code=status, message=message)

    def see_other(self, request: Request, path: str, text: str = "", tone: Tone = "good") -> Response:
        """Where a form that was carried out leads, with what to say there."""
        return self.renderer.flashes.see_other(request, path, text, tone)

    def _to_sign_in(self, request: Request) -> Response:
        """To the sign-in page, and from there to the page that was asked for."""
        reading = request.method in ("GET", "HEAD")
        query = f"?{request.url.query}" if request.url.query else ""
        back = f"{request.scope['raw_path'].decode('ascii', 'replace')}{query}" if reading else ""
        target = f"{SIGN_IN}?{urlencode({'next': back})}" if back not in ("", "/app") else SIGN_IN
        if not self.session.read(request):
            return self.see_other(request, target)
        response = self.see_other(request, target, "Your session has ended. Sign in again.", "info")
        self.session.end(request, response)
        return response
