"""Mistakes of a program that means to know better what somebody has typed, or what a value stands for."""

from collections.abc import Callable, Mapping
from dataclasses import replace as changed
from typing import Any
from urllib.parse import unquote

from lxml import etree
from starlette.exceptions import HTTPException

import bridge.app
import bridge.notice
from bridge.credentials import Credentials, read_credentials
from bridge.crm import Order
from bridge.notice import Notice
from bridge.timestamp import read_iso
from bridge.window import Window
from tests.defects.gallery import defect
from tests.defects.replies import keep_orders, replace
from tests.defects.writing import change_orders, change_texts, change_tree

READY = {"status": "awaiting_shipment"}


def _with_credentials(change: Callable[[Credentials], Credentials]) -> None:
    replace(bridge.app, "read_credentials", lambda org, sent: change(read_credentials(org, sent)))


@defect("STO-4")
def drops_what_stands_behind_a_plus() -> None:
    """An address with a plus sign is taken for the one without what follows it."""

    def short(email: str) -> str:
        local, at, domain = email.partition("@")
        return local.partition("+")[0] + at + domain

    _with_credentials(lambda given: changed(given, username=short(given.username)))


@defect("STO-5")
def decodes_passwords() -> None:
    """Percent codes in a password are decoded, as if it had come in an address."""
    _with_credentials(lambda given: changed(given, password=unquote(given.password)))


def _ready_if(fits: Callable[[Order], bool]) -> None:
    change_orders(lambda order: order | READY if fits(order) else order)


@defect("MAP-1")
def takes_what_costs_nothing_for_paid() -> None:
    """An order without anything to pay is ready, whoever still has to confirm it."""
    _ready_if(lambda order: order["status"] == "awaiting_payment" and order.get("totalAmount") == 0)


@defect("MAP-6")
def statuses_beginning_with_awaiting_shipment_are_ready() -> None:
    """A status is known by how it begins."""
    _ready_if(lambda order: str(order.get("status")).startswith("awaiting_shipment"))


@defect("MAP-6")
def ignores_the_case_of_statuses() -> None:
    """A status in capitals is the one in small letters."""
    _ready_if(lambda order: str(order.get("status")).lower() == "awaiting_shipment")


@defect("MAP-7")
def never_takes_a_deletion_back() -> None:
    """An order that was deleted once is told as deleted for ever."""
    deleted: set[object] = set()

    def remember(order: Order) -> Order:
        if order.get("isDeleted"):
            deleted.add(order["_id"])
        return order | {"isDeleted": order["_id"] in deleted}

    change_orders(remember)


@defect("WIN-8")
def goes_by_the_latest_status() -> None:
    """An order that has had a change of status counts as changed when that was."""

    def in_window(order: Order, window: Window) -> bool:
        history: list[Any] = order.get("statusHistory") or []
        return not history or window.start <= read_iso(history[-1]["updatedAt"]) < window.end

    keep_orders(in_window)


@defect("VAL-10")
def splits_addresses_at_a_comma() -> None:
    """What stands behind a comma in the first line of an address is cut off, for it belongs in the second."""
    change_texts(lambda text: text.partition(",")[0], "Address1")


@defect("VAL-14")
def adds_the_lines_up_instead_of_the_total() -> None:
    """OrderTotal is never more than the lines, for what else should it be."""

    def add_up(root: Any) -> None:
        for order in root.iter("Order"):
            lines = sum(
                float(item.findtext("UnitPrice")) * int(item.findtext("Quantity"))
                for item in order.iter("Item")
            )
            total = order.find("OrderTotal")
            if float(total.text) > lines:
                total.text = f"{lines:.2f}"

    change_tree(add_up)


@defect("MAP-6")
def statuses_with_shipment_in_them_are_ready() -> None:
    """A status is ready when the word shipment stands in it."""
    _ready_if(lambda order: "shipment" in str(order.get("status")).lower())


@defect("MAP-4")
def keeps_deleted_orders_that_have_left() -> None:
    """A deletion counts for an order that is not yet on its way only."""
    change_orders(lambda order: order | {"isDeleted": False} if order.get("status") == "shipped" else order)


@defect("MAP-4")
def deletes_what_was_ready_only() -> None:
    """Only an order that could have been packed is told as cancelled when it is deleted."""
    ready = "awaiting_shipment"
    change_orders(lambda order: order if order.get("status") == ready else order | {"isDeleted": False})


@defect("VAL-16")
def takes_dollars_for_granted() -> None:
    """Each order says that its currency is USD, of which CarePortals says nothing."""

    def add(root: Any) -> None:
        for order in root.iter("Order"):
            etree.SubElement(order, "CurrencyCode").text = "USD"

    change_tree(add)


@defect("VAL-16")
def has_a_picture_of_everything() -> None:
    """Each line has the address of a picture, with a blank in it and without a host."""

    def add(root: Any) -> None:
        for item in root.iter("Item"):
            etree.SubElement(item, "ImageUrl").text = "images/no picture.png"

    change_tree(add)


@defect("VAL-16")
def has_eleven_options_for_each_line() -> None:
    """Each line has eleven options, two of them without a value."""

    def add(root: Any) -> None:
        for item in root.iter("Item"):
            options = etree.SubElement(item, "Options")
            for number in range(11):
                option = etree.SubElement(options, "Option")
                etree.SubElement(option, "Name").text = f"meta_{number}"
                etree.SubElement(option, "Value").text = "" if number < 2 else "yes"

    change_tree(add)


@defect("NOT-13")
def takes_an_empty_list_for_an_empty_parcel() -> None:
    """A notice whose list of items holds none is refused."""
    original = bridge.notice._items

    def items(root: Any) -> dict[str, int]:
        if root.find("Items") is not None and root.find("Items/Item") is None:
            raise HTTPException(400, "The parcel is empty")
        return original(root)

    replace(bridge.notice, "_items", items)


@defect("NOT-9")
def never_looks_at_the_query() -> None:
    """What of a parcel stands in the query alone is not read."""
    original = bridge.notice.read_notice

    def read(query: Mapping[str, str], body: bytes) -> Notice:
        return original({name: query[name] for name in query if name == "order_number"}, body)

    replace(bridge.app, "read_notice", read)
