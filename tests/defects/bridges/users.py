"""Mistakes about who may pull."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

import bridge.app
from bridge.credentials import unauthorized
from bridge.crm import Session
from tests.defects.gallery import defect
from tests.defects.replies import Answer, empty_list, instead_of, replace, wrap_answer


@defect("USR-1", "USR-2", "USR-3", "USR-5", "STO-3", "STO-5", "STO-7", "STO-8")
def empty_list_for_strangers() -> None:
    """Wrong credentials get an empty list with 200."""
    instead_of({401}, empty_list, method="GET")


@defect("USR-2")
def remembers_the_first_refusal() -> None:
    """Who was refused once stays refused."""
    refused: set[tuple[str, str]] = set()
    original = Session.sign_in

    async def sign_in(self: Session) -> None:
        who = (self.organization, self.username)
        if who in refused:
            raise unauthorized("refused before")
        try:
            await original(self)
        except HTTPException:
            refused.add(who)
            raise

    replace(Session, "sign_in", sign_in)


@defect("USR-4", "STO-4")
def needs_the_users_list() -> None:
    """The user has to be allowed to manage users."""
    original = Session.sign_in

    async def sign_in(self: Session) -> None:
        await original(self)
        await self._call("GET", "/users")

    replace(Session, "sign_in", sign_in)


@defect("USR-5")
def answers_from_a_cache_when_refused() -> None:
    """A user who may not pull any more gets the last good answer again."""
    good: dict[str, bytes] = {}

    async def wrapper(original: Answer, request: Request) -> Response:
        path = request.url.path
        try:
            response = await original(request)
        except HTTPException as refusal:
            if refusal.status_code in {401, 403} and path in good:
                return Response(good[path], media_type="application/xml")
            raise
        good[path] = bytes(response.body)
        return response

    wrap_answer(wrapper)


@defect("USR-1", "USR-3", "STO-1", "STO-6", "MAP-2")
def reads_credentials_from_the_query_only() -> None:
    """SS-UserName and SS-Password are read, the Basic header is not."""
    original = bridge.app._answer

    async def answer(request: Request) -> Response:
        if "SS-UserName" not in request.query_params:
            raise unauthorized("no SS-UserName")
        return await original(request)

    replace(bridge.app, "_answer", answer)
