"""Templates made into answers, with the headers that keep hostile data from doing anything."""

from collections.abc import Mapping
from types import MappingProxyType

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from mocks.control.pages.flash import Flashes

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'; object-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
)
"""Of each page: no script, style or picture but the server's own files, and nothing kept by the browser."""


class Renderer:
    """Makes pages of one mock.

    package: the package whose folder `templates` is looked into before the shared one.
    name: `careportals` or `shipstation`; it chooses the accent colour and begins the names of cookies.
    title: what the mock is called on its pages.

    Templates extend `page.html`, and have: `name`, `title`, `path` (of the request), `flashes`, and what
    the page gives. All that they print is escaped; an unknown name is an error.
    """

    def __init__(self, package: str, name: str, title: str) -> None:
        self.name = name
        self.title = title
        self.flashes = Flashes(name)
        packages = dict.fromkeys((package, "mocks.control.pages"))
        self.environment = jinja2.Environment(
            loader=jinja2.ChoiceLoader([jinja2.PackageLoader(each) for each in packages]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def page(self, request: Request, template: str, status: int = 200, **context: object) -> Response:
        """A page, with the messages that were left for it; they are shown once."""
        text = self.environment.get_template(template).render(
            name=self.name,
            title=self.title,
            path=request.url.path,
            flashes=self.flashes.read(request),
            **context,
        )
        # Half of a surrogate pair can be in data, but not in UTF-8.
        response = HTMLResponse(text.encode("utf-8", "replace"), status, dict(HEADERS))
        self.flashes.clear(request, response)
        return response
