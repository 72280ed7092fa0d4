"""The files that pages load: the look, the icon, scripts."""

from importlib import resources

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mocks.control.pages.render import HEADERS

_TYPES = {"css": "text/css", "svg": "image/svg+xml", "js": "text/javascript"}


def asset(path: str, package: str, file: str) -> Route:
    """GET `path`: a file beside the modules of `package`, checked for a newer one each time it is used."""
    content = resources.files(package).joinpath(file).read_bytes()
    headers = {**HEADERS, "Cache-Control": "no-cache"}

    async def get(_request: Request) -> Response:
        return Response(content, media_type=_TYPES[file.rpartition(".")[2]], headers=headers)

    return Route(path, get, include_in_schema=False)
