"""Mistakes about shipment notices."""

import uuid
from collections import Counter

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

import bridge.app
import bridge.notice
from bridge.credentials import Credentials, read_credentials
from bridge.crm import Order, Session
from bridge.notice import Notice
from bridge.record import Record
from tests.defects.gallery import defect
from tests.defects.replies import instead_of, replace


def _thanks() -> Response:
    return PlainTextResponse("Thank you")


@defect("NOT-1", "USR-4", "NOT-2")
def accepts_notices_and_does_nothing() -> None:
    """A notice is answered with 200 and forgotten."""

    async def record(_session: Session, _notice: Notice) -> None:
        return None

    replace(bridge.app, "record_shipment", record)


@defect("NOT-1", "NOT-3")
def demands_a_tracking_number() -> None:
    """A notice without a tracking number is refused."""
    original = bridge.notice.record_shipment

    async def record(session: Session, notice: Notice) -> None:
        if not notice.tracking_number:
            raise HTTPException(400, "no tracking number")
        await original(session, notice)

    replace(bridge.app, "record_shipment", record)


@defect("NOT-1", "NOT-2")
def forgets_the_tracking_number() -> None:
    """The shipment is recorded without its tracking number."""
    original = Session.add_shipment

    async def add(self: Session, key: str, shipment: dict[str, object], idempotency_key: str) -> Order:
        return await original(self, key, shipment | {"trackingNumber": ""}, idempotency_key)

    replace(Session, "add_shipment", add)


@defect("NOT-2")
def takes_a_part_for_the_whole() -> None:
    """Any shipment makes the order shipped."""
    replace(bridge.notice, "_goods", lambda _order: Counter[str]())


@defect("NOT-2")
def counts_lines_instead_of_units() -> None:
    """One unit of a line counts as the whole line."""
    original = bridge.notice._goods

    def goods(order: Record) -> Counter[str]:
        return Counter(dict.fromkeys(original(order), 1))

    replace(bridge.notice, "_goods", goods)


@defect("NOT-2")
def never_completes_an_order() -> None:
    """Only a shipment of everything at once makes the order shipped."""
    original = bridge.notice._complete

    async def complete(session: Session, key: str, order: Order | None) -> None:
        if len(Record(order).children("shipments")) == 1:
            await original(session, key, order)

    replace(bridge.notice, "_complete", complete)


@defect("NOT-3")
def records_every_notice() -> None:
    """The same notice again is one more shipment."""
    replace(Notice, "idempotency_key", lambda _self, _organization, _key: uuid.uuid4().hex)


@defect("NOT-3")
def refuses_repeated_notices() -> None:
    """The same notice again is an error, and retried for ever."""
    seen: set[str] = set()
    original = bridge.notice.record_shipment

    async def record(session: Session, notice: Notice) -> None:
        key = notice.idempotency_key(session.organization, notice.order_number)
        if key in seen:
            raise HTTPException(409, "already known")
        await original(session, notice)
        seen.add(key)

    replace(bridge.app, "record_shipment", record)


@defect("NOT-4")
def swallows_notices_for_cancelled_orders() -> None:
    """A notice for a cancelled order is answered with 200."""
    instead_of({409}, _thanks, method="POST")


@defect("NOT-4")
def ships_cancelled_orders() -> None:
    """The status is set to shipped whatever it was."""

    async def record(session: Session, notice: Notice) -> None:
        key, _ = await bridge.notice._find(session, notice)
        await session.set_status(key, "shipped", None)

    replace(bridge.app, "record_shipment", record)


@defect("NOT-5")
def says_thanks_to_what_it_could_not_deliver() -> None:
    """A notice that CarePortals refuses is answered with 200."""
    instead_of({401, 403, 500, 502, 503, 504}, _thanks, method="POST")


@defect("NOT-6")
def says_thanks_for_unknown_orders() -> None:
    """A notice about an order that nobody knows is answered with 200."""
    instead_of({404}, _thanks, method="POST")


@defect("NOT-6")
def needs_no_password_for_notices() -> None:
    """A notice is delivered with the credentials of the latest pull, whoever sends it."""
    latest: dict[str, str] = {}

    def read(organization: str, authorization: list[str]) -> Credentials:
        try:
            credentials = read_credentials(organization, authorization)
        except HTTPException:
            if organization not in latest:
                raise
            return read_credentials(organization, [latest[organization]])
        latest[organization] = authorization[0]
        return credentials

    replace(bridge.app, "read_credentials", read)
