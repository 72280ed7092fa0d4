"""Mistakes about the moment between two steps, and about the way on which a message comes."""

from lxml import etree
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

import bridge.app
import bridge.notice
from bridge.credentials import unauthorized
from bridge.crm import Session
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
