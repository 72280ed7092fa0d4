"""The endpoints by which faults are added, looked at and removed."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mocks.control.faults import Fault, Faults
from mocks.control.journal import CONTROL_PREFIX
from mocks.control.payload import Refusal, read_object
from mocks.control.wire import transport_of


class FaultControl:
    """Endpoints over the faults of a mock; `exists` says whether there is a tenant of a name."""

    def __init__(self, faults: Faults, exists: Callable[[str], bool]) -> None:
        self._faults = faults
        self._exists = exists

    def routes(self) -> list[Route]:
        """The routes, with their full paths."""
        return [
            Route(f"{CONTROL_PREFIX}/faults", self.all, methods=["GET", "POST", "DELETE"]),
            Route(f"{CONTROL_PREFIX}/faults/{{id:int}}", self.one, methods=["GET", "DELETE"]),
        ]

    async def all(self, request: Request) -> Response:
        """GET the faults; POST another one; DELETE those of one tenant or all."""
        if request.method == "POST":
            return JSONResponse((await self._add(request)).to_json(), 201)
        tenant = request.query_params.get(self._faults.tenant)
        if request.method == "DELETE":
            self._faults.forget(tenant)
            return Response(status_code=204)
        return JSONResponse({"faults": [fault.to_json() for fault in self._faults.read(tenant)]})

    async def _add(self, request: Request) -> Fault:
        body = await read_object(request)
        tenant = body.get(self._faults.tenant)
        if isinstance(tenant, str) and not self._exists(tenant):
            raise Refusal(400, f'"{self._faults.tenant}" names none that exists')
        return self._faults.add(body, wire=transport_of(request.scope) is not None)

    async def one(self, request: Request) -> Response:
        """GET or DELETE a fault."""
        fault = self._faults.get(request.path_params["id"])
        if request.method == "DELETE":
            self._faults.remove(fault)
            return Response(status_code=204)
        return JSONResponse(fault.to_json())
