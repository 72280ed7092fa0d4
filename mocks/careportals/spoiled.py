"""Answers that CarePortals should never give, made of those that it gives; and a list that it may give."""

import json
from collections.abc import Callable, Iterable, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode

from mocks.careportals.settings import PAGE_DEFAULT, Settings
from mocks.control.wire import Answer, Headers

_JSON = (b"content-type", b"application/json")

_MISSING = object()


def _answer(status: int, headers: Headers, body: bytes) -> Answer:
    return Answer(status, [*headers, (b"content-length", b"%d" % len(body))], body)


HTML = _answer(
    200,
    [(b"content-type", b"text/html; charset=utf-8")],
    b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>",
)
"""What a proxy in between, or a sign-in page, would answer."""


def error(status: int, retry_after: int | None) -> Answer:
    """An error as CarePortals words it."""
    headers = [_JSON]
    if status == HTTPStatus.UNAUTHORIZED:
        headers.append((b"www-authenticate", b"Bearer"))
    if retry_after is not None:
        headers.append((b"retry-after", b"%d" % retry_after))
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Unknown"
    return _answer(status, headers, json.dumps({"message": phrase}, separators=(",", ":")).encode())


def cut(answer: Answer) -> Answer:
    """The first half of the body, as if it were the whole."""
    return _answer(answer.status, answer.without(b"content-length"), answer.body[: len(answer.body) // 2])


def wrong_types(answer: Answer, fields: Sequence[str] | None) -> Answer:
    """The answer with some fields, by default all of the first level, turned into another type."""
    return _changed(answer, lambda value: _at_paths(value, fields, _other_type))


def missing_fields(answer: Answer, fields: Sequence[str] | None) -> Answer:
    """The answer without some fields, by default without any."""
    return _changed(answer, lambda value: _at_paths(value, fields, lambda _: _MISSING))


def duplicate_rows(answer: Answer, rows: int) -> Answer:
    """The list with its first orders twice."""

    def double(value: Any) -> None:
        value["orders"] = [again for row in value["orders"][:rows] for again in (row, row)] + value["orders"][
            rows:
        ]

    return _changed(answer, double) if answer.status == HTTPStatus.OK else answer


def cursor_loop(answer: Answer, query: bytes) -> Answer:
    """The list whose next page is itself."""

    def lead_back(value: Any) -> None:
        value["nextCursor"] = parse_qs(query.decode("latin-1"))["cursor"][0]

    return _changed(answer, lead_back) if answer.status == HTTPStatus.OK else answer


def shorter_page(query: bytes, rows: int) -> bytes:
    """The query of a list with `limit` at most `rows`; one with a wrong limit as it is, to be refused."""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, encoding="latin-1")
    asked = dict(pairs).get("limit", str(PAGE_DEFAULT))
    if not (asked.isascii() and asked.isdigit() and rows < int(asked) <= Settings.page_maximum):
        return query
    others = [pair for pair in pairs if pair[0] != "limit"]
    return urlencode([*others, ("limit", rows)], encoding="latin-1").encode()


def _changed(answer: Answer, change: Callable[[Any], None]) -> Answer:
    """The answer with its JSON changed in place; one without JSON stays as it is."""
    try:
        value = json.loads(answer.body)
    except ValueError:
        return answer
    change(value)
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return _answer(answer.status, answer.without(b"content-length"), body)


def _at_paths(value: Any, paths: Iterable[str] | None, change: Callable[[Any], object]) -> None:
    """Change what stands at each path; names that are not there are passed over."""
    if paths is None:
        paths = list(value) if isinstance(value, dict) else ()
    for path in paths:
        _at(value, path.split("."), change)


def _at(value: Any, names: Sequence[str], change: Callable[[Any], object]) -> None:
    if isinstance(value, list):
        for element in value:
            _at(element, names, change)
    elif isinstance(value, dict) and names[0] in value:
        if len(names) > 1:
            _at(value[names[0]], names[1:], change)
        elif (changed := change(value[names[0]])) is _MISSING:
            del value[names[0]]
        else:
            value[names[0]] = changed


def _other_type(value: Any) -> object:
    match value:
        case None:
            return 0
        case bool() | int() | float():
            return json.dumps(value)
        case str():
            return [value]
        case list():
            return {str(number): element for number, element in enumerate(value)}
    return list(value.values())  # only an object is left of what JSON has
