"""One request of the harness to the target, made as ShipStation makes it, and what came back."""

import base64
import re
import shlex
import time
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import httpx2


def basic(username: str, password: str) -> str:
    """The Authorization header for a name and a password (RFC 7617, UTF-8)."""
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()


PAYLOAD = 4000
"""Bytes of a body that a curl line holds."""


def without_user(url: str) -> str:
    """The address without the name and the password that it may begin with."""
    return re.sub(r"(?<=//)[^/?#]*@", "", url)


def without_credentials(url: str) -> str:
    """An address that can be shown: without user info, the values of its query masked."""
    parts = urlsplit(without_user(url))
    query = urlencode([(name, "***") for name, _ in parse_qsl(parts.query, keep_blank_values=True)], safe="*")
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


@dataclass(frozen=True)
class Exchange:
    """`status` is None, and `trouble` says why, when no whole answer came.

    `sent` and `payload` are the request's headers and body, `headers` and `body` the answer's. `seconds` is
    the time it took, `ended` when it did, in seconds since 1970. The answer of a target that may be in
    production, with real patients' orders, is `withheld` from every text.
    """

    method: str
    url: str
    sent: dict[str, str]
    status: int | None
    headers: httpx2.Headers = field(default_factory=httpx2.Headers)
    body: bytes = b""
    seconds: float = 0.0
    trouble: str = ""
    payload: bytes = b""
    ended: float = field(default_factory=time.time, compare=False)
    withheld: bool = False

    @property
    def content_type(self) -> str:
        """The answer's Content-Type, empty when it has none."""
        return self.headers.get("content-type", "")

    def said(self) -> str:
        """The answer in one line: status, type and how it begins."""
        if self.status is None:
            return self.trouble
        if self.withheld:
            return f"{self.status} {self.content_type} ({len(self.body)} bytes, not shown)"
        begins = self.body[:120].decode("utf-8", "replace")
        return f"{self.status} {self.content_type} {begins!r}"

    def where(self) -> str:
        """The exchange in one line, without credentials."""
        return f"{self.method} {without_user(self.url)} -> {self.status or self.trouble}"

    def curl(self) -> str:
        """A line that repeats the request; the credentials come from the reader's environment."""
        headers = {name: value for name, value in self.sent.items() if name.lower() != "authorization"}
        parts = ["curl", "-i", "-X", self.method, without_user(self.url)]
        for name, value in headers.items():
            parts += ["-H", f"{name}: {value}"]
        if self.payload:
            whole = len(self.payload) <= PAYLOAD
            parts += ["--data-binary", self.payload.decode("utf-8", "replace") if whole else "@body"]
        line = shlex.join(parts)
        return line if headers.keys() == self.sent.keys() else line + ' -u "$USERNAME:$PASSWORD"'
