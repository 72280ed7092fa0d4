"""Mistakes about who is let in, what may be asked, and how it is refused."""

from base64 import b64encode
from collections.abc import AsyncIterator, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse

import bridge.app
import bridge.credentials
from bridge.credentials import Credentials, read_credentials, unauthorized
from bridge.crm import Session
from tests.defects.gallery import defect
from tests.defects.replies import Answer, empty_list, instead_of, replace, wrap_answer


def _with_header(change: Callable[[str], str]) -> None:
    """Let the bridge see another Authorization header than the one that was sent."""

    def read(organization: str, authorization: list[str]) -> Credentials:
        return read_credentials(organization, [change(value) for value in authorization])

    replace(bridge.app, "read_credentials", read)


def _authorize(request: Request, value: str) -> None:
    """Put a header in place of the request's own."""
    others = [(name, held) for name, held in request.scope["headers"] if name != b"authorization"]
    request.scope["headers"] = [*others, (b"authorization", value.encode())]
    del request._headers


def _from_query(request: Request) -> str | None:
    user, password = (request.query_params.get(name) for name in ("SS-UserName", "SS-Password"))
    return user and "Basic " + b64encode(f"{user}:{password}".encode()).decode()


@defect("AUT-1", "AUT-3")
def empty_list_for_nobody() -> None:
    """Who sends no credentials gets an empty list."""

    async def wrapper(original: Answer, request: Request) -> Response:
        return await original(request) if "authorization" in request.headers else empty_list()

    wrap_answer(wrapper)


@defect("AUT-2")
def nothing_equals_nothing() -> None:
    """An empty pair is let in, as into a store that nobody has configured."""

    async def wrapper(original: Answer, request: Request) -> Response:
        unset = request.headers.get("authorization") == "Basic Og=="
        return empty_list() if unset else await original(request)

    wrap_answer(wrapper)


@defect("AUT-2")
def overlooks_the_scheme() -> None:
    """Whatever the scheme is, the last word of the header is decoded."""
    _with_header(lambda value: f"Basic {value.split()[-1]}" if value.split() else value)


@defect("AUT-2")
def decodes_what_is_no_base64() -> None:
    """A pair that is not encoded at all is taken as it is."""
    _with_header(lambda value: value.replace("%20", " ") if ":" not in value else _encoded(value))


def _encoded(value: str) -> str:
    scheme, _, pair = value.partition(" ")
    return f"{scheme} {b64encode(pair.replace('%20', ' ').encode()).decode()}"


@defect("AUT-3", "AUT-4")
def refuses_without_a_challenge() -> None:
    """The 401 has no WWW-Authenticate."""
    replace(bridge.credentials, "_CHALLENGE", {})


@defect("AUT-3", "AUT-4")
def challenges_for_a_token() -> None:
    """The 401 asks for a Bearer token, which ShipStation has not."""
    replace(bridge.credentials, "_CHALLENGE", {"WWW-Authenticate": 'Bearer realm="CarePortals"'})


@defect("AUT-3")
def forbids_instead_of_asking() -> None:
    """Wrong credentials are answered with 403."""
    instead_of({401}, lambda: PlainTextResponse("no access", 403), method="GET")


@defect("AUT-5")
def needs_the_password_in_the_query() -> None:
    """The header is not looked at when SS-UserName is missing."""

    async def wrapper(original: Answer, request: Request) -> Response:
        if not _from_query(request):
            raise unauthorized("SS-UserName is missing")
        return await original(request)

    wrap_answer(wrapper)


@defect("AUT-6")
def compares_the_scheme_letter_by_letter() -> None:
    """Only the spelling Basic is understood."""
    _with_header(lambda value: value if value.startswith("Basic ") else "")


@defect("AUT-7", "AUT-8")
def prefers_the_query() -> None:
    """Email and password in the query count more than the header."""

    async def wrapper(original: Answer, request: Request) -> Response:
        if pair := _from_query(request):
            _authorize(request, pair)
        return await original(request)

    wrap_answer(wrapper)


@defect("AUT-8")
def opens_to_the_query() -> None:
    """Without a header, email and password in the query are enough."""

    async def wrapper(original: Answer, request: Request) -> Response:
        if "authorization" not in request.headers and (pair := _from_query(request)):
            _authorize(request, pair)
        return await original(request)

    wrap_answer(wrapper)


@defect("AUT-9")
def looks_at_the_password_of_page_one() -> None:
    """Who has got page 1 is taken for the one who asks for page 2."""
    known: dict[str, str] = {}

    async def wrapper(original: Answer, request: Request) -> Response:
        if request.query_params.get("page") == "2" and request.url.path in known:
            _authorize(request, known[request.url.path])
        answer = await original(request)
        known[request.url.path] = request.headers["authorization"]
        return answer

    wrap_answer(wrapper)


@defect("AUT-10", "AUT-11")
def exports_by_default() -> None:
    """Whatever is not shipnotify is an export."""
    replace(
        bridge.app,
        "_action",
        lambda query, _method: "shipnotify" if query.get("action") == "shipnotify" else "export",
    )


