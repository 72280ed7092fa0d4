"""Unusual answers to notices that were taken: any 2xx is success, and its body is not read."""

from collections.abc import Mapping
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from bridge.crm import Order, Session
from tests.defects.replies import replace
from tests.defects.unusual.answers import change
from tests.defects.unusual.catalogue import unusual

TAKEN = ("NOT-1", "NOT-3", "NOT-5", "NOT-7", "NOT-17", "SYN-3", "AUT-4")
PAGE = "<!DOCTYPE html><html><body>Thank you!</body></html>"


def _thanks(status: int, body: str, kind: str) -> None:
    def thanked(request: Request, answer: Response) -> Response:
        if request.method == "POST" and answer.status_code == 200:
            return Response(body or None, status, media_type=kind or None)
        return answer

    change(thanked)


@unusual("NOT-1", "NOT-3", "NOT-7", "NOT-13", "NOT-15", "NOT-17")
def keeps_ship_dates_as_they_come() -> None:
    """The ship date is kept in CarePortals as ShipStation writes it, MM/dd/yyyy."""
    original = Session.add_shipment

    async def add(self: Session, key: str, shipment: Mapping[str, object], idempotency_key: str) -> Order:
        day = shipment["shipDate"]
        written = f"{date.fromisoformat(day):%m/%d/%Y}" if isinstance(day, str) else None
        return await original(self, key, {**shipment, "shipDate": written}, idempotency_key)

    replace(Session, "add_shipment", add)


@unusual(*TAKEN)
def creates_shipments() -> None:
    """A notice is answered with 201, and an XML document about the shipment."""
    _thanks(201, "<Shipment><Status>created</Status></Shipment>", "application/xml")


@unusual(*TAKEN)
def has_nothing_to_add() -> None:
    """A notice is answered with 204."""
    _thanks(204, "", "")


@unusual(*TAKEN)
def accepts_notices() -> None:
    """A notice is answered with 202 and JSON, although all was done."""
    _thanks(202, '{"success": true}', "application/json")


@unusual(*TAKEN)
def thanks_with_a_page() -> None:
    """A notice is answered with 200 and a page of HTML."""
    _thanks(200, PAGE, "text/html; charset=utf-8")


@unusual(*TAKEN)
def thanks_without_a_word() -> None:
    """A notice is answered with 200 and an empty body."""
    _thanks(200, "", "text/plain")
