"""No web page of another site drives a mock: neither by form or script, nor by a name that leads here.

A browser says where a page came from (`Sec-Fetch-Site`, `Origin`), and by what name it found the server
(`Host`). Programs say neither of the first two, and are served as ever. To read answers, a page of another
site would need CORS headers, which no mock sends; what could harm is what a request does, and a name of the
attacker's own that leads to this machine, for then the page is of the same origin (DNS rebinding).
"""

import functools
import ipaddress
import re
from collections.abc import Awaitable, Collection

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from mocks.control.journal import CONTROL_PREFIX
from mocks.control.pages.lazy import SHARED_PAGES

_READING = {"GET", "HEAD", "OPTIONS"}
_OWN = {"same-origin", "none"}
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:/@\s]+)(:\d{1,5})?", re.IGNORECASE)


class SameOriginMiddleware:
    """Refuses with 403 what a page of another site sent, and any request for a host that is not this one.

    This one is every IP address, every name without a dot, which no stranger can own (`localhost`, a
    service of Docker Compose), and `hosts`.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] = ()) -> None:
        self.app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Serve the request, or refuse it."""
        if scope["type"] != "http" or not (reason := self._reason(scope)):
            return self.app(scope, receive, send)
        return JSONResponse({"message": reason}, 403)(scope, receive, send)

    def _reason(self, scope: Scope) -> str:
        """Why the request is refused; empty when it is not."""
        hosts, origins, sites = (
            [value.decode("latin-1").lower() for name, value in scope["headers"] if name == header]
            for header in (b"host", b"origin", b"sec-fetch-site")
        )
        if not all(is_here(host, self._hosts) for host in hosts):
            return (
                "This host name is not one of the mock: ask by IP address, or start it with --known-as NAME"
            )
        path = scope["path"]
        # Links may lead to pages from everywhere; nobody else can read or frame them.
        if scope["method"] in _READING and (
            not path.startswith(CONTROL_PREFIX) or path.startswith(f"{SHARED_PAGES}/")
        ):
            return ""
        foreign = [origin for origin in origins if origin.partition("://")[2] not in hosts]
        if foreign or not _OWN.issuperset(sites):
            return "A web page of another site must not do this; programs leave out Origin and Sec-Fetch-Site"
        return ""


@functools.lru_cache(maxsize=1000)
def is_here(host: str, known: frozenset[str]) -> bool:
    """Whether a Host header, in lower case, names this server and not some domain that leads here."""
    match = _HOST.fullmatch(host)
    if match is None:
        return False
    name = match[1].removesuffix(".")
    return "." not in name.strip("[]") or name in known or _is_address(name.strip("[]"))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
