"""The control side that only this mock has: reset, seed, defaults of the store settings."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mocks.control.journal import CONTROL_PREFIX
from mocks.control.payload import Refusal, read_object
from mocks.shipstation import settings
from mocks.shipstation.api.calls import Endpoint
from mocks.shipstation.seed import BadSeed, sow


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


ROUTES = [
    Route(f"{CONTROL_PREFIX}/reset", Reset),
    Route(f"{CONTROL_PREFIX}/seed", Seed),
    Route(f"{CONTROL_PREFIX}/settings", Settings),
]
