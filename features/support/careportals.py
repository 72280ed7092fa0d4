"""CarePortals as its staff see it: one organization, its users, their mails."""

from datetime import datetime
from typing import Any

import httpx2

from features.support.evidence import HarnessError
from features.support.names import Names
from features.support.wire import Server

PASSWORD = "a good long password"  # noqa: S105 - every user of a scenario has it unless the scenario says otherwise


class Organization:
    """One organization on the mock CarePortals, acted upon as its Owner.

    Names and e-mail addresses are the scenario's; `passwords` holds each user's present one. Its clock stands
    still at `now`.
    """

    def __init__(self, crm: Server, names: Names, name: str, now: datetime) -> None:
        self.crm = crm
        self.names = names
        self.key = names.organization(name)
        owner = {"email": names.email(f"owner@{name}.example".replace("_", "-")), "password": PASSWORD}
        new = {"org_key": self.key, "owner": owner, "now": now.isoformat()}
        crm.call("POST", "/_control/organizations", new)
        self.passwords = {f"owner@{name}.example".replace("_", "-"): PASSWORD}
        self._owner = owner
        self._staff: Server | None = None

    def staff(self) -> Server:
        """The product's API, signed in as the Owner."""
        if self._staff is None:
            token = self.token(self._owner["email"], self._owner["password"])
            self._staff = self.crm.with_headers(Authorization=f"Bearer {token}", organization=self.key)
        return self._staff

    def sign_out(self) -> None:
        """Sign in anew for the next call; tokens expire when the organization's clock moves on."""
        self._staff = None

    def token(self, email: str, password: str) -> str:
        """Sign in with a real e-mail address. Raises HarnessError when CarePortals refuses."""
        body = {"username": email, "password": password}
        answer: dict[str, str] = self.crm.with_headers(organization=self.key).call("POST", "/auth", body)
        return answer["token"]

    def invite(self, email: str, role: str) -> httpx2.Response:
        """Admin > Users > Add User > Invite User."""
        return self.staff().ask("POST", "/users", {"email": self.names.email(email), "role": role})

    def users(self) -> dict[str, dict[str, Any]]:
        """The list of users, by real e-mail address."""
        listed: list[dict[str, Any]] = self.staff().call("GET", "/users")
        return {user["email"]: user for user in listed}

    def user(self, email: str) -> dict[str, Any]:
        """One user of the list. Raises HarnessError when it is not there."""
        users = self.users()
        if self.names.email(email) not in users:
            raise HarnessError(f"{email} is not among the users of {self.key}")
        return users[self.names.email(email)]

    def mails(self, email: str) -> list[dict[str, Any]]:
        """What was mailed to this address, oldest first."""
        mails: list[dict[str, Any]] = self.crm.call(
            "GET", "/_control/outbox", organization=self.key, to=self.names.email(email)
        )
        return mails

    def activation_link(self, email: str) -> str:
        """The path of the sign-up link in the latest mail that has one."""
        links: list[str] = [mail["link"] for mail in self.mails(email) if mail["link"]]
        if not links:
            raise HarnessError(f"no mail with a link has reached {email}")
        return httpx2.URL(links[-1]).path

    def activate(self, email: str, password: str = PASSWORD) -> httpx2.Response:
        """Follow the sign-up link and set a password."""
        answer = self.crm.ask("POST", self.activation_link(email), {"password": password})
        if answer.is_success:
            self.passwords[email] = password
        return answer

    def register(self, email: str, password: str = PASSWORD) -> httpx2.Response:
        """Sign up at /auth/register."""
        answer = self.crm.ask(
            "POST", "/auth/register", {"email": self.names.email(email), "password": password}
        )
        if answer.is_success:
            self.passwords[email] = password
        return answer

    def add_user(self, email: str, role: str, password: str = PASSWORD) -> None:
        """Put an active user there, as if invited and activated. Raises HarnessError when that is refused."""
        user = {"email": self.names.email(email), "role": role, "password": password}
        self.crm.call("POST", f"/_control/organizations/{self.key}/users", user)
        self.passwords.setdefault(email, password)

    def remove(self, email: str) -> None:
        """The trash can under Actions."""
        self.staff().call("DELETE", f"/users/{self.user(email)['_id']}")

    def change_role(self, email: str, role: str) -> None:
        """The pencil under Actions."""
        self.staff().call("PATCH", f"/users/{self.user(email)['_id']}", {"role": role})

    def reset_password(self, email: str) -> str:
        """The lock under Actions; the new password, as the mail gives it."""
        self.staff().call("POST", f"/users/{self.user(email)['_id']}/reset-password")
        text = str(self.mails(email)[-1]["text"])
        password = next(
            (word for line in text.splitlines() if "assword: " in line for word in [line.split(": ")[-1]]), ""
        )
        if not password:
            raise HarnessError(f"the mail about the new password of {email} holds none")
        self.passwords[email] = password
        return password
