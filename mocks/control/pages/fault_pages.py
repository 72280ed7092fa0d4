"""Pages on which faults are added, and the buttons that remove them."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from mocks.control.pages import switches
from mocks.control.pages.fault_form import described, fault_form, wrong
from mocks.control.pages.form import read_form
from mocks.control.pages.mock import Mock
from mocks.control.pages.render import Renderer
from mocks.control.payload import Refusal
from mocks.control.wire import transport_of

PATH = f"{switches.PATH}/faults"


class FaultPages:
    """The faults of one mock."""

    def __init__(self, mock: Mock, renderer: Renderer) -> None:
        self._mock = mock
        self._renderer = renderer

    def routes(self) -> list[BaseRoute]:
        """The routes, with their full paths."""
        return [
            Route(f"{PATH}/new", self.new, methods=["GET", "POST"]),
            Route(f"{PATH}/remove", self.remove_all, methods=["POST"]),
            Route(f"{PATH}/{{id:int}}/remove", self.remove, methods=["POST"]),
        ]

    async def new(self, request: Request) -> Response:
        """The form of the kind that the query names; POST adds the fault."""
        kind = request.query_params.get("kind", "")
        if kind not in self._mock.faults.kinds:
            raise Refusal(404, "There is no such kind of fault")
        if request.method == "GET":
            return self._form(request, kind, request.query_params, {})
        typed = await read_form(request)
        try:
            fault = self._add(request, kind, typed)
        except Refusal as refusal:
            return self._form(request, kind, typed, wrong(refusal.detail))
        flashes = self._renderer.flashes
        return flashes.see_other(request, f"{switches.PATH}#faults", f"The fault {fault} is in place")

    def _add(self, request: Request, kind: str, typed: Mapping[str, str]) -> str:
        faults = self._mock.faults
        body = described(faults, kind, typed)
        if body.get(faults.tenant) and body[faults.tenant] not in self._mock.tenants():
            raise Refusal(400, f'"{faults.tenant}" names none that exists')
        return str(faults.add(body, wire=transport_of(request.scope) is not None)["name"])

    def _form(
        self, request: Request, kind: str, typed: Mapping[str, str], errors: Mapping[str, str]
    ) -> Response:
        return self._renderer.page(
            request,
            "fault.html",
            400 if errors else 200,
            kind=kind,
            meaning=self._mock.faults.kinds[kind].meaning.replace("`", ""),
            form=fault_form(self._mock.faults, kind, typed),
            tenant_word=self._mock.faults.tenant,
            tenants=self._mock.tenants()[: switches.SUGGESTIONS],
            errors=errors,
        )

    async def remove(self, request: Request) -> Response:
        """Remove one fault; one that has gone already is no error."""
        faults = self._mock.faults
        for fault in faults.read():
            if fault.id == request.path_params["id"]:
                faults.remove(fault)
        return self._renderer.flashes.see_other(request, f"{switches.PATH}#faults", "The fault is removed")

    async def remove_all(self, request: Request) -> Response:
        """Remove all faults."""
        self._mock.faults.forget()
        return self._renderer.flashes.see_other(request, f"{switches.PATH}#faults", "All faults are removed")
