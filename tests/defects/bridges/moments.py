"""Mistakes about the moment between two steps, and about the way on which a message comes."""

from typing import Any

from lxml import etree
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

import bridge.app
import bridge.notice
from bridge.connection import Reply
from bridge.credentials import unauthorized
from bridge.crm import Session
from bridge.notice import Notice
from bridge.pull import Page, Pulls
from bridge.record import Record
from bridge.window import Window
from tests.defects.gallery import defect
from tests.defects.replies import Answer, replace, wrap_answer


@defect("NOT-27")
def sets_the_status_whatever_has_happened() -> None:
    """The order is shipped without a look at whether it still is what it was."""
    original = Session.set_status

    async def set_status(self: Session, key: str, status: str, _version: int | None) -> bool:
        return await original(self, key, status, None)

    replace(Session, "set_status", set_status)


@defect("NOT-27")
def takes_a_conflict_for_done() -> None:
    """An order that has changed meanwhile was changed by somebody who knows, and is left alone."""
    original = Session.set_status

    async def set_status(self: Session, key: str, status: str, version: int | None) -> bool:
        await original(self, key, status, version)
        return True

    replace(Session, "set_status", set_status)


@defect("FLT-9")
def takes_trouble_for_a_wrong_password() -> None:
    """Whoever cannot be signed in is told that the password is wrong."""
    original = Session.sign_in

    async def sign_in(self: Session) -> None:
        try:
            await original(self)
        except HTTPException:
            raise unauthorized("The password is wrong") from None

    replace(Session, "sign_in", sign_in)


@defect("NOT-12")
def stumbles_over_a_byte_order_mark() -> None:
    """A body that begins with the byte order mark of UTF-8 is no XML."""
    original = bridge.notice._parse

    def parse(body: bytes) -> etree._Element:
        if body.startswith(b"\xef\xbb\xbf"):
            raise HTTPException(400, "The body is not well-formed XML")
        return original(body)

    replace(bridge.notice, "_parse", parse)


@defect("NOT-28")
def does_not_like_to_be_asked_first() -> None:
    """A client that asks whether it may send a body is told that this cannot be."""

    async def wrapper(original: Answer, request: Request) -> Response:
        if "expect" in request.headers:
            raise HTTPException(417, "No expectation can be met here")
        return await original(request)

    wrap_answer(wrapper)


@defect("NOT-28")
def reads_as_much_as_was_announced() -> None:
    """A body whose length was not given is none."""
    original = bridge.app._read_body

    async def read(request: Request) -> bytes:
        body = await original(request)
        return body[: int(request.headers.get("content-length", "0"))]

    replace(bridge.app, "_read_body", read)


@defect("NOT-18")
def decides_by_the_order_as_it_was_read() -> None:
    """Whether all has left is reckoned from the parcels that were there before, and this one."""

    async def record(session: Session, notice: Notice) -> None:
        key, order = await bridge.notice._find(session, notice)
        contents = bridge.notice._contents(Record(order), notice)
        if contents:
            items = [{"sku": sku, "quantity": quantity} for sku, quantity in contents.items()]
            shipment: dict[str, object] = {"carrier": notice.carrier, "service": notice.service}
            shipment |= {
                "shipDate": notice.ship_date,
                "trackingNumber": notice.tracking_number,
                "lineItems": items,
            }
            idempotency_key = notice.idempotency_key(session.organization, key)
            kept = await session.add_shipment(key, shipment, idempotency_key)
            before = [each["trackingNumber"] for each in order["shipments"]]
            seen = [*before, notice.tracking_number]
            order = kept | {
                "shipments": [each for each in kept["shipments"] if each["trackingNumber"] in seen]
            }
        await bridge.notice._complete(session, key, order)

    replace(bridge.app, "record_shipment", record)


def _ends_behind_page_1(statuses: set[int], reply: Reply) -> None:
    """Take `reply` for what CarePortals answers behind the first page with one of `statuses`."""
    original = Session._call

    async def call(self: Session, method: str, path: str, **named: Any) -> Reply:
        if path != "/orders" or "cursor" not in (named.get("parameters") or {}):
            return await original(self, method, path, **named)
        answer = await original(self, method, path, **named, expected=(200, *statuses))
        return reply if answer.status in statuses else answer

    replace(Session, "_call", call)


NOTHING = Reply(200, b'{"orders": [], "total": 0, "nextCursor": null}')


@defect("FLT-2")
def takes_a_cursor_that_is_gone_for_the_end() -> None:
    """Behind the first page, 400 and 404 are the end of the list."""
    _ends_behind_page_1({400, 404}, NOTHING)


@defect("FLT-2")
def has_done_enough_when_it_is_told_to_wait() -> None:
    """Behind the first page, 429 is the end of the list: what was given has to do."""
    _ends_behind_page_1({429}, NOTHING)


@defect("FLT-2")
def ends_a_pull_when_nobody_answers() -> None:
    """A page behind the first for which CarePortals takes too long is an empty one."""
    original = Pulls.page

    async def page(self: Pulls, session: Session, window: Window, number: int) -> Page:
        try:
            return await original(self, session, window, number)
        except HTTPException as trouble:
            if number > 1 and trouble.status_code in (503, 504):
                return Page([], number)
            raise

    replace(Pulls, "page", page)


def _patient(method: str, *, at_sign_in: bool) -> None:
    """Wait without a limit for calls with this method."""
    original = Session._call

    async def call(self: Session, sent: str, path: str, **named: Any) -> Reply:
        usual = self._timeout
        if sent == method and (path == "/auth") == at_sign_in:
            self._timeout = 3600.0
        try:
            return await original(self, sent, path, **named)
        finally:
            self._timeout = usual

    replace(Session, "_call", call)


@defect("FLT-6")
def signs_in_without_a_time_limit() -> None:
    """The sign-in is waited for as long as it takes."""
    _patient("POST", at_sign_in=True)


@defect("FLT-6")
def adds_shipments_without_a_time_limit() -> None:
    """A shipment is waited for as long as it takes."""
    _patient("POST", at_sign_in=False)


@defect("FLT-6")
def sets_statuses_without_a_time_limit() -> None:
    """A new status is waited for as long as it takes."""
    _patient("PATCH", at_sign_in=False)
