"""Orders: list, read, status, deletion, shipments."""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mocks.careportals.caller import caller
from mocks.careportals.crm import Crm
from mocks.careportals.order_list import read_list_request
from mocks.careportals.orders import LARGEST_ID, STATUSES
from mocks.careportals.resource import resource
from mocks.careportals.shipments import read_shipment
from mocks.control.payload import Refusal, integer, only, read_object


class OrdersApi:
    """The endpoints under /orders [assumed: no orders API of CarePortals is public]."""

    def __init__(self, crm: Crm) -> None:
        self._crm = crm

    def routes(self) -> list[Route]:
        """The routes."""
        return [
            resource("/orders", get=self.read_page),
            resource("/orders/{_id}", get=self.read, patch=self.set_status, delete=self.delete),
            resource("/orders/{_id}/shipments", post=self.add_shipment),
        ]

    async def read_page(self, request: Request) -> Response:
        """One page of the list."""
        actor = caller(self._crm, request, "orders")
        wanted = read_list_request(
            request.query_params.multi_items(), actor.organization, actor.assigned_to, self._crm.settings
        )
        documents, total, position = self._crm.order_list.page(wanted)
        cursor = self._crm.order_list.cursor(position, wanted.filter) if position else None
        # The documents are JSON already; parsing them to write them again would cost most of the call.
        orders = ",".join(documents)
        body = f'{{"orders":[{orders}],"total":{total},"nextCursor":{json.dumps(cursor)}}}'
        return Response(body, media_type="application/json")

    async def read(self, request: Request) -> JSONResponse:
        """One order, a deleted one too."""
        actor = caller(self._crm, request, "orders")
        order_id = request.path_params["_id"]
        return JSONResponse(self._crm.orders.read(actor.organization, order_id, actor.assigned_to))

    async def set_status(self, request: Request) -> JSONResponse:
        """Move an order to another status."""
        actor = caller(self._crm, request, "fulfil")
        body = await read_object(request)
        only(body, {"status", "version"})
        status, version = body.get("status"), body.get("version")
        if status not in STATUSES:
            raise Refusal(400, f'"status" must be one of {", ".join(STATUSES)}')
        expected = None if version is None else integer(version, "version", -LARGEST_ID, LARGEST_ID)
        order_id = request.path_params["_id"]
        return JSONResponse(
            self._crm.orders.set_status(actor.organization, order_id, status, expected, actor.id)
        )

    async def delete(self, request: Request) -> Response:
        """Mark an order as deleted."""
        actor = caller(self._crm, request, "configure")
        self._crm.orders.delete(actor.organization, request.path_params["_id"])
        return Response(status_code=204)

    async def add_shipment(self, request: Request) -> JSONResponse:
        """Add a shipment, once per Idempotency-Key."""
        actor = caller(self._crm, request, "fulfil")
        shipment = read_shipment(await read_object(request))
        key = request.headers.get("idempotency-key")
        if key is not None and not 1 <= len(key) <= 255:
            raise Refusal(400, "The header Idempotency-Key must have 1 to 255 characters")
        order, added = self._crm.shipments.add(
            actor.organization, request.path_params["_id"], shipment, key, actor.id
        )
        return JSONResponse(order, 201 if added else 200)
