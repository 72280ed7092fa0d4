"""Shipment notices: what was told to the store, and another try."""

from starlette.requests import Request
from starlette.responses import JSONResponse

from mocks.control.payload import Refusal, whole_number
from mocks.shipstation.api.calls import LARGEST_ID, Endpoint, number_of, parameters
from mocks.shipstation.notices import DeliveredAlready


class NoticeList(Endpoint):
    """`/notices`."""

    async def get(self, request: Request) -> JSONResponse:
        """The notices of the account, of one order, or in one state; oldest first."""
        user = self.user(request)
        given = parameters(request, ("order", "state"))
        order = whole_number(given["order"], "order", 0, LARGEST_ID) if "order" in given else None
        state = given.get("state")
        if state not in (None, "delivered", "failed"):
            raise Refusal(400, '"state" must be delivered or failed')
        notices = self.shipstation(request).notices.matching(user.account, order, state)
        return JSONResponse([notice.to_json() for notice in notices])


class Retry(Endpoint):
    """`/notices/{id}/retry`."""

    async def post(self, request: Request) -> JSONResponse:
        """Send a failed notice again, now."""
        user = self.user(request)
        notices = self.shipstation(request).notices
        notice = notices.get(number_of(request, "No such notice"))
        if notice is None or notice.account != user.account:
            raise Refusal(404, "No such notice")
        try:
            sent = await notices.send(notice.id)
        except DeliveredAlready:
            raise Refusal(409, "The notice has been delivered already") from None
        if sent is None:
            raise Refusal(404, "No such notice")
        return JSONResponse(sent.to_json(), 200 if sent.state == "delivered" else 502)
