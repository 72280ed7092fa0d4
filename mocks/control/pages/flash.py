"""A message for the page that a form leads to: shown there once."""

import json
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mocks.control.pages.cookie import cookie_name, set_cookie

Tone = Literal["good", "bad", "info"]

LENGTH = 600
"""Characters of a message; a cookie holds 4096 bytes, and a character may take twelve in it."""

_SECONDS = 60


class Flash(NamedTuple):
    """A message; `tone` is said to screen readers too."""

    text: str
    tone: Tone


class Flashes:
    """The messages of one mock's pages; `name` is the mock's."""

    def __init__(self, name: str) -> None:
        self._name = f"{name}_flash"

    def see_other(self, request: Request, path: str, text: str = "", tone: Tone = "good") -> Response:
        """What a form that was carried out answers: 303 to a path of this server, with a message there."""
        response = RedirectResponse(local(path), 303)
        if text:
            value = _shortened(text, tone)
            set_cookie(request, response, self._name, value, seconds=_SECONDS)
        return response

    def read(self, request: Request) -> list[Flash]:
        """The messages that wait for this page; none when the cookie is not one of ours."""
        try:
            tone, text = json.loads(unquote(request.cookies.get(cookie_name(request, self._name), "")))
        except (ValueError, TypeError, RecursionError):
            return []
        if tone not in ("good", "bad", "info") or not isinstance(text, str):
            return []
        return [Flash(text[:LENGTH], tone)]

    def clear(self, request: Request, response: Response) -> None:
        """Take back what `read` gave."""
        name = cookie_name(request, self._name)
        if name in request.cookies:
            response.delete_cookie(name, httponly=True, samesite="strict")


def _shortened(text: str, tone: Tone) -> str:
    shown = text.encode("utf-8", "replace").decode() if len(text) <= LENGTH else f"{text[: LENGTH - 1]}…"
    while len(value := quote(json.dumps([tone, shown], ensure_ascii=False), errors="replace")) > 3500:
        shown = f"{shown[: len(shown) // 2]}…"
    return value


def local(path: str) -> str:
    r"""`path` if it leads to this server, else `/`: `//host`, `/\host` and control characters lead away."""
    here = path.startswith("/") and path[1:2] not in ("/", "\\")
    return path if here and path.isprintable() and path.isascii() else "/"
