"""Headers and bodies of the exchanges in the journal, kept for the people who look at its page.

Nothing is kept while nobody looks, unless the mock was started with `--keep-bodies`: neither time nor memory
goes to what no one reads.
"""

from dataclasses import dataclass
from typing import NamedTuple

from starlette.types import Message, Receive, Scope

PART_LIMIT = 256 * 1024
"""Bytes that are kept of one body."""

LIMIT = 32 * 1024 * 1024
"""Bytes that are kept of all bodies and headers; the oldest make room."""

Headers = list[tuple[str, str]]


class Part(NamedTuple):
    """A request or an answer: its headers, the beginning of its body, and the size of the whole body."""

    headers: Headers
    body: bytes
    size: int

    @property
    def whole(self) -> bool:
        """Whether the body was kept in full."""
        return self.size == len(self.body)


NOTHING = Part([], b"", 0)


def part(headers: Headers, body: bytes) -> Part:
    """A request or an answer whose body is known in full."""
    return Part(headers, body[:PART_LIMIT], len(body))


class Content(NamedTuple):
    """Both halves of an exchange."""

    request: Part = NOTHING
    answer: Part = NOTHING

    @property
    def weight(self) -> int:
        """About how many bytes it takes."""
        headers = [*self.request.headers, *self.answer.headers]
        return sum(len(name) + len(value) for name, value in headers) + sum(len(p.body) for p in self)


class Contents:
    """What is kept, by the numbers of the journal's entries. `always`: also while nobody looks."""

    def __init__(self, limit: int = LIMIT) -> None:
        self.always = False
        self.readers = 0
        """How many look at this moment."""
        self._kept: dict[int, Content] = {}
        self._weight = 0
        self._limit = limit

    @property
    def wanted(self) -> bool:
        """Whether what happens now is to be kept."""
        return self.always or self.readers > 0

    def keep(self, number: int, content: Content) -> None:
        """Keep the content of an entry, as long as there is room."""
        self._kept[number] = content
        self._weight += content.weight
        while self._weight > self._limit:
            self.drop(next(iter(self._kept)))

    def get(self, number: int) -> Content | None:
        """The content of an entry; None if it was not kept."""
        return self._kept.get(number)

    def mentions(self, number: int, text: bytes) -> bool:
        """Whether one of the two bodies of an entry, as far as they are kept, has `text` in it."""
        return any(text in half.body for half in self._kept.get(number, ()))

    def drop(self, number: int) -> None:
        """Let go of an entry's content, if there is any."""
        content = self._kept.pop(number, None)
        if content is not None:
            self._weight -= content.weight


@dataclass
class _Half:
    headers: Headers
    body: bytearray
    size: int = 0

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        self.body += piece[: PART_LIMIT - len(self.body)]

    def part(self) -> Part:
        return Part(self.headers, bytes(self.body), self.size)


class Capture:
    """Sees one exchange of an ASGI application go by."""

    def __init__(self, scope: Scope) -> None:
        self._request = _Half(_decoded(scope["headers"]), bytearray())
        self._answer = _Half([], bytearray())

    def listen(self, receive: Receive) -> Receive:
        """What gives the application its request, heard by us as well."""

        async def heard() -> Message:
            message = await receive()
            self._request.add(message.get("body", b""))
            return message

        return heard

    def answered(self, message: Message) -> None:
        """A message of the application's answer."""
        if message["type"] == "http.response.start":
            self._answer.headers = _decoded(message.get("headers", ()))
        self._answer.add(message.get("body", b""))

    def content(self) -> Content:
        """What went by."""
        return Content(self._request.part(), self._answer.part())


def _decoded(headers: object) -> Headers:
    pairs = headers if isinstance(headers, list | tuple) else []
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs]
