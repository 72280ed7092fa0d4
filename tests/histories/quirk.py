"""What the mocks can be made to do by their faults, as docs/faults.md describes them."""

from dataclasses import dataclass
from typing import Any

from tests.histories.stage import CAREPORTALS, SHIPSTATION


@dataclass(frozen=True)
class Quirk:
    """`fault` is one of `part`; `harmless`: pulls and notices succeed nevertheless."""

    part: str
    sentence: str
    fault: dict[str, Any]
    harmless: bool = False


def _careportals(sentence: str, kind: str, **fields: object) -> Quirk:
    return Quirk(CAREPORTALS, f"CarePortals {sentence}", {"kind": kind, **fields})


def _shipstation(sentence: str, kind: str, *, harmless: bool = False, **fields: object) -> Quirk:
    return Quirk(SHIPSTATION, f"ShipStation {sentence}", {"kind": kind, **fields}, harmless)


_LIST, _ORDER, _SHIPMENTS = "/orders", "/orders/{_id}", "/orders/{_id}/shipments"

FAILURES = (
    _careportals("is too busy for its list, 503", "status", status=503, retryAfter=1, path=_LIST),
    _careportals("is too busy for a shipment, 503", "status", status=503, path=_SHIPMENTS),
    _careportals("answers 500 for its list", "status", status=500, path=_LIST),
    _careportals("has too many sign-ins, 429", "status", status=429, path="/auth"),
    _careportals("answers 401 in the middle", "status", status=401, path=_LIST),
    _careportals("does not find its list, 404", "status", status=404, path=_LIST),
    _careportals("keeps a shipment and answers 502", "status", status=502, path=_SHIPMENTS, when="after"),
    _careportals("changes an order and answers 504", "status", status=504, path=_ORDER, when="after"),
    _careportals("shows a page of HTML for its list", "html_with_200", path=_LIST),
    _careportals("shows a page of HTML for an order", "html_with_200", path=_ORDER),
    _careportals("breaks its list off", "malformed_json", path=_LIST),
    _careportals("keeps a shipment and breaks its answer off", "malformed_json", path=_SHIPMENTS),
    _careportals("leaves fields of the list out", "missing_fields", path=_LIST),
    _careportals("has wrong types in the list", "wrong_types", path=_LIST),
    _careportals("doubles an order in the list", "duplicate_rows"),
    _careportals("leads from a page to the same page", "cursor_loop"),
)
"""Faults of CarePortals. They leave alone what staff need to change the users."""

PULLS = (
    _shipstation("does not get an answer to its end", "answer_lost", action="export"),
    _shipstation("asks for a page twice at once", "duplicate", harmless=True, action="export"),
    _shipstation("pulls twice", "repeat_pull", harmless=True),
    _shipstation("starts over after page 1", "restart_pull", harmless=True),
    _shipstation("starts over after page 2", "restart_pull", harmless=True, afterPage=2),
    _shipstation("gives up after page 1", "abandon_pull"),
)
"""What ShipStation may do with a pull."""

NOTICES = (
    _shipstation("does not get the answer to a notice", "answer_lost", action="shipnotify"),
    _shipstation("sends a notice twice at once", "duplicate", harmless=True, action="shipnotify"),
    _shipstation("keeps a notice back for two minutes", "hold_notice", minutes=2),
    _shipstation("sends a notice that was taken again", "repeat_notice", harmless=True),
    _shipstation("sends a notice that was taken twice again", "repeat_notice", harmless=True, times=2),
)
"""What ShipStation may do with a notice."""
