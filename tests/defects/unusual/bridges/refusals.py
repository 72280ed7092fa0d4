"""Unusual words and numbers of refusals, where several are right."""

import json
import uuid
from base64 import b64decode
from collections import Counter
from datetime import UTC, datetime
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

import bridge.app
from bridge.crm import Session
from tests.defects.replies import Answer, replace, wrap_answer
from tests.defects.unusual.answers import body_of, change_refusals, with_body
from tests.defects.unusual.catalogue import unusual

WORDS = ("AUT-1", "AUT-3", "AUT-10", "AUT-20", "STO-7", "NOT-11", "NOT-16", "SEC-9", "SEC-11")
CODES = ("NOT-4", "NOT-6", "NOT-10", "NOT-11", "NOT-16", "NOT-19", "NOT-21", "NOT-25", "SEC-1", "SEC-5")


@unusual(*WORDS)
def refuses_in_xml() -> None:
    """A refusal is an XML document of one element."""
    change_refusals(
        lambda _request, answer: with_body(
            answer, b"<?xml version='1.0'?><Error>Refused</Error>", **{"content-type": "text/xml"}
        )
    )


@unusual(*WORDS, "SEC-2", "SEC-3", "SEC-10")
def names_what_it_refuses() -> None:
    """A refusal says who asked for what, and when."""

    def named(request: Request, answer: Response) -> Response:
        who = read_user(request.headers.get("authorization", ""))
        what = f"{request.method} {quote(request.url.path)} by {who} at {datetime.now(UTC):%H:%M:%S.%f}"
        return with_body(answer, f"{what}: {body_of(answer).decode().strip()}".encode())

    change_refusals(named)


def read_user(authorization: str) -> str:
    """The user's name in a Basic header, quoted."""
    try:
        return quote(b64decode(authorization.partition(" ")[2]).partition(b":")[0].decode()[:50], safe="@")
    except ValueError:
        return "somebody"


@unusual(*WORDS)
def refuses_in_json() -> None:
    """A refusal is a problem document in JSON, with a number of its own by which it is found in the log."""

    def problem(request: Request, answer: Response) -> Response:
        told = {"type": "about:blank", "status": answer.status_code, "instance": f"urn:uuid:{uuid.uuid4()}"}
        body = json.dumps({**told, "detail": body_of(answer).decode().strip()}).encode()
        return with_body(answer, body, **{"content-type": "application/problem+json"})

    change_refusals(problem)


@unusual(*WORDS)
def refuses_without_words() -> None:
    """A refusal has no body at all: the number says it."""
    change_refusals(lambda _request, answer: with_body(answer, b""))


def _renumbered(numbers: dict[int, int], *, method: str) -> None:
    """Refuse with other status codes."""

    async def wrapper(original: Answer, request: Request) -> Response:
        try:
            return await original(request)
        except HTTPException as refusal:
            if request.method == method and refusal.status_code in numbers:
                number = numbers[refusal.status_code]
                raise HTTPException(number, refusal.detail, refusal.headers) from None
            raise

    wrap_answer(wrapper)


@unusual(*CODES)
def refuses_notices_with_400() -> None:
    """Whatever is wrong with a notice, it is 400."""
    _renumbered({404: 400, 409: 400, 413: 400}, method="POST")


@unusual(*CODES)
def refuses_notices_with_422() -> None:
    """Whatever is wrong with a notice, it is 422; an order that is gone is 410."""
    _renumbered({400: 422, 404: 410, 409: 422, 413: 422}, method="POST")


@unusual(*CODES)
def refuses_notices_with_409() -> None:
    """Whatever is wrong with a notice, it is in conflict with the orders: 409."""
    _renumbered({400: 409, 404: 409, 413: 409}, method="POST")


@unusual("WIN-3", "WIN-4", "WIN-5", "PAG-3", "PAG-4", "AUT-10", "AUT-11", "SEC-9", "AUT-20")
def refuses_questions_with_422() -> None:
    """A question that cannot be answered is 422."""
    _renumbered({400: 422}, method="GET")


@unusual("WIN-3", "PAG-3", "AUT-10", "AUT-11")
def refuses_questions_with_404() -> None:
    """A question that cannot be answered is one for something that is not there: 404."""
    _renumbered({400: 404}, method="GET")


@unusual("STO-2", "STO-3", "STO-7", "SEC-2", "SEC-9", "AUT-1", unmet=("SEC-11",))
def knows_its_clinics() -> None:
    """The address of a clinic that is none is 404, whoever asks."""

    async def wrapper(original: Answer, request: Request) -> Response:
        known = (await request.state.ask("GET", "/_control/organizations")).json()
        if request.path_params["org"] not in {clinic["org_key"] for clinic in known}:
            raise HTTPException(404, "There is no such clinic")
        return await original(request)

    wrap_answer(wrapper)


@unusual("STO-3", "USR", "AUT-9", "SEC-9", "SEC-12")
def lets_guessers_wait() -> None:
    """After ten wrong passwords for a user, wrong ones are 429; the right one is let in."""
    wrong: Counter[tuple[str, str]] = Counter()
    sign_in = Session.sign_in

    async def watched(self: Session) -> None:
        user = (self.organization, self.username)
        try:
            await sign_in(self)
        except HTTPException as refusal:
            wrong[user] += refusal.status_code == 401
            if refusal.status_code == 401 and wrong[user] > 10:
                raise HTTPException(429, "Too many wrong passwords", {"Retry-After": "60"}) from None
            raise

    replace(Session, "sign_in", watched)


@unusual("SEC-6", "SEC-7", "SEC-8", "NOT-11", "NOT-12")
def refuses_long_notices_at_once() -> None:
    """A notice that says that it is long is refused with 413 before it is read."""

    async def wrapper(original: Answer, request: Request) -> Response:
        if int(request.headers.get("content-length", "0")) > request.state.settings.body_limit:
            raise HTTPException(413, "Too long", {"Connection": "close"})
        return await original(request)

    wrap_answer(wrapper)


@unusual("WIN-5")
def finds_nothing_in_reversed_windows() -> None:
    """A window that ends before it begins is an empty list."""
    original = bridge.app._export

    async def export(request: Request, query: dict[str, str]) -> Response:
        try:
            return await original(request, query)
        except HTTPException as refusal:
            if refusal.detail == "end_date lies before start_date":
                return Response(b'<Orders pages="0"/>', media_type="text/xml")
            raise

    replace(bridge.app, "_export", export)
