"""CarePortals as its staff see it: one organization, its users, their mails."""

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from features.support.evidence import HarnessError
from features.support.names import Names
from features.support.wire import Answer, Server

PASSWORD = "a good long password"  # noqa: S105 - every user of a scenario has it unless the scenario says otherwise


class Organization:
    """One organization on the mock CarePortals, acted upon as its Owner.

    Names and e-mail addresses are the scenario's; `passwords` holds each user's present one. Its clock stands
    still at the time that was set last. Users, orders and times are gathered until somebody is about to
    ask CarePortals anything, and go there in one request: most scenarios set up a handful of them.
    """

    def __init__(self, crm: Server, names: Names, name: str, now: datetime) -> None:
        self._crm = crm
        self.names = names
        self.key = names.organization(name)
        owner = {"email": names.email(f"owner@{name}.example".replace("_", "-")), "password": PASSWORD}
        self.passwords = {f"owner@{name}.example".replace("_", "-"): PASSWORD}
        self._owner = owner
        self._staff: Server | None = None
        self._gathered = True
        self._users: list[dict[str, str]] = []
        self._orders: dict[str, dict[str, Any]] = {}
        self._now = now

    @property
    def crm(self) -> Server:
        """The mock CarePortals, which knows of the organization from now on."""
        self.open()
        return self._crm

    def open(self) -> None:
        """Hand over what was gathered. Raises HarnessError when some of it is refused."""
        if not self._gathered:
            return
        self._gathered = False
        new = {
            "org_key": self.key,
            "owner": self._owner,
            "now": self._now.isoformat(),
            "users": self._users,
            "orders": list(self._orders.values()),
        }
        self._crm.call("POST", "/_control/organizations", new)

    def set_time(self, at: datetime) -> None:
        """Stop the organization's clock at this time."""
        self._now = at
        if not self._gathered:
            body = {"now": at.isoformat(), "frozen": True, "organization": self.key}
            self._crm.call("PUT", "/_control/clock", body)
            self._staff = None  # tokens expire when the clock moves on

    def staff(self) -> Server:
        """The product's API, signed in as the Owner."""
        if self._staff is None:
            token = self.token(self._owner["email"], self._owner["password"])
            self._staff = self.crm.with_headers(Authorization=f"Bearer {token}", organization=self.key)
        return self._staff

    def token(self, email: str, password: str) -> str:
        """Sign in with a real e-mail address. Raises HarnessError when CarePortals refuses."""
        body = {"username": email, "password": password}
        answer: dict[str, str] = self.crm.with_headers(organization=self.key).call("POST", "/auth", body)
        return answer["token"]

    def invite(self, email: str, role: str) -> Answer:
        """Admin > Users > Add User > Invite User."""
        return self.staff().ask("POST", "/users", {"email": self.names.email(email), "role": role})

    def users(self) -> dict[str, dict[str, Any]]:
        """The list of users, by real e-mail address."""
        listed: list[dict[str, Any]] = self.staff().call("GET", "/users")
        return {user["email"]: user for user in listed}

    def open_users(self, email: str) -> Answer:
        """Let this user sign in and open the list of users."""
        token = self.token(self.names.email(email), self.passwords[email])
        signed_in = self.crm.with_headers(Authorization=f"Bearer {token}", organization=self.key)
        return signed_in.ask("GET", "/users")

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
        return urlsplit(links[-1]).path

    def activate(self, email: str, password: str = PASSWORD) -> Answer:
        """Follow the sign-up link and set a password."""
        answer = self.crm.ask("POST", self.activation_link(email), {"password": password})
        if answer.is_success:
            self.passwords[email] = password
        return answer

    def register(self, email: str, password: str = PASSWORD) -> Answer:
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
        if self._gathered:
            self._users.append(user)
        else:
            self._crm.call("POST", f"/_control/organizations/{self.key}/users", user)
        self.passwords.setdefault(email, password)

    def remove(self, email: str) -> None:
        """The trash can under Actions."""
        self.staff().call("DELETE", f"/users/{self.user(email)['_id']}")

    def change_role(self, email: str, role: str) -> None:
        """The pencil under Actions."""
        self.staff().call("PATCH", f"/users/{self.user(email)['_id']}", {"role": role})

    def mail_new_password(self, email: str) -> None:
        """Confirm Password Reset."""
        self.staff().call("POST", f"/users/{self.user(email)['_id']}/reset-password")

    def reset_password(self, email: str) -> str:
        """The lock under Actions; the new password, as the mail gives it."""
        self.mail_new_password(email)
        text = str(self.mails(email)[-1]["text"])
        password = next(
            (word for line in text.splitlines() if "assword: " in line for word in [line.split(": ")[-1]]), ""
        )
        if not password:
            raise HarnessError(f"the mail about the new password of {email} holds none")
        self.passwords[email] = password
        return password

    def put_order(self, document: dict[str, Any]) -> None:
        """Put an order there exactly so; one with the same `_id` is replaced."""
        if self._gathered:
            self._orders[document["_id"]] = document
        else:
            self._crm.call("PUT", f"{self._path()}/{document['_id']}", document)

    def add_orders(self, documents: list[dict[str, Any]]) -> None:
        """Put many new orders there exactly so."""
        if self._gathered:
            self._orders |= {document["_id"]: document for document in documents}
        else:
            self._crm.call("POST", self._path(), {"orders": documents})

    def order(self, order_id: str) -> dict[str, Any]:
        """An order's document as it is now. Raises HarnessError when there is none."""
        if self._gathered and order_id in self._orders:
            return _as_sent(self._orders[order_id])
        found: dict[str, Any] = self.crm.call("GET", f"{self._path()}/{order_id}")
        return found

    def orders(self) -> list[dict[str, Any]]:
        """The documents of all orders as they are now."""
        if self._gathered:
            return [_as_sent(document) for document in self._orders.values()]
        found: list[dict[str, Any]] = self._crm.call("GET", self._path())["orders"]
        return found

    def _path(self) -> str:
        return f"/_control/organizations/{self.key}/orders"


def _as_sent(document: dict[str, Any]) -> dict[str, Any]:
    """A document as JSON brings it back: a copy, without the types that JSON does not have."""
    sent: dict[str, Any] = json.loads(json.dumps(document))
    return sent
