from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from mocks.control.clock import Clocks
from mocks.control.contents import NOTHING, PART_LIMIT, Content, Contents, part
from mocks.control.journal import Journal, JournalMiddleware


async def echo(_scope: Scope, receive: Receive, send: Send) -> None:
    message: Message = {"more_body": True}
    body = b""
    while message.get("more_body"):
        message = await receive()
        body += message["body"]
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-y", b"z")]})
    await send({"type": "http.response.body", "body": body})


def exchanged(journal: Journal, body: bytes) -> Content | None:
    app = JournalMiddleware(echo, journal, lambda _scope: "a")
    assert TestClient(app).post("/echo", content=body).content == body
    return journal.contents.get(next(journal.newest()).number)


def test_nothing_is_kept_while_nobody_looks() -> None:
    assert exchanged(Journal(Clocks()), b"hello") is None


def test_an_exchange_is_kept_with_headers_and_bodies_when_asked_for() -> None:
    journal = Journal(Clocks())
    journal.contents.always = True
    content = exchanged(journal, b"hello")
    assert content is not None
    assert ("content-length", "5") in content.request.headers
    assert (content.request.body, content.answer.body, content.answer.headers) == (
        b"hello",
        b"hello",
        [("x-y", "z")],
    )


def test_of_a_large_body_the_beginning_is_kept_and_its_size() -> None:
    journal = Journal(Clocks())
    journal.contents.always = True
    content = exchanged(journal, b"x" * (PART_LIMIT + 1))
    assert content is not None
    for half in content:
        assert (len(half.body), half.size, half.whole) == (PART_LIMIT, PART_LIMIT + 1, False)


def test_the_oldest_make_room() -> None:
    contents = Contents(limit=25)
    for number in (1, 2, 3):
        contents.keep(number, Content(part([("a", "b")], b"12345678"), NOTHING))
    assert [number for number in (1, 2, 3) if contents.get(number)] == [2, 3]


def test_contents_go_with_their_entries() -> None:
    journal = Journal(Clocks(), capacity=2)
    for tenant in ("a", "a", "b"):
        journal.record(tenant, "in", "GET", "/", 200, 1, content=Content(part([], b"x")))
    assert [journal.contents.get(number) is not None for number in (1, 2, 3)] == [False, True, True]
    journal.forget("a")
    assert [journal.contents.get(number) is not None for number in (1, 2, 3)] == [False, False, True]


def test_ten_thousand_large_exchanges_take_no_more_than_the_limit() -> None:
    journal = Journal(Clocks())
    journal.contents = Contents(limit=1_000_000)
    content = Content(part([("a", "b")], b"x" * 10_000), part([], b"y" * 10_000))
    for _ in range(10_000):
        journal.record("a", "in", "GET", "/", 200, 1, content=content)
    kept = [found for number in range(10_001) if (found := journal.contents.get(number))]
    assert sum(found.weight for found in kept) <= 1_000_000
    assert len(list(journal.newest())) == 10_000
