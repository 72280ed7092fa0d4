"""Cookies of pages: for this server alone, out of reach of scripts."""

from starlette.requests import Request
from starlette.responses import Response


def cookie_name(request: Request, name: str) -> str:
    """`name` with the port: browsers send the cookies of one port to all others of the host."""
    return f"{name}_{request.url.port or 80}"


def set_cookie(
    request: Request, response: Response, name: str, value: str, *, seconds: int | None = None
) -> None:
    """Set a cookie, until the browser closes or for some seconds. `value` is quoted as in a URL."""
    response.set_cookie(
        cookie_name(request, name), value, max_age=seconds, path="/", httponly=True, samesite="strict"
    )
