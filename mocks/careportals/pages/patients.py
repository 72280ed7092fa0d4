"""Patients and Prescriptions: lists that the mock derives from orders, for it keeps neither by itself."""

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mocks.careportals.caller import Caller
from mocks.careportals.order_list import OrderFilter
from mocks.careportals.orders import Document
from mocks.careportals.pages import order_view
from mocks.careportals.pages.order_search import LOOKED_AT, OrderSearch, matches
from mocks.careportals.pages.order_view import Customer
from mocks.careportals.pages.portal import Portal
from mocks.careportals.pages.reading import mapping, words
from mocks.careportals.resource import resource

ROWS = 50
"""Rows that a list shows at most; a search finds the others."""

_SCRIPTS = {
    "awaiting_script": ("Not written yet", "warn"),
    "awaiting_fulfillment": ("Received, not linked", "info"),
    "awaiting_shipment": ("Linked to the order", "good"),
    "shipped": ("Linked to the order", "good"),
    "completed": ("Linked to the order", "good"),
    "delivered": ("Linked to the order", "good"),
}
"""What an order's status says of its prescription [doc], as words and tone."""


class Patient(NamedTuple):
    """Somebody who ordered; `latest` is the order that changed last."""

    customer: Customer
    orders: int
    latest: Document


class Prescription(NamedTuple):
    """A drug of an order; state and tone are empty where the status says nothing of it."""

    drug: str
    quantity: str
    customer: Customer
    order: Document
    state: str
    tone: str


class PatientPages:
    """Both lists need the permission `orders`; whoever sees only assigned orders sees only their patients."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._search = OrderSearch(portal.crm.store, portal.crm.order_list)

    def routes(self) -> list[Route]:
        """The routes."""
        return [
            resource("/app/patients", get=self._portal.signed_in(self.patients, "orders")),
            resource("/app/prescriptions", get=self._portal.signed_in(self.prescriptions, "orders")),
        ]

    async def patients(self, request: Request, actor: Caller) -> Response:
        """The customers of the latest orders."""
        found: dict[str, Patient] = {}
        text = request.query_params.get("customer", "")[:200]
        for order in self._orders(actor, text):
            key = _identity(order)
            known = found.get(key)
            found[key] = (
                known._replace(orders=known.orders + 1)
                if known
                else Patient(order_view.customer(order), 1, order)
            )
        return self._list(request, actor, "patients.html", text, list(found.values()))

    async def prescriptions(self, request: Request, actor: Caller) -> Response:
        """The drugs of the latest orders."""
        text = request.query_params.get("customer", "")[:200]
        found = [
            Prescription(item.drug, item.quantity, order_view.customer(order), order, *_state(order))
            for order in self._orders(actor, text)
            for item in order_view.items(order)
            if item.drug
        ]
        return self._list(request, actor, "prescriptions.html", text, found)

    def _list(
        self,
        request: Request,
        actor: Caller,
        template: str,
        text: str,
        rows: list[Patient] | list[Prescription],
    ) -> Response:
        return self._portal.page(
            request, template, actor, rows=rows[:ROWS], total=len(rows), text=text, looked_at=LOOKED_AT
        )

    def _orders(self, actor: Caller, text: str) -> Iterator[Document]:
        words_ = text.casefold().split()
        with closing(self._search.latest(OrderFilter(actor.organization, actor.assigned_to))) as orders:
            for _, order in islice(orders, LOOKED_AT):
                if matches(order, words_):
                    yield order


def _identity(order: Document) -> str:
    """Two orders are of one patient when their customers have the same `_id`, else the same e-mail."""
    customer = mapping(order.get("customer"))
    return words(customer.get("_id")) or words(customer.get("email")) or str(order["_id"])


def _state(order: Document) -> tuple[str, str]:
    return _SCRIPTS.get(order["status"], ("", ""))
