"""JSON in and out: what a client sends is checked here, and what is wrong with it is said in words."""

import json
import math
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

BODY_LIMIT = 16 * 1024 * 1024
"""Bytes; a seed file of ten thousand orders fits, a runaway client does not."""

DEPTH_LIMIT = 100
"""Levels of JSON; what is only just read may be too deep to be written again."""


class Refusal(HTTPException):
    """A request that cannot be served: `status` (4xx or 5xx), a message for people, extra JSON fields."""

    def __init__(
        self, status: int, message: str, *, headers: Mapping[str, str] | None = None, **extra: object
    ) -> None:
        super().__init__(status, message, headers)
        self.extra = extra


async def read_body(request: Request, limit: int = BODY_LIMIT) -> bytes:
    """The raw body. Raises Refusal 413 beyond `limit` bytes, without reading on."""
    chunks: list[bytes] = []
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                raise Refusal(413, f"The body is larger than {limit} bytes")
            chunks.append(chunk)
    except ClientDisconnect:
        # Nobody reads this answer; without it the server would log the caller's doing as its own error.
        raise Refusal(400, "The body ended early") from None
    return b"".join(chunks)


async def read_object(request: Request, *, optional: bool = False) -> dict[str, Any]:
    """The body as a JSON object; with `optional` an empty body is an empty object. Raises Refusal 400."""
    body = await read_body(request)
    return {} if optional and not body.strip() else parse_object(body)


def parse_object(body: bytes) -> dict[str, Any]:
    """`body` as a JSON object whose numbers are finite and whose texts are Unicode. Raises Refusal 400."""
    try:
        value = json.loads(body.decode("utf-8-sig"), parse_constant=_no_constant, parse_float=_finite)
    except (ValueError, RecursionError):
        raise Refusal(400, "The body is not valid JSON in UTF-8") from None
    if not isinstance(value, dict):
        raise Refusal(400, "The body must be a JSON object")
    if is_deep(value):
        raise Refusal(400, f"The body is nested more than {DEPTH_LIMIT} levels deep")
    if has_lone_surrogate(body, value):
        raise Refusal(400, "The body holds half of a surrogate pair, which is no Unicode text")
    return value


def is_deep(value: object) -> bool:
    """Whether a JSON value has more than DEPTH_LIMIT levels."""
    level = [value]
    for _ in range(DEPTH_LIMIT):
        containers = [item for item in level if isinstance(item, dict | list)]
        if not containers:
            return False
        level = [
            inner for item in containers for inner in (item.values() if isinstance(item, dict) else item)
        ]
    return any(isinstance(item, dict | list) for item in level)


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"{digits} is beyond any number that can be written again")
    return number


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON number")


def has_lone_surrogate(body: bytes, value: object) -> bool:
    r"""Whether an escape such as \ud800 left text that cannot be written as UTF-8 again."""
    if b"\\ud" not in body.lower():
        return False
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def only(body: Mapping[str, Any], known: AbstractSet[str]) -> None:
    """Raises Refusal 400 when `body` has a field that is not `known`: a slip of the pen is no wish."""
    unknown = sorted(set(body) - known)
    if unknown:
        raise Refusal(400, f"Unknown field: {', '.join(unknown)[:200]}")


def text(body: Mapping[str, Any], name: str, *, default: str | None = None, limit: int = 1000) -> str:
    """A text field of a body. Without `default` it must be there and not be blank. Raises Refusal 400."""
    value = body.get(name, default)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise Refusal(400, f'"{name}" is missing' if value is None else f'"{name}" must be text')
    if default is None and not value.strip():
        raise Refusal(400, f'"{name}" must not be empty')
    if len(value) > limit:
        raise Refusal(400, f'"{name}" is longer than {limit} characters')
    return value


def whole_number(value: object, name: str, low: int, high: int) -> int:
    """An integer in low..high, given as JSON number or as text of a query. Raises Refusal 400."""
    if isinstance(value, str) and value.isascii() and value.removeprefix("-").isdecimal() and len(value) < 20:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise Refusal(400, f'"{name}" must be a whole number from {low} to {high}')
    return value


def integer(value: object, name: str, low: int, high: int) -> int:
    """An integer of a JSON body in low..high; 2.0 is one, as in JSON Schema. Raises Refusal 400."""
    if isinstance(value, str):
        raise Refusal(400, f'"{name}" must be a number, not text')
    return whole_number(
        int(value) if isinstance(value, float) and value.is_integer() else value, name, low, high
    )


async def refuse(_request: Request, error: Exception) -> Response:
    """Any HTTP error as JSON `{"message": ...}`, the one error body that CarePortals documents [doc]."""
    if not isinstance(error, HTTPException):
        return JSONResponse({"message": "Internal error of the mock"}, 500)
    message = error.detail or HTTPStatus(error.status_code).phrase
    extra = error.extra if isinstance(error, Refusal) else {}
    return JSONResponse({"message": message, **extra}, error.status_code, dict(error.headers or {}))


ErrorHandler = Callable[[Request, Exception], Any]

ERROR_HANDLERS: dict[Any, ErrorHandler] = {HTTPException: refuse, Exception: refuse}
"""For `Starlette(exception_handlers=...)`."""
