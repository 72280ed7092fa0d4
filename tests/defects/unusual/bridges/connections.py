"""Unusual ways to use the connection, and to serve methods that the protocol has no use for."""

import asyncio
import gzip
import itertools
from collections.abc import AsyncIterator, Iterator

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Message

from tests.defects.unusual.answers import Handler, body_of, change, change_head, with_body, wrap
from tests.defects.unusual.catalogue import unusual

STATUS_LINE = b"HTTP/1.1 "


def _headers(head: bytes) -> list[bytes]:
    return head.split(b"\r\n")


@unusual("AUT-15", "AUT-16", "AUT-4", "PAG-8", "NOT-17")
def closes_after_each_answer() -> None:
    """Each answer ends its connection, as it says."""

    async def closing(handler: Handler, request: Request) -> Response:
        # What is left unread when a connection is closed makes the network throw the answer away.
        try:
            body = await request.body()
        except ClientDisconnect:
            return Response("Nobody is there\n", 400)

        first: Iterator[Message] = iter([{"type": "http.request", "body": body}])

        async def again() -> Message:
            return next(first, None) or await request.receive()

        answer = await handler(Request(request.scope, again))
        return with_body(answer, body_of(answer), connection="close")

    wrap(closing)


@unusual("AUT-15", "AUT-16", "AUT-3", "DOC-2", "DOC-5", "NOT-7", "PAG-1")
def speaks_http_1_0() -> None:
    """Answers are of HTTP/1.0: no length, the end of the connection is that of the answer."""
    closes_after_each_answer()

    def old(head: bytes) -> bytes:
        lines = [line for line in _headers(head) if not line.lower().startswith(b"content-length:")]
        return b"\r\n".join(lines).replace(STATUS_LINE, b"HTTP/1.0 ", 1)

    change_head(old)


@unusual("AUT-3", "AUT-4", "AUT-13", "AUT-18", "AUT-20", "DOC-3", "DOC-9", "DOC-23")
def writes_header_names_in_capitals() -> None:
    """The names of headers are in capitals."""

    def capitals(head: bytes) -> bytes:
        status, *headers = _headers(head)
        named = [header.partition(b":") for header in headers]
        return b"\r\n".join([status, *(name.upper() + colon + value for name, colon, value in named)])

    change_head(capitals)


@unusual("STO-7", "AUT-3", "AUT-13", "NOT-7", "DOC-2")
def gives_no_reason_phrase() -> None:
    """The status line ends with the number, as in HTTP/2."""

    def short(head: bytes) -> bytes:
        status, *headers = _headers(head)
        return b"\r\n".join([status[: len(b"HTTP/1.1 200 ")], *headers])

    change_head(short)


@unusual("DOC-2", "DOC-5", "DOC-9", "VAL-1", "AUT-15", "AUT-20", "PAG-1", "NOT-7")
def sends_chunks() -> None:
    """Bodies come in chunks of 997 bytes, which end in the middle of words and characters."""

    async def pieces(body: bytes) -> AsyncIterator[bytes]:
        for start in range(0, len(body), 997):
            yield body[start : start + 997]

    def chunked(_request: Request, answer: Response) -> Response:
        headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
        return StreamingResponse(pieces(body_of(answer)), answer.status_code, headers)

    change(chunked)


@unusual("DOC-2", "DOC-5", "DOC-9", "DOC-17", "DOC-23", "AUT-10", "AUT-18", "AUT-20", "SEC-9", "SEC-10")
def packs_for_those_who_ask() -> None:
    """Whoever accepts gzip is answered in gzip, refusals too."""

    def packed(request: Request, answer: Response) -> Response:
        if "gzip" not in request.headers.get("accept-encoding", "") or not body_of(answer):
            return with_body(answer, body_of(answer), vary="Accept-Encoding")
        body = gzip.compress(body_of(answer), 1)
        return with_body(answer, body, vary="Accept-Encoding", **{"content-encoding": "gzip"})

    change(packed)


@unusual("AUT-15", "AUT-17", "SYN-3", "NOT-5", "NOT-17")
def takes_its_time() -> None:
    """Every second answer takes 0.3 seconds."""
    turns = itertools.count(1)

    async def slowly(handler: Handler, request: Request) -> Response:
        if next(turns) % 2 == 0:
            await asyncio.sleep(0.3)
        return await handler(request)

    wrap(slowly)


@unusual("AUT-12", "AUT-13", "AUT-14", "NOT-22")
def serves_head_and_options() -> None:
    """HEAD is answered like GET, without the body, and OPTIONS with 204 and the methods there are."""

    async def served(handler: Handler, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(None, 204, {"Allow": "GET, HEAD, OPTIONS, POST"})
        if request.method != "HEAD":
            return await handler(request)
        answer = await handler(Request({**request.scope, "method": "GET"}, request.receive))
        length = str(len(body_of(answer)))
        return Response(None, answer.status_code, {**answer.headers, "content-length": length})

    wrap(served)


@unusual("AUT-12", "AUT-13", "AUT-14", "NOT-22")
def knows_no_other_methods() -> None:
    """Methods other than GET and POST are not implemented: 501."""
    change(lambda request, answer: answer if request.method in ("GET", "POST") else Response("No\n", 501))


@unusual("AUT-12", "AUT-13", "NOT-22")
def exports_by_post_as_well() -> None:
    """An export may be asked for with POST too, as two implementations have it."""

    async def either(handler: Handler, request: Request) -> Response:
        if request.method == "POST" and request.query_params.getlist("action") == ["export"]:
            return await handler(Request({**request.scope, "method": "GET"}, request.receive))
        return await handler(request)

    wrap(either)
