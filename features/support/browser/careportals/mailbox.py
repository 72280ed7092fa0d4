"""What CarePortals has mailed to somebody, as he reads it."""

from typing import Any
from urllib.parse import urlencode

from features.support.browser.screen import Screen
from features.support.evidence import HarnessError


class Mailbox:
    """The mails of an organization to one address, on the mock's page for mails."""

    def __init__(self, screen: Screen, organization: str, email: str) -> None:
        self._screen = screen
        self._email = email
        self._query = urlencode({"organization": organization, "to": email})

    def open(self) -> None:
        """Look at the mails."""
        self._screen.open(f"/_control/pages/outbox?{self._query}")

    def mails(self) -> list[dict[str, Any]]:
        """Subject, text and link of each, oldest first."""
        self.open()
        found = []
        for mail in self._screen.page.get_by_role("article").all():
            heading = mail.get_by_role("heading").inner_text()
            link = mail.get_by_role("link", name="Sign Up", exact=True)
            found.append(
                {
                    "subject": heading.removesuffix(f" to {self._email}"),
                    "text": "\n".join(mail.locator("p").all_text_contents()),
                    "link": link.get_attribute("href") if link.count() else None,
                }
            )
        return found[::-1]

    def follow_sign_up(self) -> None:
        """Click the sign-up link of the latest mail that has one."""
        self.open()
        mails = self._screen.page.get_by_role("article")
        link = self._screen.page.get_by_role("link", name="Sign Up", exact=True)
        with_link = mails.filter(has=link)
        if not with_link.count():
            raise HarnessError(f"no mail with a link has reached {self._email}")
        self._screen.click("link", "Sign Up", with_link.first)
