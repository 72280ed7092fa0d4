"""What ShipStation makes of an answer, as far as it could lead a scenario elsewhere."""

from datetime import UTC, datetime
from functools import cache

from mocks.shipstation.coverage import Coverage
from mocks.shipstation.document import Page, read_page
from mocks.shipstation.failure import Failure
from mocks.shipstation.protocol import Window
from mocks.shipstation.settings import StoreSettings
from tests.defects.tape import Answer, Exchange

HEEDED = frozenset(
    {
        b"connection",
        b"content-encoding",
        b"keep-alive",
        b"location",
        b"set-cookie",
        b"transfer-encoding",
        b"upgrade",
        b"www-authenticate",
    }
)
"""Headers by which an HTTP client goes, beside those of the body's length and type."""

# Orders are held against the window of the pull by what is compared here already: any window will do.
_WINDOW = Window(datetime(2026, 3, 13, tzinfo=UTC), datetime(2026, 3, 14, tzinfo=UTC))

_SEEN = Coverage()
"""Filled by the way; nobody asks for it."""

_AGENT = (b"user-agent", StoreSettings().user_agent.encode())


def alike(exchange: Exchange, answer: Answer) -> bool:
    """Whether whoever asked gets on in the same way with this answer as with the one on the tape.

    What the contract asks by itself it may look at as a whole. ShipStation keeps of a page what it reads.
    """
    taped = exchange.answer
    if taped is None or answer == taped:
        return answer == taped
    if not _is_pulled(exchange) or (answer.status, answer.whole) != (taped.status, taped.whole):
        return False
    page = _read(answer)
    return (
        page is not None and page == _read(taped) and _is_honest(answer) and _heeded(answer) == _heeded(taped)
    )


def read_ahead(exchange: Exchange) -> None:
    """Read the answer on the tape, so that processes that are forked from this one know it."""
    if exchange.answer and _is_pulled(exchange):
        _read(exchange.answer)


def _is_pulled(exchange: Exchange) -> bool:
    return exchange.scope["method"] == "GET" and _AGENT in exchange.scope["headers"]


def _heeded(answer: Answer) -> list[tuple[bytes, bytes]]:
    return sorted(header for header in answer.headers if header[0].lower() in HEEDED)


def _is_honest(answer: Answer) -> bool:
    return [b"%d" % len(answer.body)] == [
        value for name, value in answer.headers if name == b"content-length"
    ]


@cache
def _read(answer: Answer) -> Page | None:
    """The page; None for anything else that came."""
    if answer.status != 200 or not answer.whole:
        return None
    content_type = dict(answer.headers).get(b"content-type", b"").decode("latin-1")
    try:
        return read_page(answer.body, content_type, _WINDOW, _SEEN)
    except Failure:
        return None
