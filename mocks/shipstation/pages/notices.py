"""Shipment notices: whether the stores know of what was shipped."""

from starlette.requests import Request
from starlette.responses import Response

from mocks.control.pages.form import read_form
from mocks.control.payload import Refusal
from mocks.shipstation.accounts import User
from mocks.shipstation.api.calls import number_of
from mocks.shipstation.notices import STATES, DeliveredAlready, Notice
from mocks.shipstation.pages.listing import SIZE, listing
from mocks.shipstation.pages.page import Page
from mocks.shipstation.pages.words import ERROR_UPDATING


class NoticeList(Page):
    """`/app/notices`."""

    async def get(self, request: Request) -> Response:
        """The notices of the account, or those in one state, newest first."""
        user = self.user(request)
        notices = self.shipstation(request).notices
        counts = notices.counts(user.account)
        asked = request.query_params.get("state", "all")
        state = next((known for known in STATES if known == asked), None)
        if state is None and asked != "all":
            raise Refusal(400, f'"state" must be all or one of {", ".join(STATES)}')
        total = counts[state] if state else sum(counts.values())
        page = listing(request, total, {"state": asked})
        found = notices.latest(user.account, state, page.offset, SIZE)
        return self.show(
            request, user, "notices.html", notices=found, counts=counts, state=state, listing=page
        )


class NoticePage(Page):
    """A page about one notice."""

    def notice(self, request: Request, user: User) -> Notice:
        """The notice of the path. Raises Refusal 404, also for one of another account."""
        notice = self.shipstation(request).notices.get(number_of(request, "No such notice"))
        if notice is None or notice.account != user.account:
            raise Refusal(404, "No such notice")
        return notice


class OneNotice(NoticePage):
    """`/app/notices/{id}`."""

    async def get(self, request: Request) -> Response:
        """What is told to the store, and each attempt."""
        user = self.user(request)
        return self.show(request, user, "notice.html", notice=self.notice(request, user))


class Retry(NoticePage):
    """`/app/notices/{id}/retry`."""

    async def post(self, request: Request) -> Response:
        """Send a failed notice again, now."""
        user = self.user(request)
        sent = await read_form(request)
        notice = self.notice(request, user)
        back = sent.get("next", "/app/notices")
        try:
            told = await self.shipstation(request).notices.send(notice.id)
        except DeliveredAlready:
            return self.see_other(request, back, "The notice has been delivered already.", good=False)
        if told is None:
            raise Refusal(404, "No such notice")
        if told.state == "delivered":
            return self.see_other(request, back, f"The store was told of order {told.order_number}.")
        text = f"{ERROR_UPDATING} order {told.order_number}: {told.attempts[-1]['message']}"
        return self.see_other(request, back, text, good=False)