@defect("AUT-10")
def shows_a_welcome_page() -> None:
    """The plain URL answers with a page for people."""

    async def wrapper(original: Answer, request: Request) -> Response:
        return await original(request) if request.url.query else HTMLResponse("<html>It works!</html>")

    wrap_answer(wrapper)


@defect("AUT-11")
def ignores_the_case_of_actions() -> None:
    """EXPORT is an export."""
    original = bridge.app._action

    def action(query: dict[str, str], method: str) -> str:
        return original(query | {"action": query.get("action", "").lower()}, method)

    replace(bridge.app, "_action", action)


@defect("AUT-12")
def ships_by_link() -> None:
    """A GET with action=shipnotify ships the order in the query."""

    async def wrapper(original: Answer, request: Request) -> Response:
        number = request.query_params.get("order_number")
        if request.method != "GET" or not number:
            return await original(request)
        state = request.state
        credentials = read_credentials(request.path_params["org"], request.headers.getlist("authorization"))
        session = Session(state.ask, state.settings.crm_timeout, credentials)
        await session.sign_in()
        order = await session.order_numbered(number)
        if order:
            await session.set_status(order["_id"], "shipped", None)
        return PlainTextResponse("shipped")

    wrap_answer(wrapper)


@defect("AUT-13")
def takes_any_method() -> None:
    """DELETE is answered as GET is."""

    async def wrapper(original: Answer, request: Request) -> Response:
        if request.method in {"PUT", "PATCH", "DELETE"}:
            request.scope["method"] = "GET"
        return await original(request)

    wrap_answer(wrapper)


@defect("AUT-13")
def does_not_say_what_is_allowed() -> None:
    """A refusal with 405 comes without the header Allow."""

    async def wrapper(original: Answer, request: Request) -> Response:
        try:
            return await original(request)
        except HTTPException as refusal:
            raise HTTPException(refusal.status_code, refusal.detail) from None

    wrap_answer(wrapper)


@defect("AUT-3", "AUT-14")
def sends_strangers_to_the_login_page() -> None:
    """Without the right password there is a redirect to a page for people."""
    instead_of({401}, lambda: RedirectResponse("/login", 302), method="GET")


@defect("AUT-14")
def moves_notices() -> None:
    """A POST is redirected to the same URL with a slash."""

    async def wrapper(original: Answer, request: Request) -> Response:
        if request.method == "POST":
            return RedirectResponse(request.url.path + "/", 301)
        return await original(request)

    wrap_answer(wrapper)


@defect("AUT-15")
def breaks_off_on_errors() -> None:
    """A refusal begins, and the connection is closed before it ends."""

    async def broken() -> AsyncIterator[bytes]:
        yield b"Error: "
        raise ConnectionAbortedError

    instead_of({400}, lambda: StreamingResponse(broken(), 400), method="GET")


@defect("AUT-16")
def stays_down_after_a_bad_notice() -> None:
    """A notice that cannot be read ends the service."""
    down: list[str] = []

    async def wrapper(original: Answer, request: Request) -> Response:
        if down:
            raise HTTPException(503, "The service is stopped")
        try:
            return await original(request)
        except HTTPException:
            down.extend("x" * (request.method == "POST"))
            raise

    wrap_answer(wrapper)


@defect("AUT-17")
def keeps_its_answers() -> None:
    """The same question from the same user gets the same answer again."""
    kept: dict[str, Response] = {}

    async def wrapper(original: Answer, request: Request) -> Response:
        question = f"{request.method} {request.url} {request.headers.get('authorization')}"
        if question not in kept:
            kept[question] = await original(request)
        return kept[question]

    wrap_answer(wrapper)


@defect("AUT-18")
def lets_proxies_keep_answers() -> None:
    """Answers may be kept by everybody for five minutes."""

    async def wrapper(original: Answer, request: Request) -> Response:
        response = await original(request)
        response.headers["Cache-Control"] = "public, max-age=300"
        return response

    wrap_answer(wrapper)


@defect("AUT-19")
def refuses_unknown_parameters() -> None:
    """A parameter beyond the protocol's is an error, SS-UserName too."""

    async def wrapper(original: Answer, request: Request) -> Response:
        if unknown := set(request.query_params) - set(bridge.app.PARAMETERS):
            raise HTTPException(400, f"unknown: {', '.join(unknown)}")
        return await original(request)

    wrap_answer(wrapper)


@defect("AUT-19")
def knows_lower_case_digits_only() -> None:
    """Upper-case %2F is not decoded, only %2f is."""

    async def wrapper(original: Answer, request: Request) -> Response:
        query = request.scope["query_string"].replace(b"%2F", b"%252F").replace(b"%3A", b"%253A")
        request.scope["query_string"] = query
        return await original(request)

    wrap_answer(wrapper)


@defect("AUT-20")
def refuses_in_html() -> None:
    """A refusal is a page for people."""

    async def page(_request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return HTMLResponse(f"<html><body><h1>Error</h1>{error}</body></html>", status)

    replace(bridge.app, "refuse", page)
