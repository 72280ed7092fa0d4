"""Mistakes of a program that means to know better what somebody has typed, or what a value stands for."""

from collections.abc import Callable
from dataclasses import replace as changed
from typing import Any
from urllib.parse import unquote

import bridge.app
from bridge.credentials import Credentials, read_credentials
from bridge.crm import Order
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
