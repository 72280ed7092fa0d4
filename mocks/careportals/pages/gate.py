"""Which requests are for a page: before journal and faults, which see the product's wire only."""

from collections.abc import Awaitable
from re import compile as pattern

from starlette.types import ASGIApp, Receive, Scope, Send

from mocks.control.journal import PAGES_PREFIX
from mocks.control.pages.lazy import SHARED_PAGES

OUTBOX = f"{SHARED_PAGES}/outbox"

_FORM = "application/x-www-form-urlencoded"
# Addresses that the API has too: the documented one of self-registration, and the link in the mails.
_SHARED = pattern(r"/|/auth/register|/auth/activate/[^/]+")


class PagesGate:
    """Hands what a browser asks for over to `pages`, and all else to the API."""

    def __init__(self, app: ASGIApp, pages: ASGIApp) -> None:
        self.app = app
        self.pages = pages

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Serve the request."""
        chosen = self.pages if scope["type"] == "http" and for_people(scope) else self.app
        return chosen(scope, receive, send)


def for_people(scope: Scope) -> bool:
    """Whether a page is asked for: by its address, or where the API has it too by what a browser says.

    A browser names text/html among what it accepts, and sends forms; some HTTP clients name it as well,
    so that a body in JSON is always for the API.
    """
    path: str = scope["path"]
    if path.startswith(PAGES_PREFIX):
        return path[len(PAGES_PREFIX) :][:1] in ("", "/")
    if path.startswith(SHARED_PAGES):
        return path == OUTBOX
    if not _SHARED.fullmatch(path):
        return False
    headers = {
        name: value.decode("latin-1").lower()
        for name, value in scope["headers"]
        if name in (b"accept", b"content-type")
    }
    if "text/html" not in headers.get(b"accept", ""):
        return False
    return scope["method"] in ("GET", "HEAD") or (
        scope["method"] == "POST" and headers.get(b"content-type", "").startswith(_FORM)
    )
