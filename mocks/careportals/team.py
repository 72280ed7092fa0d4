"""The users of an organization as one of them works with them: add, edit, remove, reset the password."""

from mocks.careportals.caller import Caller
from mocks.careportals.crm import Crm
from mocks.careportals.memberships import Membership
from mocks.careportals.passwords import generated
from mocks.careportals.roles import is_owner
from mocks.control.payload import Refusal


class Team:
    """What a caller with the permission `users` does; each method raises Refusal for what they may not do."""

    def __init__(self, crm: Crm) -> None:
        self._crm = crm

    def read(self, actor: Caller) -> list[Membership]:
        """All users, in the order in which they were added."""
        return self._crm.memberships.of_organization(actor.organization)

    def find(self, actor: Caller, membership_id: str) -> Membership:
        """One user. Raises Refusal 404."""
        member = self._crm.memberships.find(actor.organization, membership_id)
        if member is None:
            raise Refusal(404, "There is no such user")
        return member

    def invite(self, actor: Caller, email: str, role: str) -> Membership:
        """Add a user, who is listed at once and gets a mail [doc]. Raises Refusal 403 and 409."""
        _may_give(actor, role)
        return self._crm.memberships.add(actor.organization, email, role)

    def edit(self, actor: Caller, member: Membership, changes: dict[str, str]) -> Membership:
        """Change the role and what else `EDITABLE` names. Raises Refusal 403 and 409."""
        role = changes.get("role", member.role)
        if role != member.role:
            _may_give(actor, role)
            _may_take_from(actor, member)
        return self._crm.memberships.edit(member, changes)

    def remove(self, actor: Caller, member: Membership) -> None:
        """Remove a user; their tokens are worth nothing from then on. Raises Refusal 403 and 409."""
        _may_take_from(actor, member)
        self._crm.memberships.remove(member)

    def reset_password(self, actor: Caller, member: Membership) -> None:
        """Mail the user a new password [doc]; the old one stops working. Raises Refusal 409."""
        if not member.active:
            raise Refusal(409, "The account is not active yet")
        password = generated(self._crm.settings)
        with self._crm.store.transaction():
            self._crm.accounts.change_password(member.email, password)
            self._crm.outbox.send(
                actor.organization, member.email, "Your New Password", f"New password: {password}"
            )


def gives_owner(actor: Caller) -> bool:
    """Whether the caller can make somebody an Owner."""
    return is_owner(actor.membership.role)


def _may_give(actor: Caller, role: str) -> None:
    if is_owner(role) and not gives_owner(actor):
        raise Refusal(403, "Only an Owner can make somebody an Owner")


def _may_take_from(actor: Caller, member: Membership) -> None:
    """An Admin cannot remove an Owner [doc], nor demote one. Raises Refusal 403."""
    if is_owner(member.role) and not is_owner(actor.membership.role):
        raise Refusal(403, "Only an Owner can remove or demote an Owner")
