"""How ShipStation behaves towards one store: every assumption of the mock is a named setting here."""

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, Self

from mocks.shipstation.mapping import TABS, Tab

SettingError = str


@dataclass(frozen=True)
class StoreSettings:
    """Settings of a store; what a store does not set itself comes from the server-wide defaults.

    auth: where the credentials travel: `basic` is documented [doc]; `query` adds SS-UserName and
        SS-Password as the vendor's example URL does [doc V1]; `both` is what many endpoints have met [impl].
    challenge_first: send the Basic header only after a 401 that asks for it, as .NET clients may [inferred].
    blank, hex_case: `+` and `%2f` as in the guide's example [doc]; the other spellings are equivalent.
    escaped: which characters of a value are percent-encoded: those that have to be, or every one, which
        means the same (RFC 3986).
    chunked: a notice's body comes in chunks instead of with a Content-Length.
    notice_encoding: how a notice is encoded: UTF-8 as in the samples [doc], with a byte order mark or not, or
        UTF-16.
    first_import_days: how far the first refresh looks back [assumed].
    auto_refresh_minutes: minutes between automatic refreshes, None for none; the vendor's rhythm is not
        fixed [doc], so a mock that people watch leaves it off.
    retry_minutes: minutes until a failed notice is sent again, "about hourly" [impl].
    unmapped_tab: where an order goes whose status is in no box [seen].
    timeout_seconds: time for one whole exchange [assumed].
    reply_limit_bytes: largest reply, after decompression [assumed].
    max_pages: most pages of one refresh [assumed].
    follow_redirects: whether a redirect is followed [assumed: no].
    user_agent, content_type: headers of what ShipStation sends [assumed].
    strict: refuse a refresh for what otherwise is only a warning.
    """

    auth: Literal["basic", "query", "both"] = "both"
    challenge_first: bool = False
    blank: Literal["+", "%20"] = "+"
    hex_case: Literal["lower", "upper"] = "lower"
    escaped: Literal["needed", "every"] = "needed"
    chunked: bool = False
    notice_encoding: Literal["utf-8", "utf-8-sig", "utf-16"] = "utf-8"
    first_import_days: int = 30
    auto_refresh_minutes: int | None = None
    retry_minutes: int = 60
    unmapped_tab: Tab = "awaiting_shipment"
    timeout_seconds: float = 30
    reply_limit_bytes: int = 64 * 1024 * 1024
    max_pages: int = 10_000
    follow_redirects: bool = False
    user_agent: str = "ShipStation"
    content_type: str = "application/xml"
    strict: bool = False

    def to_json(self) -> dict[str, Any]:
        """The settings under the names that the API uses."""
        return {shown: getattr(self, name) for shown, name in _names().items()}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Settings from checked values (see `errors_in`); what is missing has its default."""
        return cls(**{name: values[shown] for shown, name in _names().items() if shown in values})


@functools.cache
def _names() -> Mapping[str, str]:
    """For the name of each setting in JSON the one of its field."""
    return {_json_name(f.name): f.name for f in fields(StoreSettings)}


def _json_name(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


_HEADER_TEXT = re.compile(r"[\x21-\x7e]([\x20-\x7e]{0,198}[\x21-\x7e])?")


def _one_of(*choices: str) -> Callable[[object], SettingError | None]:
    wanted = "must be one of " + ", ".join(choices)
    return lambda value: None if isinstance(value, str) and value in choices else wanted


def _whole(low: int, high: int, *, nullable: bool = False) -> Callable[[object], SettingError | None]:
    def check(value: object) -> SettingError | None:
        if nullable and value is None:
            return None
        right = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return None if right else f"must be a whole number from {low} to {high}" + " or null" * nullable

    return check


def _flag(value: object) -> SettingError | None:
    return None if isinstance(value, bool) else "must be true or false"


def _seconds(value: object) -> SettingError | None:
    right = isinstance(value, int | float) and not isinstance(value, bool) and 0.01 <= value <= 600
    return None if right else "must be a number of seconds from 0.01 to 600"


def _header(value: object) -> SettingError | None:
    right = isinstance(value, str) and _HEADER_TEXT.fullmatch(value)
    return None if right else "must be 1 to 200 printable ASCII characters"


_CHECKS: dict[str, Callable[[object], SettingError | None]] = {
    "auth": _one_of("basic", "query", "both"),
    "challengeFirst": _flag,
    "blank": _one_of("+", "%20"),
    "hexCase": _one_of("lower", "upper"),
    "escaped": _one_of("needed", "every"),
    "chunked": _flag,
    "noticeEncoding": _one_of("utf-8", "utf-8-sig", "utf-16"),
    "firstImportDays": _whole(0, 3650),
    "autoRefreshMinutes": _whole(1, 10_080, nullable=True),
    "retryMinutes": _whole(1, 10_080),
    "unmappedTab": _one_of(*TABS),
    "timeoutSeconds": _seconds,
    "replyLimitBytes": _whole(1, 2**30),
    "maxPages": _whole(1, 32_767),
    "followRedirects": _flag,
    "userAgent": _header,
    "contentType": _header,
    "strict": _flag,
}


def errors_in(values: Mapping[str, Any]) -> dict[str, SettingError]:
    """What is wrong with settings given as JSON, by their names; empty when nothing is."""
    found: dict[str, SettingError] = {}
    for name, value in values.items():
        problem = _CHECKS[name](value) if name in _CHECKS else "is no setting of a store"
        if problem:
            found[name] = problem
    return found


PAGES = (
    (
        "Signing in",
        "asks for the account as well, and lasts until the browser closes",
        "One mock serves many accounts; the product knows the account by the user.",
    ),
    (
        "Orders grid",
        "opens on Awaiting Shipment; what came last stands first, 50 on a page",
        "That tab is what people work on; which one the product opens with is not documented.",
    ),
    (
        "Store types",
        "are listed by name; only Custom Store can be chosen",
        "The guide has people find it in a list; the other types are other protocols.",
    ),
    (
        "Store form",
        "the labels are the guide's; boxes of statuses begin with what implementers saw; the password"
        " that was typed for Test Connection is kept for Connect",
        "How the form is laid out, and what it keeps between both buttons, is not documented.",
    ),
    (
        "Labels",
        "no carrier is asked; a tracking number that is not typed is made up",
        "Only what the store is told of a shipment matters here.",
    ),
)
"""Topic, choice and reason of what is fixed in the pages, for the table in the documentation."""
