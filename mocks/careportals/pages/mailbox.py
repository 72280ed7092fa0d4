"""The mail outbox: what CarePortals would have sent, a page of the control side."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mocks.careportals.pages.gate import OUTBOX
from mocks.careportals.pages.portal import Portal
from mocks.careportals.resource import resource

LATEST = 100


class MailboxPage:
    """It asks for no sign-in, like all of the control side."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def routes(self) -> list[Route]:
        """The routes."""
        return [resource(OUTBOX, get=self.mails)]

    async def mails(self, request: Request) -> Response:
        """The latest mails of an organization and a recipient, newest first."""
        query = request.query_params
        given = {name: query.get(name, "").strip()[:254] for name in ("organization", "to")}
        base = (self._portal.public_url or str(request.base_url)).rstrip("/")
        mails = self._portal.crm.outbox.read(
            base, given["organization"] or None, given["to"] or None, latest=LATEST + 1
        )
        return self._portal.page(
            request,
            "outbox.html",
            self._portal.actor(request),
            mails=mails[::-1][:LATEST],
            more=len(mails) > LATEST,
            given=given,
            organizations=self._portal.crm.organizations.keys(),
        )
