"""HTTP between the harness and the mocks: what a mock refuses unasked is an error of the harness."""

import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from threading import local
from typing import Any
from urllib.parse import urlencode

import httpx2
import pycurl

from features.support.evidence import HarnessError

TIME_LIMIT = 30.0
"""Seconds; a call of the harness may make ShipStation pull many pages from a slow target."""


def client(
    time_limit: float = TIME_LIMIT, authority: str | None = None, *, tls: bool = True
) -> httpx2.Client:
    """A client for the target; `authority` is a file with the CA to trust instead of the usual.

    Connections are kept alive. Without `tls` nobody is trusted: the usual authorities are some hundred, and
    take as long to read as three scenarios. Raises HarnessError when that file holds no certificate.
    """
    verify = _trusted(authority) if tls or authority else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return httpx2.Client(timeout=time_limit, trust_env=False, verify=verify)


@cache
def _trusted(authority: str | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=authority)
    except OSError as error:
        raise HarnessError(f"{authority} holds no certificate of a CA: {error}") from error


@dataclass(frozen=True)
class Answer:
    """What a mock answered."""

    status_code: int
    content: bytes = b""

    @property
    def is_success(self) -> bool:
        """Whether the status is a 2xx."""
        return 200 <= self.status_code < 300

    @property
    def text(self) -> str:
        """The body as UTF-8, whatever is in it."""
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON. Raises ValueError when it is something else."""
        return json.loads(self.content)


Send = Callable[[str, str, bytes | None, Mapping[str, str]], Answer]
"""Sends a request: method, URL, body, headers. Raises HarnessError when nobody answers."""


@contextmanager
def connections() -> Iterator[Send]:
    """Connections to the mocks, kept alive; no redirect is followed and no proxy is used.

    A scenario asks the mocks some five times: libcurl takes a quarter of the time for it that httpx2 takes.
    """
    open_ones = ExitStack()
    mine = local()

    def send(method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        if not url.startswith(("http://", "https://")):
            raise HarnessError(f"{method} {url}: that is no address of a web server")
        if not hasattr(mine, "curl"):
            mine.curl = open_ones.enter_context(closing(pycurl.Curl()))
        try:
            return _sent(mine.curl, method, url, body, headers)
        except pycurl.error as error:
            raise HarnessError(f"{method} {url}: {error.args[-1]}") from error

    with open_ones:
        yield send


def _sent(curl: pycurl.Curl, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
    received = BytesIO()
    curl.reset()  # of all that was set; its connections stay open
    curl.setopt(pycurl.URL, url.encode())
    curl.setopt(pycurl.PATH_AS_IS, True)
    curl.setopt(pycurl.CUSTOMREQUEST, method)
    if body is not None:
        curl.setopt(pycurl.POSTFIELDS, body)
    # What is empty is not sent: libcurl would add a media type and wait for leave to send.
    sent = {"Content-Type": "", "Expect": ""} | {name: f" {value}" for name, value in headers.items()}
    curl.setopt(pycurl.HTTPHEADER, [f"{name}:{value}".encode("latin-1") for name, value in sent.items()])
    curl.setopt(pycurl.WRITEDATA, received)
    curl.setopt(pycurl.TIMEOUT_MS, int(TIME_LIMIT * 1000))
    curl.setopt(pycurl.PROXY, "")
    curl.setopt(pycurl.NOSIGNAL, True)
    if authorities := _authorities():
        curl.setopt(pycurl.CAINFO, authorities)
    curl.perform()
    return Answer(curl.getinfo(pycurl.RESPONSE_CODE), received.getvalue())


@cache
def _authorities() -> str | None:
    return ssl.get_default_verify_paths().cafile


def nothing() -> None:
    """Nothing has to be done before a call."""


class Server:
    """One mock, by its base URL; `headers` go with each call, and `before` is called ahead of it."""

    def __init__(
        self,
        send: Send,
        url: str,
        headers: dict[str, str] | None = None,
        before: Callable[[], None] = nothing,
    ) -> None:
        self.send = send
        self.url = url.rstrip("/")
        self.headers = headers or {}
        self.before = before

    def with_headers(self, **headers: str) -> "Server":
        """The same server, called with these headers as well."""
        return Server(self.send, self.url, self.headers | headers, self.before)

    def ask(self, method: str, path: str, body: object = None, **query: object) -> Answer:
        """Any answer that the server gives. Raises HarnessError when there is none."""
        if body is None:
            return self._send(method, path, None, self.headers, query)
        sent = self.headers | {"Content-Type": "application/json"}
        return self._send(method, path, json.dumps(body).encode(), sent, query)

    def post_bytes(self, path: str, body: bytes, **query: str) -> Any:
        """POST a body as it is; the JSON of the 2xx answer. Raises HarnessError for any other."""
        return self._good(self._send("POST", path, body, self.headers, query), "POST", path)

    def call(self, method: str, path: str, body: object = None, **query: object) -> Any:
        """The JSON of a 2xx answer, None when it has no body. Raises HarnessError for any other."""
        return self._good(self.ask(method, path, body, **query), method, path)

    def _send(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], query: dict[str, Any]
    ) -> Answer:
        self.before()
        params = {name: value for name, value in query.items() if value is not None}
        url = self.url + path + ("?" + urlencode(params) if params else "")
        return self.send(method, url, body, headers)

    def _good(self, answer: Answer, method: str, path: str) -> Any:
        if not answer.is_success:
            raise HarnessError(f"{method} {self.url}{path}: {answer.status_code} {answer.text[:300]}")
        return answer.json() if answer.content else None
