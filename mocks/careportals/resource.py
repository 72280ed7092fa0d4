"""Routes with one handler per method."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Handler = Callable[[Request], Awaitable[Response]]


def resource(path: str, **handlers: Handler) -> Route:
    """One path; `handlers` by method in lower case. HEAD is answered as GET, other methods with 405."""

    async def serve(request: Request) -> Response:
        method = "get" if request.method == "HEAD" else request.method.lower()
        return await handlers[method](request)

    return Route(path, serve, methods=[method.upper() for method in handlers])
