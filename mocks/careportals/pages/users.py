"""Admin > Users: the list, Add User, Remove, Reset Password."""

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mocks.careportals.accounts import email_address
from mocks.careportals.caller import Caller
from mocks.careportals.memberships import EDITABLE, Membership
from mocks.careportals.pages.form_errors import field_errors
from mocks.careportals.pages.portal import Portal, SignedIn
from mocks.careportals.resource import Handler, resource
from mocks.careportals.roles import ROLES, is_owner, known_role
from mocks.careportals.team import Team, gives_owner
from mocks.control.pages.form import read_form
from mocks.control.payload import Refusal, text

USERS = "/app/admin/users"

COMBINED = "Pharmacy/Admin"
"""The one combination that CarePortals is known to offer [doc]; the API takes all."""


class UserPages:
    """All need the permission `users`. A dialog is a page of its own, with the list behind it."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._team = Team(portal.crm)

    def routes(self) -> list[Route]:
        """The routes."""
        of_user = f"{USERS}/{{_id}}"
        return [
            resource("/app/admin", get=self._allowed(self.admin)),
            resource(USERS, get=self._allowed(self.users)),
            resource(f"{USERS}/invite", get=self._allowed(self.invitation), post=self._allowed(self.invite)),
            resource(f"{of_user}/edit", get=self._allowed(self.editing), post=self._allowed(self.edit)),
            resource(
                f"{of_user}/remove", get=self._allowed(self.ask_removal), post=self._allowed(self.remove)
            ),
            resource(
                f"{of_user}/reset-password", get=self._allowed(self.ask_reset), post=self._allowed(self.reset)
            ),
        ]

    def _allowed(self, serve: SignedIn) -> Handler:
        return self._portal.signed_in(serve, "users")

    async def admin(self, request: Request, actor: Caller) -> Response:
        """What there is to administer, and the organization's unique identifier."""
        name = self._portal.crm.organizations.name(actor.organization)
        return self._portal.page(request, "admin.html", actor, organization_name=name)

    async def users(self, request: Request, actor: Caller) -> Response:
        """The list."""
        return self._list(request, actor)

    def _list(
        self,
        request: Request,
        actor: Caller,
        template: str = "users.html",
        status: int = 200,
        **context: object,
    ) -> Response:
        members = [(member, self._why_not(actor, member.role)) for member in self._team.read(actor)]
        return self._portal.page(request, template, actor, status, members=members, **context)

    @staticmethod
    def _why_not(actor: Caller, role: str) -> str:
        """Why this caller cannot remove a user of this role; empty if they can try."""
        return "" if gives_owner(actor) or not is_owner(role) else "Only an Owner can remove an Owner"

    async def invitation(self, request: Request, actor: Caller) -> Response:
        """The Invite User window."""
        return self._invitation(request, actor, {})

    def _invitation(
        self, request: Request, actor: Caller, given: Mapping[str, str], refusal: Refusal | None = None
    ) -> Response:
        # That one may not give a role is said beside it.
        errors, status = field_errors(refusal, "role" if refusal and refusal.status_code == 403 else "email")
        roles = _offered(actor)
        values = {name: given.get(name, "") for name in ("email", "role")}
        return self._list(
            request, actor, "invite_user.html", status, given=values, errors=errors, roles=roles
        )

    async def invite(self, request: Request, actor: Caller) -> Response:
        """Add: the user is listed at once, and a mail goes out."""
        given = await read_form(request)
        try:
            email, role = given.get("email", "").strip(), given.get("role", "")
            member = self._team.invite(actor, email_address(email), _selected(role))
        except Refusal as refusal:
            return self._invitation(request, actor, given, refusal)
        sent = "They can sign in already." if member.active else "An invitation is on its way by mail."
        return self._portal.see_other(request, USERS, f"{member.email} was added as {member.role}. {sent}")

    async def editing(self, request: Request, actor: Caller) -> Response:
        """The window with name, phone number, group and role [doc]."""
        member = self._team.find(actor, request.path_params["_id"])
        return self._editing(request, actor, member, member.to_json())

    def _editing(
        self,
        request: Request,
        actor: Caller,
        member: Membership,
        given: Mapping[str, object],
        refusal: Refusal | None = None,
    ) -> Response:
        errors, status = field_errors(refusal, "role")
        values = {name: given.get(name, "") for name in EDITABLE}
        roles = dict.fromkeys([*_offered(actor), member.role])
        return self._list(
            request,
            actor,
            "edit_user.html",
            status,
            member=member,
            given=values,
            errors=errors,
            roles=list(roles),
        )

    async def edit(self, request: Request, actor: Caller) -> Response:
        """Save: a changed role counts at once."""
        member = self._team.find(actor, request.path_params["_id"])
        given = await read_form(request)
        try:
            changes = {name: text(given, name, default="", limit=100) for name in EDITABLE if name in given}
            changes["role"] = known_role(given.get("role"))
            self._team.edit(actor, member, changes)
        except Refusal as refusal:
            return self._editing(request, actor, member, given, refusal)
        return self._portal.see_other(request, USERS, f"{member.email} was saved.")

    async def ask_removal(self, request: Request, actor: Caller) -> Response:
        """The window that asks before somebody is removed."""
        member = self._team.find(actor, request.path_params["_id"])
        return self._list(request, actor, "remove_user.html", member=member)

    async def remove(self, request: Request, actor: Caller) -> Response:
        """OK: the user is removed, and signed out everywhere."""
        member = self._team.find(actor, request.path_params["_id"])
        return self._carried_out(
            request, lambda: self._team.remove(actor, member), f"{member.email} was removed."
        )

    async def ask_reset(self, request: Request, actor: Caller) -> Response:
        """The window Confirm Password Reset."""
        member = self._team.find(actor, request.path_params["_id"])
        return self._list(request, actor, "reset_password.html", member=member)

    async def reset(self, request: Request, actor: Caller) -> Response:
        """OK: a new password is mailed, and the old one stops working."""
        member = self._team.find(actor, request.path_params["_id"])
        said = f"A new password was mailed to {member.email}."
        return self._carried_out(request, lambda: self._team.reset_password(actor, member), said)

    def _carried_out(self, request: Request, act: Callable[[], None], said: str) -> Response:
        """Back to the list, which says what was done or why not."""
        try:
            act()
        except Refusal as refusal:
            return self._portal.see_other(request, USERS, refusal.detail, "bad")
        return self._portal.see_other(request, USERS, said)


def _selected(role: str) -> str:
    """The role that was chosen. Raises Refusal 400, with other words than for a role that is none."""
    if not role:
        raise Refusal(400, '"role" must be selected')
    return known_role(role)


def _offered(actor: Caller) -> list[str]:
    """The roles that a caller can give."""
    return [role for role in (*ROLES, COMBINED) if gives_owner(actor) or not is_owner(role)]
