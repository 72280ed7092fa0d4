"""Everything this mock had to assume about CarePortals: what can be changed, and what is fixed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, NamedTuple, Self

from mocks.control.payload import Refusal, integer, only


class Bounds(NamedTuple):
    """Smallest and largest value that a setting may take, and its name in JSON."""

    name: str
    low: int
    high: int


_BOUNDS = {
    "token_seconds": Bounds("tokenSeconds", 1, 366 * 24 * 3600),
    "password_minimum": Bounds("passwordMinimum", 1, 64),
    "page_maximum": Bounds("pageMaximum", 1, 250),
    "page_rows": Bounds("pageRows", 1, 250),
    "sign_in_failures": Bounds("signInFailures", 0, 1_000_000),
}

_FLAGS = {"shuffle_equal_times": "shuffleEqualTimes"}

_NAMES = {field: bounds.name for field, bounds in _BOUNDS.items()} | _FLAGS


@dataclass
class Settings:
    """The assumptions that can be changed while the mock runs (`/_control/settings`).

    token_seconds: seconds from sign-in until a token expires, by the organization's clock [assumed]: no
        lifetime of staff tokens is published, clients sign in again on 401.
    password_minimum: characters that a new password must have at least [assumed]: no rule is published.
    page_maximum: largest `limit` of an order list [assumed]; where it is below 50 it is the default as well.
    page_rows: orders that a page of the list holds at most, whatever `limit` asks for [assumed: as many].
    sign_in_failures: failed sign-ins of one user of one organization within a minute of its clock, after
        which all further ones are answered with 429 and Retry-After until the minute is over; 0 for no limit
        [assumed: none is published, and this is enough for tests that sign in wrongly on purpose].
    shuffle_equal_times: orders of a page that changed in the same millisecond come in no order of their `_id`
        [assumed: by `_id`].
    """

    token_seconds: int = 3600
    password_minimum: int = 8
    page_maximum: int = 250
    page_rows: int = 250
    sign_in_failures: int = 100
    shuffle_equal_times: bool = False

    def change(self, body: Mapping[str, Any]) -> None:
        """Take over what `body` names, all or nothing. Raises Refusal 400."""
        only(body, set(_NAMES.values()))
        changed = {field: _checked(field, body[name]) for field, name in _NAMES.items() if name in body}
        for field, value in changed.items():
            setattr(self, field, value)

    def to_json(self) -> dict[str, Any]:
        """All settings under their names in JSON."""
        return {_NAMES[field]: value for field, value in asdict(self).items()}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        """Settings that differ from the defaults in what `body` names. Raises Refusal 400."""
        settings = cls()
        settings.change(body)
        return settings

    def reset(self) -> None:
        """Back to the defaults."""
        for field in fields(self):
            setattr(self, field.name, field.default)


def _checked(field: str, value: object) -> object:
    if field in _BOUNDS:
        return integer(value, *_BOUNDS[field])
    if not isinstance(value, bool):
        raise Refusal(400, f'"{_FLAGS[field]}" must be true or false')
    return value


PASSWORD_MAXIMUM = 128
"""Characters that a password may have at most [assumed]."""

PAGE_DEFAULT = 50
"""Orders on a page of the list when no `limit` is given [assumed]."""

FIRST_ORDER_ID = 1001
"""The `id` of an organization's first generated order [assumed]: only four-digit numbers are known."""


class Assumption(NamedTuple):
    """Something the mock does that no public source settles, and why it was settled so."""

    topic: str
    choice: str
    reason: str


ASSUMPTIONS = (
    Assumption(
        "Orders API",
        "GET /orders, GET, PATCH and DELETE /orders/{_id}, POST /orders/{_id}/shipments",
        "No orders endpoint of CarePortals is public; a middleware must have some such API to work with.",
    ),
    Assumption(
        "Organization key",
        "^[a-z0-9_]+$, at most 64 characters",
        "No rule is published; every key seen in the documentation fits.",
    ),
    Assumption(
        "E-mail addresses",
        "compared without regard to case, kept as typed",
        "Accounts and memberships are joined by e-mail; staff type it by hand in both places.",
    ),
    Assumption(
        "Passwords",
        f"at most {PASSWORD_MAXIMUM} characters; one per person, the same in all organizations",
        "Account and membership are separate things that are joined by e-mail.",
    ),
    Assumption(
        "Activation link",
        "works once and never expires; also used up when its owner signs up by themselves",
        "Expiry and re-invitation are not documented.",
    ),
    Assumption(
        "Tokens",
        "HS256; they name the membership only, so a removed user or a changed role shows at the next call",
        "Claims of staff tokens are not documented; the role must not outlive its removal.",
    ),
    Assumption(
        "Order list",
        "oldest change first, keyset cursor over the state at the walk's start, filters by time and status",
        "No pagination of CarePortals is published; this one loses and doubles nothing.",
    ),
    Assumption(
        "Numbering",
        f"`id` counts per organization, generated orders from {FIRST_ORDER_ID}",
        "Whether numbers are global, and where they start, is not documented.",
    ),
    Assumption(
        "Status changes",
        "any move between known statuses is allowed; the same status again is no change",
        "Staff may set a status by hand and no forbidden move is documented.",
    ),
    Assumption(
        "Statuses",
        "completed, refunded, delivered and disqualified exist",
        "Unofficial notes name them, and the ShipStation guide maps `completed`.",
    ),
    Assumption(
        "Shipments",
        "a list on the order; `trackingCode` is the latest tracking number; the status is not touched",
        "Only the key names are known; when an order counts as shipped is for the caller to decide.",
    ),
    Assumption(
        "Idempotency",
        "the header Idempotency-Key belongs to one order; same key with another body is 409",
        "The documented error list has idempotency_error; its scope is not documented.",
    ),
    Assumption(
        "Pharmacy",
        "sees all orders of the organization, may set their status and add shipments",
        "The ShipStation guide uses this role to pull the list and to sync the status.",
    ),
    Assumption(
        "Health Provider",
        "sees the orders whose assignedTo.username is their e-mail",
        'The documentation says "only patients assigned to them".',
    ),
    Assumption(
        "Marketing and Developer",
        "see neither users nor orders",
        "Marketing has no health information; for Developer only API access is named.",
    ),
    Assumption(
        "Pages",
        "one site for CRM and EMR; its sign-in asks for the organization and lasts as long as a token",
        "The portals have hosts of their own; how long a sign-in lasts there is not documented.",
    ),
    Assumption(
        "Patients and Prescriptions",
        "derived from the latest orders: their customers, and their items with a drug's name",
        "The role Pharmacy sees both; a mock for orders keeps no records of its own for them.",
    ),
    Assumption(
        "Deleted orders",
        "stay readable by `_id`, are listed with includeDeleted=true, and cannot be changed any more",
        "The documented order has `isDeleted`; what follows from it is not documented.",
    ),
)
"""What is fixed in this mock, for the table in the documentation."""
