"""Mistakes about addresses, organizations, roles and passwords."""

from dataclasses import replace as changed
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

import bridge.app
from bridge.credentials import Credentials, read_credentials
from bridge.crm import Session
from tests.defects.gallery import defect
from tests.defects.replies import Answer, empty_list, instead_of, replace, wrap_answer


@defect("STO-2")
def answers_on_every_path() -> None:
    """Any path works whose last part is the organization."""

    def route(path: str, endpoint: Any) -> Route:
        return Route(path.replace("/shipstation/", "/{anywhere:path}/"), endpoint)

    replace(bridge.app, "Route", route)


@defect("STO-3")
def remembers_the_first_organization() -> None:
    """A user is served the organization of his first request ever after."""
    first: dict[str, str] = {}

    def read(organization: str, authorization: list[str]) -> Credentials:
        credentials = read_credentials(organization, authorization)
        return changed(credentials, organization=first.setdefault(credentials.username, organization))

    replace(bridge.app, "read_credentials", read)


@defect("STO-4", "USR-5", "STO-7")
def empty_list_for_other_roles() -> None:
    """A role without access to orders gets an empty list with 200."""
    instead_of({403}, empty_list, method="GET")


def _with_password(change: str) -> None:
    """Let the bridge misread the decoded credentials."""

    def read(organization: str, authorization: list[str]) -> Credentials:
        credentials = read_credentials(organization, authorization)
        raw = credentials.password.encode()
        wrong = {
            "colon": credentials.password.split(":")[0],
            "latin-1": raw.decode("latin-1"),
            "lower": credentials.password.lower(),
            "strip": credentials.password.rstrip("!"),
        }[change]
        return changed(credentials, password=wrong)

    replace(bridge.app, "read_credentials", read)


@defect("STO-5")
def splits_the_password_at_every_colon() -> None:
    """A password with colons is cut at the first of them."""
    _with_password("colon")


@defect("STO-5")
def reads_passwords_as_latin_1() -> None:
    """Non-ASCII passwords are garbled."""
    _with_password("latin-1")


@defect("STO-5")
def ignores_the_case_of_passwords() -> None:
    """The password is lower-cased before it is checked."""
    _with_password("lower")


@defect("STO-5")
def trims_passwords() -> None:
    """An exclamation mark at the end does not count."""
    _with_password("strip")


@defect("STO-6")
def empty_body_for_no_orders() -> None:
    """An export without orders has no body."""

    async def wrapper(original: Answer, request: Request) -> Response:
        response = await original(request)
        return response if b"<Order>" in response.body or request.method == "POST" else Response(b"")

    wrap_answer(wrapper)


@defect("STO-7", "USR-1", "STO-5")
def not_found_for_everything_wrong() -> None:
    """Wrong credentials are answered with 404."""
    instead_of({401, 403}, lambda: PlainTextResponse("not found", 404), method="GET")


@defect("STO-7", "STO-4", "USR-5")
def unauthorized_for_a_wrong_role() -> None:
    """A role without access is told that its password is wrong."""

    async def wrapper(original: Answer, request: Request) -> Response:
        try:
            return await original(request)
        except HTTPException as refusal:
            raise HTTPException(401 if refusal.status_code == 403 else refusal.status_code) from None

    wrap_answer(wrapper)


@defect("STO-5", "USR-5")
def remembers_the_token_by_user() -> None:
    """Once signed in, a user is let in with any password."""
    tokens: dict[tuple[str, str], str] = {}
    original = Session.sign_in

    async def sign_in(self: Session) -> None:
        who = (self.organization, self.username)
        if who in tokens:
            self._headers["Authorization"] = tokens[who]
            return
        await original(self)
        tokens[who] = self._headers["Authorization"]

    replace(Session, "sign_in", sign_in)
