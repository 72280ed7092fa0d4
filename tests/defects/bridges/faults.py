"""Mistakes that show only when CarePortals, the network or ShipStation is in trouble."""

import uuid
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bridge.crm import Listing, Order, Session
from bridge.notice import Notice
from bridge.pull import Page, Pulls
from bridge.window import Window
from tests.defects.gallery import defect
from tests.defects.replies import Answer, empty_list, instead_of, replace, wrap_answer

TROUBLE = {401, 404, 502, 503, 504}
"""The statuses with which the bridge tells of the CRM's trouble."""


@defect("FLT-1")
def takes_trouble_for_a_quiet_day() -> None:
    """An export that met trouble is answered with an empty list, so that ShipStation shows no error."""
    instead_of(TROUBLE, empty_list, method="GET")


@defect("FLT-1")
def reads_what_it_can_of_the_list() -> None:
    """What should be a list of orders and is none counts as an empty one."""
    original = Session._list

    async def forgiving(self: Session, parameters: dict[str, str], limit: int) -> Listing:
        try:
            return await original(self, parameters, limit)
        except HTTPException as refusal:
            if "unexpected answer" not in refusal.detail:
                raise
            return Listing([], 0, None)

    replace(Session, "_list", forgiving)


@defect("FLT-2")
def ends_the_pull_where_it_breaks() -> None:
    """A page behind the first that cannot be read is an empty one: the others did arrive after all."""
    original = Pulls.page

    async def page(self: Pulls, session: Session, window: Window, number: int) -> Page:
        try:
            return await original(self, session, window, number)
        except HTTPException:
            if number == 1:
                raise
            return Page([], number)

    replace(Pulls, "page", page)


@defect("FLT-3")
def stays_away_for_an_hour() -> None:
    """After trouble the shop is spared: nothing is asked of it, and its list counts as empty."""
    spared: set[str] = set()

    async def spare(original: Answer, request: Request) -> Response:
        organization = request.path_params["org"]
        if organization in spared and request.method == "GET":
            return empty_list()
        try:
            return await original(request)
        except HTTPException as refusal:
            if refusal.status_code >= 500:
                spared.add(organization)
            raise

    wrap_answer(spare)


@defect("FLT-4", "FLT-5")
def thanks_before_it_has_kept() -> None:
    """A notice is accepted whatever CarePortals says: somebody will look into the log."""
    instead_of(TROUBLE, lambda: PlainTextResponse("Thank you."), method="POST")


@defect("FLT-4")
def leaves_the_status_for_later() -> None:
    """A status that could not be set is left as it is; the shipment is there already."""
    original = Session.set_status

    async def try_to(self: Session, key: str, status: str, version: int | None) -> bool:
        try:
            return await original(self, key, status, version)
        except HTTPException:
            return True

    replace(Session, "set_status", try_to)


@defect("FLT-5", "FLT-7")
def draws_a_new_key_each_time() -> None:
    """The idempotency key is drawn by chance, so a repeated notice is another parcel."""
    replace(Notice, "idempotency_key", lambda *_: uuid.uuid4().hex)


@defect("FLT-6")
def reads_an_order_for_ever() -> None:
    """Reading an order has no time limit, unlike everything else."""
    original, read = Session.__init__, Session.order

    def hasty(self: Session, client: Any, _timeout: float, credentials: Any) -> None:
        original(self, client, 1, credentials)

    async def patient(self: Session, key: str) -> Order | None:
        self._timeout = 600
        return await read(self, key)

    replace(Session, "__init__", hasty)
    replace(Session, "order", patient)


@defect("FLT-8")
def gives_each_page_once() -> None:
    """A page that was given is not given again: ShipStation has it."""
    given: set[tuple[str, Window, int]] = set()
    original = Pulls.page

    async def page(self: Pulls, session: Session, window: Window, number: int) -> Page:
        found = await original(self, session, window, number)
        key = session.organization, window, number
        if key in given:
            return Page([], found.pages)
        given.add(key)
        return found

    replace(Pulls, "page", page)
