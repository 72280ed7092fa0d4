"""Admin > Users of CarePortals."""

from typing import Any

from features.support.browser.screen import Screen
from features.support.evidence import HarnessError
from features.support.wire import Answer

USERS = "/app/admin/users"


class UsersPage:
    """The list of users and the windows over it; e-mail addresses are real ones."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def reach(self) -> None:
        """From the side menu, go to Admin and then select Users [doc: G2]."""
        if not self._screen.path.startswith("/app/"):
            self._screen.open("/app")
        menu = self._screen.page.get_by_role("navigation", name="CarePortals")
        self._screen.click("link", "Admin", menu)
        self._screen.click("link", "Users", menu)

    def invite(self, email: str, role: str) -> Answer:
        """Add User, the Invite User window, Add. A role that is not in the list stays unchosen."""
        self.reach()
        self._screen.click("link", "Add User")
        self._screen.read(self._screen.page.get_by_role("dialog", name="Invite User"))
        self._screen.type("Email", email)
        self._screen.choose("Role", role)
        self._screen.click("button", "Add")
        return self._screen.answer()

    def listed(self) -> dict[str, dict[str, Any]]:
        """Role and status by e-mail address, as the list shows them."""
        self._screen.open(USERS)
        found = {}
        for row in self._screen.main.get_by_role("row").all()[1:]:
            email = row.get_by_role("rowheader").inner_text().split()[0]
            role, status = (cell.inner_text().strip() for cell in row.get_by_role("cell").all()[:2])
            found[email] = {"email": email, "role": role, "status": status.lower()}
        return found

    def change_role(self, email: str, role: str) -> None:
        """Edit, another role, Save. Raises HarnessError when that is refused."""
        self.reach()
        self._screen.click("link", f"Edit {email}")
        if not self._screen.choose("Role", role):
            raise HarnessError(f"{self._screen.page.url}: the role {role} is not offered")
        self._screen.click("button", "Save")
        self._done()

    def remove(self, email: str) -> None:
        """Remove, OK. Raises HarnessError when that is refused."""
        self.reach()
        self._screen.click("link", f"Remove {email}")
        self._screen.click("button", "OK")
        self._done()

    def reset_password(self, email: str) -> None:
        """Reset Password, OK. Raises HarnessError when that is refused."""
        self.reach()
        self._screen.click("link", f"Reset password of {email}")
        self._screen.click("button", "OK")
        self._done()

    def _done(self) -> None:
        answer = self._screen.answer()
        if not answer.is_success:
            raise HarnessError(f"{self._screen.page.url}: {answer.text}")
