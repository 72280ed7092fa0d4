"""Who is signed in to the pages: kept by the browser, in one cookie."""

from urllib.parse import parse_qsl, quote, unquote, urlencode

from starlette.requests import Request
from starlette.responses import Response

from mocks.control.pages.cookie import cookie_name, set_cookie


class Session:
    """The sign-in cookie of one mock; `name` is the mock's.

    It holds what the mock's own sign-in gave, for example `organization` and `token`, and nothing of
    it is believed before the mock has looked at it, as at a token of the API.
    """

    def __init__(self, name: str) -> None:
        self._name = f"{name}_session"

    def read(self, request: Request) -> dict[str, str]:
        """What `begin` was given; empty for whoever is not signed in."""
        try:
            held = unquote(request.cookies.get(cookie_name(request, self._name), ""), errors="strict")
            return dict(parse_qsl(held, max_num_fields=10, errors="strict"))
        except ValueError:
            return {}

    def begin(self, request: Request, response: Response, **values: str) -> None:
        """Let the browser keep `values` until it closes."""
        set_cookie(request, response, self._name, quote(urlencode(values), safe=""))

    def end(self, request: Request, response: Response) -> None:
        """Sign out in this browser."""
        response.delete_cookie(cookie_name(request, self._name), httponly=True, samesite="strict")
