"""Faults in what the mock CarePortals answers: which there are, and how a request meets one."""

import functools
import re
from collections.abc import Awaitable, Callable

from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mocks.careportals import spoiled
from mocks.control import wire
from mocks.control.faults import Check, Fault, Faults, Field, Kind, one_of, whole
from mocks.control.journal import FAULT, on_the_wire
from mocks.control.payload import Refusal
from mocks.control.wire import Answer

PATHS = (
    "/auth",
    "/auth/register",
    "/auth/activate/{token}",
    "/users",
    "/users/{_id}",
    "/users/{_id}/reset-password",
    "/orders",
    "/orders/{_id}",
    "/orders/{_id}/shipments",
    "/openapi.json",
)
"""The addresses of the product, as openapi.json writes them."""

LONGEST = 600_000
"""Milliseconds that a fault may hold an answer back."""


@functools.lru_cache(maxsize=1024)
def _expression(path: str) -> re.Pattern[str]:
    return compile_path(path)[0]


def _path(value: object, name: str) -> str:
    if isinstance(value, str) and (
        value in PATHS
        or ("{" not in value and len(value) <= 200 and any(_expression(path).match(value) for path in PATHS))
    ):
        return value
    raise Refusal(
        400, f'"{name}" must be a path of the product: {", ".join(PATHS)}, or one of theirs in full'
    )


def _paths_in_answer(value: object, name: str) -> list[str]:
    paths = value if isinstance(value, list) and len(value) <= 20 else []
    if not paths or not all(isinstance(path, str) and 1 <= len(path) <= 200 for path in paths):
        raise Refusal(400, f'"{name}" must be a list of 1 to 20 names such as total or orders.lineItems.sku')
    return paths


_PATH = Check({"type": "string", "maxLength": 200, "pattern": "^/(auth|users|orders|openapi)"}, _path)
_NAME = {"type": "string", "minLength": 1, "maxLength": 200}
_NAMES = Check({"type": "array", "minItems": 1, "maxItems": 20, "items": _NAME}, _paths_in_answer)

SELECTORS = {
    "method": Field(one_of("GET", "POST", "PATCH", "PUT", "DELETE"), "requests of this method; any if null"),
    "path": Field(_PATH, "requests to this path, as `/orders/{_id}/shipments` or in full; any if null"),
    "when": Field(
        one_of("before", "after"),
        "`before`: the request is not carried out; `after`: it is, and then its answer is spoiled",
        "before",
    ),
}
"""How a fault chooses the requests that it strikes."""

_AFTER = {"when": "after"}
_LIST = {"method": "GET", "path": "/orders", **_AFTER}
_FIELDS = Field(_NAMES, "which, with dots, through lists as well; null for all of the first level")


def _milliseconds(meaning: str) -> Field:
    return Field(whole(0, LONGEST), meaning, 1000)


KINDS = {
    "status": Kind(
        "An error answer in CarePortals' form.",
        {
            "status": Field(whole(400, 599), "its status", 500),
            "retryAfter": Field(whole(0, 86_400), "seconds in the header Retry-After; left out if null"),
        },
        like="WireMock `status`",
    ),
    "delay": Kind(
        "The right answer, late. Held back `before`, the request is carried out late, even if nobody waits "
        "for it any more.",
        {
            "milliseconds": _milliseconds("how late, by the machine's clock"),
            "jitter": Field(whole(0, LONGEST), "up to so many milliseconds are added by chance", 0),
        },
        like="WireMock `fixedDelayMilliseconds`, Toxiproxy `latency`",
    ),
    "slow_drip": Kind(
        "The right answer in small pieces.",
        {
            "milliseconds": _milliseconds("how long the body takes in all"),
            "pieces": Field(whole(2, 1000), "in how many pieces it comes", 10),
        },
        fixed=_AFTER,
        like="WireMock `chunkedDribbleDelay`, Toxiproxy `slicer`",
    ),
    "connection_reset": Kind(
        "The request is read, then the connection ends with RST.",
        like="WireMock `CONNECTION_RESET_BY_PEER`, Toxiproxy `reset_peer`",
        wire=True,
    ),
    "empty_response": Kind(
        "The request is read, then the connection is closed.", like="WireMock `EMPTY_RESPONSE`", wire=True
    ),
    "refused": Kind(
        "The connection ends with RST as soon as it is known what is asked for, with the body unread. A real "
        "refusal knows neither organization nor path: stop the mock to see one.",
        fixed={"when": "before"},
        like="Toxiproxy `down`",
        wire=True,
    ),
    "random_data": Kind(
        "Random bytes instead of HTTP, then the connection is closed.",
        {"bytes": Field(whole(1, 65_536), "how many", 256)},
        like="WireMock `RANDOM_DATA_THEN_CLOSE`",
        wire=True,
    ),
    "half_header": Kind("The connection is closed within the headers.", wire=True),
    "truncated_body": Kind(
        "Content-Length as it should be, but half of the body, then the connection is closed.",
        fixed=_AFTER,
        like="Toxiproxy `limit_data`",
        wire=True,
    ),
    "malformed_chunk": Kind(
        "Half of the body as a chunk, then what is none, then the connection is closed.",
        fixed=_AFTER,
        like="WireMock `MALFORMED_RESPONSE_CHUNK`",
        wire=True,
    ),
    "malformed_json": Kind("The first half of the JSON, with a Content-Length that fits.", fixed=_AFTER),
    "html_with_200": Kind("A page of HTML with status 200, as from a proxy or a sign-in page."),
    "wrong_types": Kind(
        "Fields of another type: texts in lists, numbers and truth values as text, null as 0, lists as "
        "objects, objects as lists.",
        {"fields": _FIELDS},
        fixed=_AFTER,
    ),
    "missing_fields": Kind("Fields are left out.", {"fields": _FIELDS}, fixed=_AFTER),
    "duplicate_rows": Kind(
        "The first orders of a page come twice; `total` stays.",
        {"rows": Field(whole(1, 250), "how many", 1)},
        fixed=_LIST,
    ),
    "short_page": Kind(
        "A page of the list holds fewer orders than `limit` asks for, and `nextCursor` leads on from there.",
        {"rows": Field(whole(1, 249), "how many at most", 1)},
        fixed={"method": "GET", "path": "/orders", "when": "before"},
    ),
    "cursor_loop": Kind(
        "From the second page on: `nextCursor` leads to the page that it came with.", fixed=_LIST
    ),
}
"""The kinds of faults, in the order of the documentation."""

