"""Requests that are right but for one thing, or wrong in everything, made over the routes of a server.

All chance comes from a `Random`: that of Hypothesis, which can shrink what fails, or a plain one, which is
some twenty times as fast.
"""

import json
from collections.abc import Sequence
from random import Random
from typing import Any
from urllib.parse import quote, urlencode
from xml.sax.saxutils import escape

from tests.fuzz import hostile
from tests.fuzz.exchange import Headers, Request
from tests.fuzz.operations import Operation
from tests.fuzz.stage import Stage

SPOILED = ("nothing", "nothing", "path", "query", "body", "field", "headers", "credentials", "method", "all")
"""What of a request is wrong."""

METHODS = ("HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "POST", "GET", "PROPFIND", "get", "X" * 30)

HEADERS = (
    b"accept",
    b"accept-encoding",
    b"content-type",
    b"content-length",
    b"transfer-encoding",
    b"expect",
    b"cookie",
    b"host",
    b"idempotency-key",
    b"if-none-match",
    b"organization",
    b"origin",
    b"range",
    b"sec-fetch-site",
    b"x-forwarded-for",
    b"x-forwarded-host",
    b"x-http-method-override",
    b"x-original-url",
)

HEADER_VALUES = (
    b"",
    b"chunked",
    b"-1",
    b"null",
    b"bytes=0-9999999999",
    b"100-continue",
    b"text/plain",
    b"application/json; charset=utf-16",
    b"application/x-www-form-urlencoded",
    b"multipart/form-data",
    b"http://attacker.example.com",
    b"attacker.example.com:1",
    b"cross-site",
    b"clinic_y",
    b"a" * 9000,
)

_ENDINGS = ("", "", "/", "//", "/..", "%00", ";x")
_RAW_QUERIES = (b"", b"", b"&&&", b"%", b"%zz", b"=", b"\xff", b"&a", b";")

_LONGEST = 60_000
"""Bytes of a path or a query: HTTP servers refuse longer ones before the application sees them."""


def request(stage: Stage, chance: Random) -> Request:
    """One request; what is not spoiled in it is as the values of the stage have it."""
    operation = chance.choice(stage.operations)
    spoiled = chance.choice(SPOILED)

    def wrong(part: str) -> bool:
        return spoiled in (part, "all")

    credentials = chance.choice(stage.credentials) if wrong("credentials") else stage.credentials[0]
    headers = (*credentials, (b"content-type", operation.media_type.encode()))
    return Request(
        chance.choice(METHODS) if wrong("method") else operation.method,
        _target(chance, stage, operation, wrong=wrong("path")),
        _query(chance, stage, operation, wrong=wrong("query")),
        (*headers, *_headers(chance)) if wrong("headers") else headers,
        hostile.body(chance) if wrong("body") else _body(chance, stage, operation, wrong=wrong("field")),
        operation.name,
    )


def batch(stage: Stage, chance: Random, size: int) -> list[Request]:
    """Some requests, to be asked one after the other on the same state."""
    return [request(stage, chance) for _ in range(size)]


def _headers(chance: Random) -> Headers:
    return tuple((chance.choice(HEADERS), _header_value(chance)) for _ in range(chance.randint(1, 4)))


def _header_value(chance: Random) -> bytes:
    if chance.randrange(2):
        return chance.choice(HEADER_VALUES)
    # What else is in there, no HTTP server lets through.
    return bytes(code for code in hostile.raw(chance, 20) if code == 9 or (code > 31 and code != 127))


def _target(chance: Random, stage: Stage, operation: Operation, *, wrong: bool) -> bytes:
    parts = operation.path.split("/")
    for number, part in enumerate(parts):
        if part.startswith("{"):
            given = hostile.text(chance) if wrong else str(chance.choice(stage.values[part[1:-1]]))
            parts[number] = quote(given, safe="%/;" if wrong and chance.randrange(2) else "")
    ending = chance.choice(_ENDINGS) if wrong else ""
    return ("/".join(parts)[:_LONGEST] + ending).encode()


def _query(chance: Random, stage: Stage, operation: Operation, *, wrong: bool) -> bytes:
    pairs = [
        (name, str(chance.choice(_sensible(stage, operation, name))))
        for name in operation.query
        if name in stage.always or chance.randrange(2)
    ]
    if not wrong:
        return urlencode(pairs).encode()
    names = (*operation.query, *operation.query, "other", "a[]", "\x00")
    pairs += [(chance.choice(names), hostile.text(chance)) for _ in range(chance.randint(1, 3))]
    chance.shuffle(pairs)
    return urlencode(pairs).encode()[:_LONGEST] + chance.choice(_RAW_QUERIES)


def _sensible(stage: Stage, operation: Operation, name: str) -> Sequence[Any]:
    if name == "action":
        return ("export",) if operation.method == "GET" else ("shipnotify",)
    return stage.values.get(name, ("",))


def _body(chance: Random, stage: Stage, operation: Operation, *, wrong: bool) -> bytes:
    if not operation.body:
        return b""
    fields: dict[str, Any] = {
        name: chance.choice(_sensible(stage, operation, name))
        for name in operation.body
        if name in operation.required or chance.randrange(4)
    }
    for _ in range(chance.randint(1, 3) if wrong else 0):
        name = chance.choice((*operation.body, "other"))
        if chance.randrange(5):
            fields[name] = hostile.value(chance)
        else:
            fields.pop(name, None)
    if operation.media_type != "application/json":
        return _xml(fields, plain=bool(chance.randrange(2)))
    return json.dumps(fields, ensure_ascii=bool(chance.randrange(2))).encode()


def _xml(fields: dict[str, Any], *, plain: bool) -> bytes:
    """A notice; `plain` leaves its texts as they are, which may well break it."""
    parts = []
    for name, value in fields.items():
        text = str(value)
        inner = text if plain or name == "Items" else escape(text, {"\r": "&#13;"})
        parts.append(f"<{name}>{inner}</{name}>")
    return f"<ShipNotice>{''.join(parts)}</ShipNotice>".encode()
