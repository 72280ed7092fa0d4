"""HTTP between the harness and the mocks: what a mock refuses unasked is an error of the harness."""

import ssl
from collections.abc import Callable
from typing import Any

import httpx2

from features.support.evidence import HarnessError

TIME_LIMIT = 30.0
"""Seconds; a call of the harness may make ShipStation pull many pages from a slow target."""


def client(time_limit: float = TIME_LIMIT, authority: str | None = None) -> httpx2.Client:
    """A client with connections kept alive; `authority` is a file with the CA to trust instead of the usual.

    Raises HarnessError when that file holds no certificate.
    """
    try:
        trusted = ssl.create_default_context(cafile=authority)
    except OSError as error:
        raise HarnessError(f"{authority} holds no certificate of a CA: {error}") from error
    return httpx2.Client(timeout=time_limit, trust_env=False, verify=trusted)


def _nothing() -> None:
    """Nothing has to be done before a call."""


class Server:
    """One mock, by its base URL; `headers` go with each call, and `before` is called ahead of it."""

    def __init__(
        self,
        http: httpx2.Client,
        url: str,
        headers: dict[str, str] | None = None,
        before: Callable[[], None] = _nothing,
    ) -> None:
        self.http = http
        self.url = url.rstrip("/")
        self.headers = headers or {}
        self.before = before

    def with_headers(self, **headers: str) -> "Server":
        """The same server, called with these headers as well."""
        return Server(self.http, self.url, self.headers | headers, self.before)

    def ask(self, method: str, path: str, body: object = None, **query: object) -> httpx2.Response:
        """Any answer that the server gives. Raises HarnessError when there is none."""
        self.before()
        params = {name: str(value) for name, value in query.items() if value is not None}
        try:
            return self.http.request(
                method, self.url + path, json=body, params=params or None, headers=self.headers
            )
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise HarnessError(f"{method} {self.url}{path}: {type(error).__name__}: {error}") from error

    def post_bytes(self, path: str, body: bytes, **query: str) -> Any:
        """POST a body as it is; the JSON of the 2xx answer. Raises HarnessError for any other."""
        self.before()
        try:
            answer = self.http.post(self.url + path, content=body, params=query, headers=self.headers)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise HarnessError(f"POST {self.url}{path}: {type(error).__name__}: {error}") from error
        return self._good(answer, "POST", path)

    def call(self, method: str, path: str, body: object = None, **query: object) -> Any:
        """The JSON of a 2xx answer, None when it has no body. Raises HarnessError for any other."""
        return self._good(self.ask(method, path, body, **query), method, path)

    def _good(self, answer: httpx2.Response, method: str, path: str) -> Any:
        if not answer.is_success:
            raise HarnessError(f"{method} {self.url}{path}: {answer.status_code} {answer.text[:300]}")
        return answer.json() if answer.content else None
