import asyncio

import httpx2
from starlette.types import Message, Receive, Scope, Send

from mocks.control.wire import Answer, WireProtocol, gone, read_to_end, transport_of
from tests.served import served


async def give_the_transport_s_kind(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        for phase in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{phase}.complete"})
        return
    transport = transport_of(scope)
    body = b"closing" if transport and transport.is_closing() else b"open" if transport else b"none"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


def test_a_request_knows_its_transport() -> None:
    with served(give_the_transport_s_kind, http=WireProtocol) as port:
        assert httpx2.get(f"http://127.0.0.1:{port}/").text == "open"
    with served(give_the_transport_s_kind) as port:
        assert httpx2.get(f"http://127.0.0.1:{port}/").text == "none"


def test_the_loop_of_the_standard_library_does_as_well() -> None:
    with served(give_the_transport_s_kind, http=WireProtocol, loop="asyncio") as port:
        assert httpx2.get(f"http://127.0.0.1:{port}/").text == "open"


def test_a_head_announces_the_length_that_it_is_told() -> None:
    answer = Answer(404, [(b"content-length", b"2"), (b"x", b"y")], b"{}")
    head = answer.head((b"content-length", b"9"))
    assert head == b"HTTP/1.1 404 Not Found\r\nx: y\r\ncontent-length: 9\r\n\r\n"


def received(*messages: Message) -> Receive:
    left = list(messages)

    async def receive() -> Message:
        return left.pop(0)

    return receive


PARTS: tuple[Message, ...] = (
    {"type": "http.request", "body": b"a", "more_body": True},
    {"type": "http.request", "body": b"b", "more_body": False},
    {"type": "http.disconnect"},
)


def test_a_request_that_was_read_can_be_read_again() -> None:
    async def read() -> list[Message]:
        again = await read_to_end(received(*PARTS))
        return [await again() for _ in PARTS]

    assert asyncio.run(read()) == list(PARTS)


def test_the_end_of_a_connection_is_awaited() -> None:
    asyncio.run(gone(received(*PARTS)))
