"""Serves the start page from the process of `make mocks`, beside what that does."""

import importlib
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qsl, urlsplit

from features.support.evidence import HarnessError
from features.support.start_page.sample import Sample
from features.support.wire import Send

if TYPE_CHECKING:
    from features.support.start_page.pages import Pages

PORT = 7800

_PAGES = "features.support.start_page.pages"
"""Imported at the first request, with the template engine."""


class StartPage:
    """Listens on `port` of this machine from the beginning, and answers once `show` has said what.

    Raises HarnessError when the port is taken. To be used as a context.
    """

    def __init__(self, port: int, look: Path) -> None:
        self._look = look
        try:
            self._server = _Server(("127.0.0.1", port), _Handler)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise HarnessError(
                f"Cannot listen on 127.0.0.1 port {port}: {reason}. "
                "Choose another for the start page with --start-page, or 0 for a free one."
            ) from None
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def address(self) -> str:
        """The URL of the page."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def show(self, sample: Sample, send: Send) -> None:
        """Answer from now on."""
        self._server.given = (sample, send, self._look)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    given: tuple[Sample, Send, Path]
    _pages: "Pages | None" = None

    @property
    def pages(self) -> "Pages":
        if self._pages is None:
            made: Pages = importlib.import_module(_PAGES).Pages(*self.given)
            self._pages = made
        return self._pages

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # any socket


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 10
    server_version, sys_version = "Drydock", ""

    def do_GET(self) -> None:
        pages = self.server.pages
        module = importlib.import_module(_PAGES)
        if not module.local_host(self.headers.get("Host", "")):
            self.send_error(403, "This page answers to 127.0.0.1 and localhost only")
            return
        address = urlsplit(self.path)
        page = pages.get(address.path, dict(parse_qsl(address.query, max_num_fields=20)))
        self.send_response(page.status)
        for name, value in {**module.HEADERS, "Content-Type": page.content_type}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        self.wfile.write(page.body)

    def log_message(self, format: str, *_given: object) -> None:  # noqa: A002 - as in the base
        """Say nothing: the terminal is for what was printed at the start."""
