"""Memberships: who belongs to which organization, with what role."""

import secrets
import sqlite3
from dataclasses import dataclass

from mocks.careportals.accounts import Accounts, email_key
from mocks.careportals.outbox import Outbox
from mocks.careportals.roles import is_owner
from mocks.careportals.store import Store
from mocks.control.payload import Refusal

_SELECT = """
SELECT m.id, m.organization, m.email, m.role, m.phone, m.team, m.link_token,
    a.email_key IS NOT NULL AS active,
    coalesce(m.first_name, a.first_name, '') AS first_name,
    coalesce(m.last_name, a.last_name, '') AS last_name
FROM membership m LEFT JOIN account a USING (email_key)
"""

EDITABLE = ("role", "firstName", "lastName", "phone", "group")
"""What of a membership can be edited."""

_EDIT = """
UPDATE membership SET
    role = coalesce(:role, role),
    first_name = coalesce(:firstName, first_name),
    last_name = coalesce(:lastName, last_name),
    phone = coalesce(:phone, phone),
    team = coalesce(:group, team)
WHERE id = :id
"""


@dataclass(frozen=True)
class Membership:
    """One user of one organization; `active` as soon as an account with the same e-mail exists [doc]."""

    id: str
    organization: str
    email: str
    role: str
    active: bool
    first_name: str
    last_name: str
    phone: str
    team: str
    link_token: str | None

    def to_json(self) -> dict[str, object]:
        """As the users list shows it."""
        return {
            "_id": self.id,
            "email": self.email,
            "role": self.role,
            "status": "active" if self.active else "invited",
            "firstName": self.first_name,
            "lastName": self.last_name,
            "phone": self.phone,
            "group": self.team,
        }


class Memberships:
    """The users of all organizations."""

    def __init__(self, store: Store, accounts: Accounts, outbox: Outbox) -> None:
        self._store = store
        self._accounts = accounts
        self._outbox = outbox

    def _read(self, condition: str, *values: object) -> list[Membership]:
        rows = self._store.connection.execute(f"{_SELECT} WHERE {condition} ORDER BY m.number", values)
        return [Membership(**{**dict(row), "active": bool(row["active"])}) for row in rows]

    def of_organization(self, organization: str) -> list[Membership]:
        """All users of an organization, in the order in which they were added."""
        return self._read("m.organization = ?", organization)

    def of_email(self, email: str) -> list[Membership]:
        """The memberships of one person."""
        return self._read("m.email_key = ?", email_key(email))

    def find(self, organization: str, membership_id: str) -> Membership | None:
        """One user of an organization, or None."""
        found = self._read("m.organization = ? AND m.id = ?", organization, membership_id)
        return found[0] if found else None

    def of_person(self, organization: str, email: str) -> Membership | None:
        """The user of an organization with this e-mail, or None."""
        found = self._read("m.organization = ? AND m.email_key = ?", organization, email_key(email))
        return found[0] if found else None

    def of_link(self, token: str) -> Membership:
        """Whom a sign-up link invites. Raises Refusal 404, and 409 when they have signed up already."""
        found = self._read("m.link_token = ?", token)
        if not found:
            raise Refusal(404, "This activation link is not valid")
        if found[0].active:
            raise Refusal(409, "This activation link has been used")
        return found[0]

    def add(self, organization: str, email: str, role: str, *, announce: bool = True) -> Membership:
        """Add a user and, if `announce`, mail them: an invitation, or a notice if they have an account.

        Raises Refusal 409 when the organization has a user with this e-mail.
        """
        known = self._accounts.exists(email)
        token = None if known or not announce else secrets.token_urlsafe(32)
        membership_id = secrets.token_hex(12)
        with self._store.transaction() as db:
            try:
                db.execute(
                    "INSERT INTO membership (id, organization, email_key, email, role, link_token)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (membership_id, organization, email_key(email), email, role, token),
                )
            except sqlite3.IntegrityError:
                raise Refusal(409, "User Exists Already") from None
            if announce:
                self._announce(organization, email, role, token)
        return self._read("m.id = ?", membership_id)[0]

    def _announce(self, organization: str, email: str, role: str, token: str | None) -> None:
        what = f"the organization {organization} in CarePortals with the role {role}"
        if token is None:
            self._outbox.send(organization, email, "You have been added", f"You can now sign in to {what}.")
        else:
            text = f"You have been invited to {what}. Set your password to activate your account."
            self._outbox.send(organization, email, "Activate Your Account", text, token)

    def edit(self, membership: Membership, changes: dict[str, str]) -> Membership:
        """Set the fields that `changes` names (see EDITABLE). Raises Refusal 409 for the last Owner."""
        with self._store.transaction() as db:
            if "role" in changes and not is_owner(changes["role"]):
                self._keep_an_owner(membership)
            db.execute(_EDIT, {**dict.fromkeys(EDITABLE), **changes, "id": membership.id})
        return self._read("m.id = ?", membership.id)[0]

    def remove(self, membership: Membership) -> None:
        """Remove a user from the organization. Raises Refusal 409 for the last Owner."""
        with self._store.transaction() as db:
            self._keep_an_owner(membership)
            db.execute("DELETE FROM membership WHERE id = ?", (membership.id,))

    def _keep_an_owner(self, leaving: Membership) -> None:
        """An invited Owner does not count [assumed]: nobody can sign in as one."""
        owners = [m.id for m in self.of_organization(leaving.organization) if m.active and is_owner(m.role)]
        if owners == [leaving.id]:
            raise Refusal(409, "The last Owner of an organization cannot be removed or demoted")
