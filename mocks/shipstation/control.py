"""The control side that only this mock has: reset, seed, defaults of the store settings, validation."""

import json
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mocks.control.clock import from_text
from mocks.control.journal import CONTROL_PREFIX
from mocks.control.payload import Refusal, read_body, read_object
from mocks.shipstation import settings
from mocks.shipstation.api.calls import Endpoint
from mocks.shipstation.document import Page, read, read_page
from mocks.shipstation.failure import Failure
from mocks.shipstation.protocol import Window, minute
from mocks.shipstation.seed import BadSeed, sow
from mocks.shipstation.settings import StoreSettings


class Reset(Endpoint):
    """`/_control/reset`."""

    async def post(self, request: Request) -> Response:
        """Forget one account, or everything."""
        body = await read_object(request, optional=True)
        account = body.get("account")
        if set(body) - {"account"} or not isinstance(account, str | None):
            raise Refusal(400, 'Only "account" can be given, as text')
        self.shipstation(request).forget(account)
        return Response(status_code=204)


class Seed(Endpoint):
    """`/_control/seed`."""

    async def post(self, request: Request) -> Response:
        """Make accounts and stores, all or none."""
        document = await read_object(request)
        try:
            sow(self.shipstation(request), document)
        except BadSeed as bad:
            raise Refusal(400, str(bad)) from None
        return Response(status_code=204)


class Accounts(Endpoint):
    """`/_control/accounts`."""

    async def post(self, request: Request) -> JSONResponse:
        """Make one account as in a seed document; 201 with a token of its admin, and its stores."""
        shipstation = self.shipstation(request)
        try:
            [sown] = sow(shipstation, {"accounts": [await read_object(request)]})
        except BadSeed as bad:
            raise Refusal(400, str(bad)) from None
        self.acts_for(request, sown.admin.account)
        token = shipstation.accounts.issue_token(sown.admin)
        stores = [store.to_json() for store in sown.stores]
        return JSONResponse({"account": sown.admin.account, "token": token, "stores": stores}, 201)


class Settings(Endpoint):
    """`/_control/settings`."""

    async def get(self, request: Request) -> JSONResponse:
        """The settings of a store that sets none itself."""
        return JSONResponse(self.shipstation(request).stores.defaults.to_json())

    async def put(self, request: Request) -> JSONResponse:
        """Set some of these defaults; they count at once for every store that does not set its own."""
        values = await read_object(request)
        if problems := settings.errors_in(values):
            raise Refusal(400, "Some settings are not right", fields=problems)
        self.shipstation(request).stores.change_defaults(values)
        return await self.get(request)


class Validate(Endpoint):
    """`/_control/validate`."""

    async def post(self, request: Request) -> JSONResponse:
        """Read a reply as a refresh would, and keep nothing.

        The body is the reply's, Content-Type its header; `start` and `end` in the query are the window
        that it answers. 200 with `ok`, `pages`, `orders` (as the API shows them), `warnings` and `error`.
        """
        window = Window(_minute(request, "start"), _minute(request, "end"))
        body = await read_body(request, StoreSettings().reply_limit_bytes)
        content_type = request.headers.get("content-type", "")
        try:
            page = await read(read_page, body, content_type, window, self.shipstation(request).coverage)
        except Failure as failure:
            return JSONResponse(_reading(None, failure))
        return JSONResponse(_reading(page, None))


class ContractCoverage(Endpoint):
    """`/_control/coverage`."""

    async def get(self, request: Request) -> JSONResponse:
        """What the traffic has shown: `points` of the Orders document, `statuses`, `parameters`, `answers`.

        A point is an element of the schema or a facet of its type, `valid` when a document with it was taken,
        `refused` when one was refused for it. Test Connection reads no orders, so it shows none.
        """
        return JSONResponse(self.shipstation(request).coverage.to_json())

    async def delete(self, request: Request) -> Response:
        """Begin anew."""
        self.shipstation(request).coverage.forget()
        return Response(status_code=204)


def _minute(request: Request, name: str) -> datetime:
    try:
        return minute(from_text(request.query_params.get(name, "")))
    except ValueError:
        raise Refusal(400, f'"{name}" must be a time such as 2026-03-13T17:34Z') from None


def _reading(page: Page | None, failure: Failure | None) -> dict[str, Any]:
    return {
        "ok": failure is None,
        "pages": page.pages if page else None,
        "orders": [json.loads(order.document) | {"warnings": order.warnings} for order in page.orders]
        if page
        else [],
        "warnings": [warned.to_json() for warned in page.warnings] if page else [],
        "error": failure.to_json() if failure else None,
    }


ROUTES = [
    Route(f"{CONTROL_PREFIX}/reset", Reset),
    Route(f"{CONTROL_PREFIX}/seed", Seed),
    Route(f"{CONTROL_PREFIX}/accounts", Accounts),
    Route(f"{CONTROL_PREFIX}/settings", Settings),
    Route(f"{CONTROL_PREFIX}/validate", Validate),
    Route(f"{CONTROL_PREFIX}/coverage", ContractCoverage),
]
