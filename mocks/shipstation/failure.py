"""What went wrong with an exchange, in ShipStation's words."""

from http import HTTPStatus
from typing import Any

EXCERPT = 200
"""Characters of a reply that are shown: ShipStation cuts long error pages off too [seen]."""


class Failure(Exception):
    """A poll or a notice that did not succeed.

    message: for the people of this account; may quote the reply.
    note: for the journal; quotes nothing, for a reply may hold patients' names.
    status, page, xpath, line: where, as far as known; `received` is the beginning of the reply.
    breaks: for a schema error the element and the facet, as `schema.points` names them.
    """

    def __init__(
        self,
        message: str,
        *,
        note: str | None = None,
        status: int | None = None,
        page: int | None = None,
        xpath: str | None = None,
        line: int | None = None,
        received: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.note = message if note is None else note
        self.status = status
        self.page = page
        self.xpath = xpath
        self.line = line
        self.received = received
        self.breaks: tuple[str, str] | None = None

    def hide(self, secret: str) -> None:
        """Mask a password that the reply repeats."""
        if self.received:
            masked = self.received.replace(secret, "***")
            self.message = self.message.replace(self.received, masked)
            self.received = masked

    def to_json(self) -> dict[str, Any]:
        """The failure as the API shows it."""
        names = ("message", "page", "status", "xpath", "line", "received")
        return {name: getattr(self, name) for name in names}


def http_failure(status: int, received: str) -> Failure:
    """A reply outside 2xx, as .NET words it [seen]."""
    try:
        phrase = _DOTNET_PHRASES.get(status) or HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unknown"
    message = f"The remote server returned an error: ({status}) {phrase}."
    return Failure(message, status=status, received=received or None)


# Where the enumeration HttpStatusCode of .NET has another name than the standard library's.
_DOTNET_PHRASES = {408: "Request Timeout", 413: "Request Entity Too Large", 503: "Server Unavailable"}


def excerpt(reply: bytes) -> str:
    """The beginning of a reply as text."""
    return reply[: 4 * EXCERPT].decode("utf-8", "replace")[:EXCERPT]
