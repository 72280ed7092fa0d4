"""The pages of a mock as an application of their own, in which what goes wrong is a page too."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from mocks.control.pages.render import Renderer

Frame = Callable[[Request], Mapping[str, object]]
"""For a visitor: as `frame` the template that his pages extend, and what that needs."""


def bare(_request: Request) -> Mapping[str, object]:
    """The shell alone, which needs nothing."""
    return {}


def site(renderer: Renderer, routes: Sequence[BaseRoute], frame: Frame = bare) -> Starlette:
    """The application for `LazyPages`.

    A Refusal that a page raises is shown with its status, in the frame that its visitor is used to.
    """

    async def failed(request: Request, error: Exception) -> Response:
        status, message = 500, "Internal error of the mock"
        headers = {}
        around: Frame = bare
        if isinstance(error, HTTPException):
            status, headers = error.status_code, dict(error.headers or {})
            message = error.detail
            around = frame
        phrase = HTTPStatus(status).phrase
        if message == phrase:
            message = ""
        shown = {**around(request), "phrase": phrase, "message": message}
        response = renderer.page(request, "error.html", status, **shown)
        response.headers.update(headers)
        return response

    app = Starlette(routes=routes, exception_handlers={HTTPException: failed, Exception: failed})
    app.router.redirect_slashes = False
    return app
