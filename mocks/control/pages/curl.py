"""A request of the journal as a line for the shell, without its secrets."""

import shlex
from urllib.parse import quote

from mocks.control.contents import Part
from mocks.control.journal import Entry
from mocks.control.pages import secrets
from mocks.control.pages.pretty import as_sent, visible

LONGEST = 8192
"""Characters of a body that go into the line."""

_OWN = {
    "host",
    "content-length",
    "connection",
    "accept-encoding",
    "transfer-encoding",
    "user-agent",
    "accept",
}
"""Headers that curl sends by itself."""


def curl(entry: Entry, request: Part | None, base: str) -> str:
    """The line; `base` is the address of the mock. What is masked has to be filled in."""
    words = ["curl", "-sS", "-i"]
    if entry.method != "GET":
        words += ["-X", entry.method]
    words.append(address(entry, base))
    for name, value in request.headers if request else ():
        if name.lower() not in _OWN:
            words += ["-H", f"{name}: {secrets.header(name, value)}"]
    if request is not None and request.size:
        body = as_sent(request)
        fits = request.whole and len(body) <= LONGEST and visible(body) == body
        words += ["--data-raw", body] if fits else ["--data-binary", "@body"]
    return visible(" ".join(shlex.quote(word) for word in words))


def address(entry: Entry, base: str) -> str:
    """The URL in full; the journal has the path of a request that came in without its escapes."""
    if entry.direction == "out":
        return entry.url
    path, mark, query = entry.url.partition("?")
    return base.rstrip("/") + quote(path, safe="/:@!$&'()*+,;=~*") + mark + query
