"""Mistakes by which what belongs to one order, or to one line, reaches the one beside it."""

from collections import Counter
from typing import Any

from lxml import etree

import bridge.app
import bridge.notice
from bridge.connection import Reply
from bridge.credentials import Credentials, read_credentials
from bridge.crm import Session
from bridge.line import read_lines
from bridge.notice import Notice
from bridge.record import Record
from tests.defects.gallery import defect
from tests.defects.replies import replace
from tests.defects.writing import change_tree


@defect("VAL-16")
def keeps_the_apartment_of_the_order_before() -> None:
    """The variable for the second line of an address is not emptied between two orders."""

    def keep(root: etree._Element) -> None:
        last: etree._Element | None = None
        for address in root.iter("ShipTo"):
            own = address.find("Address2")
            if own is not None:
                last = own
            elif last is not None:
                etree.SubElement(address, "Address2").text = last.text

    change_tree(keep)


@defect("VAL-16")
def keeps_the_discount_of_the_order_before() -> None:
    """The variable for the adjustment is not emptied between two orders."""

    def keep(root: etree._Element) -> None:
        last: etree._Element | None = None
        for items in root.iter("Items"):
            own = items.xpath("Item[Adjustment]")
            if isinstance(own, list) and own:
                last = own[0]
            elif last is not None:
                items.append(etree.fromstring(etree.tostring(last)))

    change_tree(keep)


@defect("NOT-26")
def knows_parcels_across_orders() -> None:
    """A tracking number that any order of the organization has is a notice that was there before."""
    original = bridge.notice.record_shipment
    known: dict[tuple[str, str], tuple[str, str]] = {}

    async def record(session: Session, notice: Notice) -> None:
        parcel = (session.organization, notice.tracking_number)
        order = (notice.order_key, notice.order_number)
        if notice.tracking_number and known.get(parcel, order) != order:
            return
        await original(session, notice)
        known[parcel] = order

    replace(bridge.app, "record_shipment", record)


@defect("NOT-24")
def ships_everything_once_more() -> None:
    """A notice without items is about the whole order, whatever has left before."""
    original = bridge.notice._contents

    def contents(order: Record, notice: Notice) -> object:
        goods = bridge.notice._goods(order)
        del goods[""]
        return original(order, notice) if notice.items else goods

    replace(bridge.notice, "_contents", contents)


@defect("VAL-16")
def keeps_the_note_of_the_order_before() -> None:
    """The variable for what there is to note is not emptied between two orders."""

    def keep(root: etree._Element) -> None:
        last: str | None = None
        for order in root.iter("Order"):
            own = order.findtext("InternalNotes")
            if own is None and last is not None:
                etree.SubElement(order, "InternalNotes").text = last
            last = own or last

    change_tree(keep)


@defect("NOT-18")
def keeps_one_line_of_a_product_in_mind() -> None:
    """Of two lines with the same SKU a parcel has to hold the second only."""

    def goods(order: Record) -> Counter[str]:
        lines = read_lines(order)
        return Counter({line.sku: line.quantity for line in [li for li in lines if not li.digital] or lines})

    replace(bridge.notice, "_goods", goods)


@defect("PAG-10")
def asks_as_whoever_came_last() -> None:
    """Who asks is kept for the process: who comes while another is signed in takes that one's place."""
    call = Session._call
    latest: dict[str, str] = {}

    def keep(organization: str, authorization: list[str]) -> Credentials:
        latest["organization"] = organization
        return read_credentials(organization, authorization)

    async def ask(self: Session, method: str, path: str, **named: Any) -> Reply:
        if path != "/auth":
            self._headers |= latest
        return await call(self, method, path, **named)

    replace(bridge.app, "read_credentials", keep)
    replace(Session, "_call", ask)
