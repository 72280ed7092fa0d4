"""The EMR's orders: the list and an order's page, on which its status is changed."""

import json
import re
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mocks.careportals.caller import Caller
from mocks.careportals.order_list import OrderFilter
from mocks.careportals.orders import LARGEST_ID, STATUSES, Document, listed
from mocks.careportals.pages import order_view
from mocks.careportals.pages.order_search import OrderSearch, Place, Search
from mocks.careportals.pages.portal import Portal
from mocks.careportals.pages.reading import joined, mapping, words
from mocks.careportals.resource import resource
from mocks.control.pages.form import read_form
from mocks.control.payload import Refusal, whole_number

ORDERS = "/app/orders"

_PLACE = re.compile(r"(-?\d{1,18})-([0-9a-f]{24})", re.ASCII)


class OrderPages:
    """The list and the page need the permission `orders`, changes `fulfil` and `configure`."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._orders = portal.crm.orders
        self._search = OrderSearch(portal.crm.store, portal.crm.order_list)

    def routes(self) -> list[Route]:
        """The routes."""
        signed_in = self._portal.signed_in
        return [
            resource(ORDERS, get=signed_in(self.orders, "orders")),
            resource(f"{ORDERS}/{{_id}}", get=signed_in(self.order, "orders")),
            resource(f"{ORDERS}/{{_id}}/status", post=signed_in(self.set_status, "fulfil")),
            resource(
                f"{ORDERS}/{{_id}}/delete",
                get=signed_in(self.ask_deletion, "configure"),
                post=signed_in(self.delete, "configure"),
            ),
        ]

    async def orders(self, request: Request, actor: Caller) -> Response:
        """The list, by status and customer."""
        query = request.query_params
        given = {name: query.get(name, "")[:200] for name in ("status", "customer", "deleted")}
        statuses = (given["status"],) if given["status"] in STATUSES else ()
        filter_ = OrderFilter(
            actor.organization, actor.assigned_to, statuses=statuses, include_deleted=given["deleted"] != ""
        )
        found = self._search.page(Search(filter_, given["customer"], _place(query.get("after", ""))))
        older = ""
        if found.older:
            kept = {name: value for name, value in given.items() if value}
            older = f"{ORDERS}?{urlencode({**kept, 'after': '{}-{}'.format(*found.older)}, errors='replace')}"
        return self._portal.page(
            request,
            "orders.html",
            actor,
            found=found,
            given=given,
            older=older,
            first="after" not in query,
            statuses=[(status, order_view.status_label(status)) for status in STATUSES],
        )

    async def order(self, request: Request, actor: Caller) -> Response:
        """An order's page, a deleted one too."""
        return self._order(request, actor, "order.html")

    def _order(self, request: Request, actor: Caller, template: str, **context: object) -> Response:
        document = self._read(request, actor)
        names = self._names(actor, document)
        return self._portal.page(
            request,
            template,
            actor,
            order=document,
            deleted=document.get("isDeleted") is True,
            customer=order_view.customer(document),
            assigned=_assigned(document),
            shipments=order_view.shipments(document, names),
            history=order_view.history(document, names),
            statuses=_choices(document["status"]),
            requirements=[
                joined(mapping(each).get("type"), mapping(each).get("key"), by=": ")
                for each in listed(document, "requirements")
            ],
            source=json.dumps(document, indent=2, ensure_ascii=False),
            **context,
        )

    def _read(self, request: Request, actor: Caller) -> Document:
        return self._orders.read(actor.organization, request.path_params["_id"], actor.assigned_to)

    def _names(self, actor: Caller, document: Document) -> dict[str, str]:
        """What users are called by their `_id`: also somebody to whom the order is assigned."""
        assigned = mapping(document.get("assignedTo"))
        members = self._portal.crm.memberships.of_organization(actor.organization)
        return {words(assigned.get("_id")): _assigned(document)} | {one.id: one.email for one in members}

    async def set_status(self, request: Request, actor: Caller) -> Response:
        """The dropdown: move the order, unless somebody else was quicker."""
        form = await read_form(request)
        order_id, status = request.path_params["_id"], form.get("status", "")
        self._read(request, actor)
        version = form.get("version", "")
        try:
            if status not in STATUSES:
                raise Refusal(400, "Choose one of the statuses in the list")
            expected = whole_number(version, "version", -LARGEST_ID, LARGEST_ID) if version else None
            self._orders.set_status(actor.organization, order_id, status, expected, actor.id)
        except Refusal as refusal:
            return self._portal.see_other(request, f"{ORDERS}/{order_id}", refusal.detail, "bad")
        said = f"The order is now {order_view.status_label(status)}."
        return self._portal.see_other(request, f"{ORDERS}/{order_id}", said)

    async def ask_deletion(self, request: Request, actor: Caller) -> Response:
        """The window that asks before an order is deleted."""
        return self._order(request, actor, "delete_order.html")

    async def delete(self, request: Request, actor: Caller) -> Response:
        """Mark the order as deleted."""
        order_id = request.path_params["_id"]
        self._orders.delete(actor.organization, order_id)
        return self._portal.see_other(request, f"{ORDERS}/{order_id}", "The order was deleted.")


def _place(text: str) -> Place | None:
    """Where the list goes on; from its beginning when the address was tampered with."""
    found = _PLACE.fullmatch(text)
    return Place(int(found[1]), found[2]) if found else None


def _assigned(document: Document) -> str:
    assigned = mapping(document.get("assignedTo"))
    return joined(assigned.get("firstName"), assigned.get("lastName")) or words(assigned.get("username"))


def _choices(status: str) -> list[tuple[str, str]]:
    """The statuses of the dropdown; one that CarePortals does not know is shown, but not offered again."""
    known = [(each, order_view.status_label(each)) for each in STATUSES]
    return known if status in STATUSES else [(status, status), *known]
