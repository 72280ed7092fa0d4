"""How ShipStation words its requests to a Custom Store: URL, query, credentials."""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from mocks.control.clock import to_text
from mocks.shipstation.form import Form
from mocks.shipstation.settings import StoreSettings

_ESCAPE = re.compile("%[0-9A-F]{2}")
_ENCODING = re.compile(r"^(<\?xml [^>]*encoding=['\"])[^'\"]*(['\"])")


@dataclass(frozen=True)
class Window:
    """The time span of a refresh, in whole minutes of UTC [doc]."""

    start: datetime
    end: datetime

    def to_json(self) -> dict[str, str]:
        """Both ends in ISO 8601."""
        return {"start": to_text(self.start), "end": to_text(self.end)}


def minute(at: datetime) -> datetime:
    """Cut to the whole minute: requests have no seconds [doc]."""
    return at.replace(second=0, microsecond=0)


def minute_text(at: datetime) -> str:
    """`MM/dd/yyyy HH:mm`, 24 hours [doc]."""
    return f"{at.month:02}/{at.day:02}/{at.year:04} {at.hour:02}:{at.minute:02}"


def encoded(text: str, settings: StoreSettings) -> str:
    """Percent-encoded; by default `+` for a blank and lower-case hex, as in the guide's example [doc]."""
    spell = _every_character if settings.escaped == "every" else _what_has_to_be
    written = "+".join(spell(part) for part in text.split(" "))
    if settings.hex_case == "lower":
        written = _ESCAPE.sub(lambda match: match[0].lower(), written)
    return written.replace("+", settings.blank)


def _what_has_to_be(text: str) -> str:
    return quote(text, safe="")


def _every_character(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def notice_bytes(body: str, settings: StoreSettings) -> bytes:
    """The XML of a notice in its encoding, which its declaration names."""
    name = "utf-16" if settings.notice_encoding == "utf-16" else "utf-8"
    return _ENCODING.sub(rf"\g<1>{name}\g<2>", body, count=1).encode(settings.notice_encoding)


def query_of(pairs: Iterable[tuple[str, str]], settings: StoreSettings) -> str:
    """A query string in the given order."""
    return "&".join(f"{name}={encoded(value, settings)}" for name, value in pairs)


def export_query(window: Window, page: int, settings: StoreSettings) -> str:
    """The query of a poll [doc G, V1]."""
    pairs = [
        ("action", "export"),
        ("start_date", minute_text(window.start)),
        ("end_date", minute_text(window.end)),
        ("page", str(page)),
    ]
    return query_of(pairs, settings)


def notify_query(number: str, carrier: str, service: str, tracking: str, settings: StoreSettings) -> str:
    """The query of a notice [doc G, V1]."""
    pairs = [
        ("action", "shipnotify"),
        ("order_number", number),
        ("carrier", carrier),
        ("service", service),
        ("tracking_number", tracking),
    ]
    return query_of(pairs, settings)


def full_url(form: Form, settings: StoreSettings, query: str) -> str:
    """Where a request goes. Credentials in the query stand in front, as in the vendor's example [doc V1].

    An endpoint with a query of its own keeps it.
    """
    if settings.auth != "basic":
        pairs = [("SS-UserName", form.username), ("SS-Password", form.password)]
        query = f"{query_of(pairs, settings)}&{query}"
    own = form.url.partition("?")[2]
    joint = "?" if "?" not in form.url else "&" if own and not own.endswith("&") else ""
    return form.url + joint + query


def basic_header(form: Form) -> str:
    """The value of `Authorization`, in UTF-8 (RFC 7617)."""
    return "Basic " + base64.b64encode(f"{form.username}:{form.password}".encode()).decode()
