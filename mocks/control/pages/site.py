"""The pages of a mock as an application of their own, in which what goes wrong is a page too."""

from collections.abc import Sequence
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from mocks.control.pages.render import Renderer


def site(renderer: Renderer, routes: Sequence[BaseRoute]) -> Starlette:
    """The application for `LazyPages`; a Refusal that a page raises is shown with its status."""

    async def failed(request: Request, error: Exception) -> Response:
        status, message = 500, "Internal error of the mock"
        headers = {}
        if isinstance(error, HTTPException):
            status, headers = error.status_code, dict(error.headers or {})
            message = error.detail
        phrase = HTTPStatus(status).phrase
        if message == phrase:
            message = ""
        response = renderer.page(request, "error.html", status, phrase=phrase, message=message)
        response.headers.update(headers)
        return response

    app = Starlette(routes=routes, exception_handlers={HTTPException: failed, Exception: failed})
    app.router.redirect_slashes = False
    return app
