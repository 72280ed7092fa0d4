"""The page of switches: clock, faults, unfriendly mode, reset; and what its buttons do."""

import secrets
from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from mocks.control import unfriendly
from mocks.control.clock import to_text
from mocks.control.pages.form import read_form
from mocks.control.pages.lazy import SHARED_PAGES
from mocks.control.pages.mock import Mock
from mocks.control.pages.render import Renderer
from mocks.control.payload import Refusal, whole_number
from mocks.control.routes import move

PATH = f"{SHARED_PAGES}/switches"

SUGGESTIONS = 200
"""Organizations or accounts that are offered for choice; any other can be typed."""

STEPS = {60: "1 minute", 3600: "1 hour", 86_400: "1 day"}


class Switches:
    """The switches of one mock. What is chosen in the query as `tenant` is what clock and reset are about."""

    def __init__(self, mock: Mock, renderer: Renderer) -> None:
        self._mock = mock
        self._renderer = renderer

    def routes(self) -> list[BaseRoute]:
        """The routes, with their full paths."""
        return [
            Route(PATH, self.all),
            Route(f"{PATH}/clock", self.clock, methods=["POST"]),
            Route(f"{PATH}/unfriendly", self.unfriendly, methods=["POST"]),
            Route(f"{PATH}/reset", self.reset, methods=["GET", "POST"]),
        ]

    async def all(self, request: Request) -> Response:
        """How the switches stand."""
        return self._page(request, _tenant(request.query_params))

    def _page(
        self,
        request: Request,
        tenant: str | None,
        typed: Mapping[str, str] | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> Response:
        mock = self._mock
        clock = mock.clocks.of(tenant)
        return self._renderer.page(
            request,
            "switches.html",
            400 if errors else 200,
            tenant=tenant or "",
            tenant_word=mock.faults.tenant,
            tenants=mock.tenants()[:SUGGESTIONS],
            now=to_text(clock.now()),
            frozen=clock.frozen,
            own=clock is not mock.clocks.shared,
            steps=STEPS,
            faults=mock.faults.read(),
            kinds=mock.faults.kinds,
            quirks=mock.quirks,
            unfriendly=unfriendly.in_force(mock.quirks, mock.settings(), mock.faults),
            seeds=unfriendly.SEEDS,
            typed=typed or {},
            errors=errors or {},
        )

    async def clock(self, request: Request) -> Response:
        """Set, advance, stop, let run, or give back to the machine's time."""
        typed = await read_form(request)
        tenant, clocks = _tenant(typed), self._mock.clocks
        if typed.get("do") == "real":
            if tenant is None:
                clocks.shared.run_free()
            else:
                clocks.forget(tenant)
            return self._back(request, tenant, "The clock shows real time again")
        moved = _moved(typed)
        try:
            move(clocks, tenant, moved)
        except Refusal as refusal:
            field = "seconds" if "advanceSeconds" in refusal.detail else "now"
            message = refusal.detail.partition(" ")[2]
            return self._page(request, tenant, typed, {field: message[:1].upper() + message[1:]})
        await self._mock.time_moved(tenant)
        clock = clocks.of(tenant)
        said = f"The clock shows {to_text(clock.now())}" + (" and stands still" if clock.frozen else "")
        return self._back(request, tenant, said)

    async def unfriendly(self, request: Request) -> Response:
        """Turn the unfriendly mode on, with a seed, or off."""
        typed, mock = await read_form(request), self._mock
        seed = secrets.randbelow(unfriendly.SEEDS)
        if typed.get("seed"):
            try:
                seed = whole_number(typed["seed"], "seed", 0, unfriendly.SEEDS - 1)
            except Refusal:
                problem = f"Must be a whole number from 0 to {unfriendly.SEEDS - 1}"
                return self._page(request, None, typed, {"seed": problem})
        unfriendly.take_back(mock.quirks, mock.faults)
        changed = unfriendly.settings(mock.quirks)
        if typed.get("do") == "off":
            mock.change_settings({name: mock.defaults[name] for name in changed})
            return self._back(request, None, "The mock is friendly again")
        mock.change_settings(changed)
        for fault in unfriendly.faults(mock.quirks, seed):
            mock.faults.add(fault)
        return self._back(request, None, f"The mock is unfriendly, with the seed {seed}")

    async def reset(self, request: Request) -> Response:
        """Ask whether to forget one tenant or everything; and do it."""
        asked = await read_form(request) if request.method == "POST" else request.query_params
        tenant = _tenant(asked)
        if request.method == "GET":
            known = tenant is None or tenant in self._mock.tenants()
            word = self._mock.faults.tenant
            return self._renderer.page(
                request, "reset.html", tenant=tenant or "", tenant_word=word, known=known
            )
        await self._mock.reset(tenant)
        return self._back(request, None, f"{tenant} is forgotten" if tenant else "Everything is forgotten")

    def _back(self, request: Request, tenant: str | None, said: str) -> Response:
        query = f"?{urlencode({'tenant': tenant}, errors='replace')}" if tenant else ""
        return self._renderer.flashes.see_other(request, PATH + query, said)


def _tenant(given: Mapping[str, str]) -> str | None:
    return given.get("tenant", "").strip()[:200] or None


def _moved(typed: Mapping[str, str]) -> dict[str, object]:
    """The form as the body of PUT /_control/clock."""
    match typed.get("do"):
        case "set":
            return {"now": typed.get("now", ""), "frozen": "frozen" in typed}
        case "advance":
            return {"advanceSeconds": typed.get("seconds", "")}
        case "stop" | "go" as do:
            return {"frozen": do == "stop"}
        case _:
            raise Refusal(400, "The clock has no such switch")