_ANSWERS: dict[str, Callable[[Fault, Answer, Scope], Answer]] = {
    "status": lambda fault, _answer, _scope: spoiled.error(fault["status"], fault["retryAfter"]),
    "html_with_200": lambda _fault, _answer, _scope: spoiled.HTML,
    "malformed_json": lambda _fault, answer, _scope: spoiled.cut(answer),
    "wrong_types": lambda fault, answer, _scope: spoiled.wrong_types(answer, fault["fields"]),
    "missing_fields": lambda fault, answer, _scope: spoiled.missing_fields(answer, fault["fields"]),
    "duplicate_rows": lambda fault, answer, _scope: spoiled.duplicate_rows(answer, fault["rows"]),
    "cursor_loop": lambda _fault, answer, scope: spoiled.cursor_loop(answer, scope["query_string"]),
}

_WIRES: dict[str, wire.Spoil] = {
    "connection_reset": wire.reset,
    "empty_response": wire.close,
    "refused": wire.reset,
    "random_data": wire.send_random_data,
    "half_header": wire.send_half_header,
    "truncated_body": wire.send_truncated_body,
    "malformed_chunk": wire.send_malformed_chunk,
}


class FaultMiddleware:
    """Lets a request of the product meet the first fault that fits it."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self.app = app
        self.faults = faults

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Serve the request; without faults at the cost of this line."""
        return self._serve(scope, receive, send) if self.faults.live else self.app(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        fault = None
        if scope["type"] == "http" and on_the_wire(scope["path"]):
            fault = self.faults.take(_organization(scope), lambda fault: _fits(fault, scope))
        if fault is None:
            await self.app(scope, receive, send)
            return
        scope[FAULT] = fault.mark()
        if fault.kind in _WIRES:
            await self._break(fault, scope, receive)
        elif fault.kind == "delay" and fault["when"] == "before":
            request = await wire.read_to_end(receive)
            await _delay(fault)
            await self.app(scope, request, send)
        elif fault.kind == "short_page":
            query = spoiled.shorter_page(scope["query_string"], fault["rows"])
            await self.app({**scope, "query_string": query}, receive, send)
        else:
            await self._answer(fault, scope, receive, send)

    async def _answer(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        """Give another answer, or the right one at another pace."""
        if fault["when"] == "after":
            answer = await self._carried_out(scope, receive)
        else:
            await wire.read_to_end(receive)
            answer = spoiled.HTML
        if fault.kind == "slow_drip":
            await _drip(fault, answer, send)
        elif fault.kind == "delay":
            await _delay(fault)
            await _send(answer, send)
        else:
            await _send(_ANSWERS[fault.kind](fault, answer, scope), send)

    async def _break(self, fault: Fault, scope: Scope, receive: Receive) -> None:
        """Break the connection."""
        answer = Answer(200, [(b"content-type", b"application/json")], b"{}")
        if fault["when"] == "after":
            answer = await self._carried_out(scope, receive)
        elif fault.kind != "refused":
            await wire.read_to_end(receive)
        transport = wire.transport_of(scope)
        if transport is not None:
            _WIRES[fault.kind](transport, answer, fault.random, fault.fields.get("bytes", 0))
            await wire.gone(receive)

    async def _carried_out(self, scope: Scope, receive: Receive) -> Answer:
        """What the mock answers, as a whole."""
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self.app(scope, receive, keep)
        start, *parts = messages
        body = b"".join(part.get("body", b"") for part in parts)
        return Answer(start["status"], list(start["headers"]), body)


def _organization(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == b"organization":
            found: str = value.decode("latin-1")
            return found
    return None


def _fits(fault: Fault, scope: Scope) -> bool:
    return (
        fault["method"] in (None, scope["method"])
        and (fault["path"] is None or _expression(fault["path"]).match(scope["path"]) is not None)
        and (fault.kind != "cursor_loop" or b"cursor=" in scope["query_string"])
    )


async def _delay(fault: Fault) -> None:
    await fault.wait((fault["milliseconds"] + fault.random.uniform(0, fault["jitter"])) / 1000)


async def _send(answer: Answer, send: Send) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body})


async def _drip(fault: Fault, answer: Answer, send: Send) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    pieces = fault["pieces"]
    for number in range(pieces):
        await fault.wait(fault["milliseconds"] / 1000 / pieces)
        piece = answer.body[len(answer.body) * number // pieces : len(answer.body) * (number + 1) // pieces]
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
