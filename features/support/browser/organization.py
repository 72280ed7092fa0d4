"""CarePortals clicked through by its staff, and by those whom they invite."""

from datetime import datetime
from functools import cached_property
from typing import Any

from features.support.browser.careportals.entrance import signing_in
from features.support.browser.careportals.mailbox import Mailbox
from features.support.browser.careportals.sign_up import SignUpPage
from features.support.browser.careportals.users import USERS, UsersPage
from features.support.browser.screen import Opening, Screen
from features.support.careportals import PASSWORD, Organization
from features.support.names import Names
from features.support.wire import Answer, Server


class ClickedOrganization(Organization):
    """An organization whose Owner, users and guests act by its pages.

    What has no page, and what is put there exactly so, stays as it is.
    """

    def __init__(self, crm: Server, names: Names, name: str, now: datetime, windows: Opening) -> None:
        super().__init__(crm, names, name, now)
        self._windows = windows

    @cached_property
    def _owners(self) -> Screen:
        owner = self._owner
        return self._windows(self.crm, signing_in(self.key, owner["email"], lambda: owner["password"]))

    @cached_property
    def _guests(self) -> Screen:
        """The window of those who are invited: they have not signed in."""
        return self._windows(self.crm)

    def owners_screen(self) -> Screen:
        """The window of the Owner, who finds everything that was gathered."""
        self.open()
        return self._owners

    def _mailbox(self, email: str) -> Mailbox:
        self.open()
        return Mailbox(self._guests, self.key, self.names.email(email))

    def invite(self, email: str, role: str) -> Answer:
        """Admin > Users > Add User > Invite User."""
        return UsersPage(self.owners_screen()).invite(self.names.email(email), role)

    def users(self) -> dict[str, dict[str, Any]]:
        """The list of users, by real e-mail address."""
        return UsersPage(self.owners_screen()).listed()

    def open_users(self, email: str) -> Answer:
        """Let this user sign in and open the list of users by its address: the menu does not lead there."""
        self.open()
        password = self.passwords[email]
        screen = self._windows(self.crm, signing_in(self.key, self.names.email(email), lambda: password))
        screen.open(USERS)
        return screen.answer()

    def mails(self, email: str) -> list[dict[str, Any]]:
        """What was mailed to this address, oldest first: subject, text and link."""
        return self._mailbox(email).mails()

    def activate(self, email: str, password: str = PASSWORD) -> Answer:
        """Follow the sign-up link and set a password."""
        self._mailbox(email).follow_sign_up()
        answer = SignUpPage(self._guests).set_password(password)
        if answer.is_success:
            self.passwords[email] = password
        return answer

    def register(self, email: str, password: str = PASSWORD) -> Answer:
        """Sign up at /auth/register."""
        self.open()
        answer = SignUpPage(self._guests).register(self.names.email(email), password)
        if answer.is_success:
            self.passwords[email] = password
        return answer

    def remove(self, email: str) -> None:
        """Remove, under Actions."""
        UsersPage(self.owners_screen()).remove(self.names.email(email))

    def change_role(self, email: str, role: str) -> None:
        """Edit, under Actions."""
        UsersPage(self.owners_screen()).change_role(self.names.email(email), role)

    def mail_new_password(self, email: str) -> None:
        """Reset Password, under Actions."""
        UsersPage(self.owners_screen()).reset_password(self.names.email(email))
