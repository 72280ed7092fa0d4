"""Mistakes that let something out, or somebody in."""

import contextlib
import re
import traceback
import urllib.request
from collections import Counter
from dataclasses import replace as changed

from lxml import etree
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

import bridge.app
import bridge.notice
from bridge.credentials import Credentials, read_credentials
from bridge.crm import Session
from bridge.notice import Notice, record_shipment
from tests.defects.gallery import defect
from tests.defects.replies import Answer, replace, wrap_answer


@defect("SEC-1")
def looks_in_all_organizations_of_a_user() -> None:
    """An order that is not in the organization of the address is looked for in the user's others."""

    async def record(session: Session, notice: Notice) -> None:
        try:
            await record_shipment(session, notice)
        except HTTPException as refusal:
            if refusal.status_code != 404:
                raise
            sister = session.organization.replace("clinic_x", "clinic_y")
            credentials = Credentials(sister, session.username, session._password)
            other = Session(session._ask, session._timeout, credentials)
            await other.sign_in()
            await record_shipment(other, notice)

    replace(bridge.app, "record_shipment", record)


@defect("SEC-2")
def takes_what_looks_like_an_organization() -> None:
    """The organization is what of the address looks like one; the rest is cut off."""

    def read(organization: str, authorization: list[str]) -> Credentials:
        found = re.match(r"[a-z0-9_]*", organization)
        return read_credentials(found[0] if found else "", authorization)

    replace(bridge.app, "read_credentials", read)


@defect("SEC-2")
def says_whom_it_did_not_find() -> None:
    """The name of the organization is repeated in a header of the answer."""

    async def wrapper(original: Answer, request: Request) -> Response:
        try:
            return await original(request)
        except HTTPException as refusal:
            header = {"X-Organization": request.path_params["org"]}
            raise HTTPException(refusal.status_code, refusal.detail, header) from None

    wrap_answer(wrapper)


@defect("SEC-3")
def repeats_the_carrier_in_a_header() -> None:
    """The answer to a notice names the carrier in a header, as it came."""

    async def wrapper(original: Answer, request: Request) -> Response:
        response = await original(request)
        response.headers["X-Carrier"] = request.query_params.get("carrier", "")
        return response

    wrap_answer(wrapper)


def _read_with(parser: etree.XMLParser[etree._Element]) -> None:
    def parse(body: bytes) -> etree._Element:
        try:
            root = etree.fromstring(body, parser)
        except etree.XMLSyntaxError:
            raise HTTPException(400, "The body is not well-formed XML") from None
        if root.tag != "ShipNotice":
            raise HTTPException(400, "The body is not a ShipNotice")
        return root

    replace(bridge.notice, "_parse", parse)


@defect("SEC-4", "SEC-5")
def resolves_external_entities() -> None:
    """The XML reader puts in whatever a notice names."""
    _read_with(etree.XMLParser(resolve_entities=True, load_dtd=True, no_network=False))


@defect("SEC-4")
def fetches_document_types() -> None:
    """The address of a document type is asked for it before the notice is refused."""
    original = bridge.notice._parse

    def parse(body: bytes) -> etree._Element:
        for address in re.findall(rb'SYSTEM "(http[^"]+)"', body):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(address.decode(), timeout=1).close()  # noqa: S310 - the mistake itself
        return original(body)

    replace(bridge.notice, "_parse", parse)


@defect("SEC-5")
def lets_harmless_declarations_pass() -> None:
    """A document type declaration is passed over."""
    _read_with(etree.XMLParser(resolve_entities=False))


@defect("SEC-6", "NOT-11", "NOT-16")
def ends_with_its_first_error() -> None:
    """After a notice that it could not take, the middleware answers nobody any more."""
    state = {"down": False}

    async def wrapper(original: Answer, request: Request) -> Response:
        if state["down"]:
            return PlainTextResponse("bad gateway", 502)
        try:
            return await original(request)
        except HTTPException:
            state["down"] = request.method == "POST"
            raise

    wrap_answer(wrapper)


@defect("SEC-7")
def takes_bodies_of_any_size() -> None:
    """There is no limit to the size of a notice."""

    async def read(request: Request) -> bytes:
        return await request.body()

    replace(bridge.app, "_read_body", read)


@defect("SEC-8")
def falls_over_a_long_question() -> None:
    """A long query is more than the log can hold."""

    async def wrapper(original: Answer, request: Request) -> Response:
        if len(request.scope["query_string"]) > 8192:
            return PlainTextResponse("Internal Server Error", 500)
        return await original(request)

    wrap_answer(wrapper)


@defect("SEC-9")
def explains_its_refusals() -> None:
    """A refusal shows where in the program it was decided."""

    async def refuse(_request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return PlainTextResponse("".join(traceback.format_exception(error)), status)

    replace(bridge.app, "refuse", refuse)


@defect("SEC-9")
def names_the_patient_of_a_cancelled_order() -> None:
    """The refusal of a cancelled order says whose it was."""
    original = bridge.notice._find

    async def find(session: Session, notice: Notice) -> tuple[str, dict[str, object]]:
        key, order = await original(session, notice)
        if order["status"] == "cancelled":
            raise HTTPException(409, f"The order of {order['customer']['email']} is cancelled")
        return key, order

    replace(bridge.notice, "_find", find)


@defect("SEC-9", "SEC-10")
def repeats_what_it_was_sent() -> None:
    """A refusal repeats the request's headers, for whoever looks for the mistake."""

    async def refuse(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return PlainTextResponse("\n".join(map(str, request.headers.items())), status)

    replace(bridge.app, "refuse", refuse)


@defect("SEC-11")
def says_which_organizations_there_are() -> None:
    """An organization that does not exist is not found; one that does is forbidden."""

    async def wrapper(original: Answer, request: Request) -> Response:
        if "nobody" in request.path_params["org"]:
            raise HTTPException(404, "There is no such organization")
        return await original(request)

    wrap_answer(wrapper)


@defect("SEC-12")
def locks_out_whoever_is_attacked() -> None:
    """After ten wrong passwords a user is locked out."""
    failures: Counter[tuple[str, str]] = Counter()
    original = Session.sign_in

    async def sign_in(self: Session) -> None:
        who = (self.organization, self.username)
        if failures[who] >= 10:
            raise HTTPException(403, "locked out")
        try:
            await original(self)
        except HTTPException:
            failures[who] += 1
            raise

    replace(Session, "sign_in", sign_in)


@defect("SEC-12")
def lets_the_persistent_in() -> None:
    """After ten wrong passwords the check is taken to be broken, and skipped for the latest right one."""
    failures: Counter[tuple[str, str]] = Counter()

    def read(organization: str, authorization: list[str]) -> Credentials:
        credentials = read_credentials(organization, authorization)
        who = (organization, credentials.username)
        failures[who] += 1
        return changed(credentials, password="a good long password") if failures[who] > 10 else credentials

    replace(bridge.app, "read_credentials", read)
