"""The pages themselves: what is asked for, and what is shown."""

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import jinja2

from features.support.evidence import HarnessError
from features.support.start_page.journey import Journeys
from features.support.start_page.sample import Sample
from features.support.wire import Send

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}

_HERE = Path(__file__).parent
_TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


class Page(NamedTuple):
    """An answer."""

    status: int
    content_type: str
    body: bytes


class Pages:
    """look: the folder in which the mocks keep the look of their pages, which is this page's too."""

    def __init__(self, sample: Sample, send: Send, look: Path) -> None:
        self._sample = sample
        self._journeys = Journeys(sample, send)
        self._files = {
            "/_control/pages/look.css": look / "look.css",
            "/_control/pages/icon.svg": look / "icon.svg",
            "/start.css": _HERE / "start.css",
        }
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader([_HERE / "templates", look / "templates"]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def get(self, path: str, query: Mapping[str, str]) -> Page:
        """The page of an address; what goes wrong is a page too."""
        if path in self._files:
            file = self._files[path]
            return Page(200, _TYPES[file.suffix], file.read_bytes())
        try:
            if path == "/":
                return self._page("start.html", path)
            if path == "/order":
                return self._journey(query.get("number", "").strip()[:100])
        except HarnessError as error:
            return self._page("failed.html", path, 502, reason=str(error))
        except Exception as error:
            return self._page(
                "failed.html", path, 500, reason=f"This cannot be shown: {type(error).__name__}"
            )
        return self._page("failed.html", path, 404, reason="The address leads to no page.")

    def _journey(self, number: str) -> Page:
        number = number or str(self._sample.order["orderNumber"])
        numbers = self._journeys.numbers()
        return self._page("journey.html", "/order", journey=self._journeys.of(number), numbers=numbers)

    def _page(self, template: str, path: str, status: int = 200, **context: Any) -> Page:
        text = self._environment.get_template(template).render(
            name="drydock",
            title="Drydock",
            path=path,
            flashes=[],
            sample=self._sample,
            addresses=self._sample.addresses,
            bridge=self._sample.bridge,
            phrase=HTTPStatus(status).phrase,
            **context,
        )
        return Page(status, "text/html; charset=utf-8", text.encode("utf-8", "replace"))


def local_host(host: str) -> bool:
    """Whether a Host header names this machine: a stranger's name that leads here is refused."""
    try:
        return urlsplit(f"//{host}").hostname in ("127.0.0.1", "localhost", "::1")
    except ValueError:
        return False
