"""Ways to change what the reference bridge answers, without changing how it comes to it."""

from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

import bridge.app
from bridge.crm import Order, Session
from bridge.pull import Page, Pulls
from bridge.window import Window

Answer = Callable[[Request], Awaitable[Response]]

EMPTY_LIST = b'<?xml version="1.0" encoding="UTF-8"?><Orders pages="1"/>'


def empty_list() -> Response:
    """A good export of nothing."""
    return Response(EMPTY_LIST, media_type="application/xml; charset=utf-8")


def wrap_answer(wrapper: Callable[[Answer, Request], Awaitable[Response]]) -> None:
    """Let `wrapper` answer in place of the bridge; it is given the bridge's own way to do it."""
    original: Answer = bridge.app._answer

    async def answer(request: Request) -> Response:
        return await wrapper(original, request)

    replace(bridge.app, "_answer", answer)


def instead_of(statuses: set[int], reply: Callable[[], Response], *, method: str) -> None:
    """Answer requests of `method` with `reply` where the bridge refuses with one of `statuses`."""

    async def wrapper(original: Answer, request: Request) -> Response:
        try:
            return await original(request)
        except HTTPException as refusal:
            if refusal.status_code in statuses and request.method == method:
                return reply()
            raise

    wrap_answer(wrapper)


def keep_orders(keep: Callable[[Order, Window], bool]) -> None:
    """Leave orders out of the pages, without counting anew."""
    original = Pulls.page

    async def page(self: Pulls, session: Session, window: Window, number: int) -> Page:
        found = await original(self, session, window, number)
        return Page([order for order in found.orders if keep(order, window)], found.pages)

    replace(Pulls, "page", page)


_REPLACED: list[tuple[Any, str, object]] = []


def replace(owner: Any, name: str, value: object) -> None:
    """Set an attribute that exists; a defect that hangs in the air would break nothing."""
    if not hasattr(owner, name):
        raise AttributeError(f"{owner!r} has no {name} any more; mend the defect")
    _REPLACED.append((owner, name, getattr(owner, name)))
    setattr(owner, name, value)


def replaced() -> list[object]:
    """What stood where `replace` has put something else."""
    return [original for _, _, original in _REPLACED]


def places() -> list[object]:
    """The modules and classes in which `replace` has put something else."""
    return [owner for owner, _, _ in _REPLACED]


def touches_the_server() -> bool:
    """Whether something is replaced that is not of the bridge: what comes of it is seen on a network only."""
    return not all(module_of(place).startswith("bridge.") for place in places())


def module_of(place: object) -> str:
    """The name of a module, or of the one that a class is in."""
    return place.__name__ if isinstance(place, ModuleType) else str(getattr(place, "__module__", ""))


def put_back() -> None:
    """Undo every `replace`: the reference bridge is whole again."""
    while _REPLACED:
        setattr(*_REPLACED.pop())
