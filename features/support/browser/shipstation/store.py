"""The page of a store that is set up in ShipStation."""

import json
import re
from typing import Any

from features.support.browser.screen import Screen
from features.support.evidence import HarnessError
from features.support.wire import Answer

PATH = r"/app/stores/(\d+)"

COUNTS = re.compile(r"(\d+) received: (\d+) new, (\d+) updated, (\d+) unchanged\.")


class StorePage:
    """What a store is, and its refreshes."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def open(self, store: int) -> None:
        """Look at a store, unless its page is open already."""
        if self._screen.path != f"/app/stores/{store}":
            self._screen.open(f"/app/stores/{store}")

    def connected(self) -> Answer:
        """The store whose page has just come up, 201 as the API says it."""
        number = self._screen.number(PATH)
        said = self._screen.answer()
        if not said.is_success:
            return said
        facts = self._screen.facts(self._screen.main)
        store = {
            "id": number,
            "urlToCustomXmlPage": facts["URL to Custom XML Page"],
            "username": facts["Username"],
        }
        return Answer(201, json.dumps(said.json() | store, ensure_ascii=False).encode())

    def refresh(self, store: int) -> dict[str, Any]:
        """Click Refresh, wait until it is over, and read what came of it."""
        self.open(store)
        self._screen.click("button", "Refresh")
        self._screen.wait_until_gone(self._screen.page.get_by_role("progressbar"))
        return self._report()

    def _report(self) -> dict[str, Any]:
        state = self._screen.page.get_by_role("group", name="State of the refresh")
        badge, told = (each.inner_text() for each in state.locator("p").all())
        if badge.startswith("Failed"):
            facts = self._screen.facts(self._screen.page.get_by_role("region", name="Last refresh"))
            place = {"page": facts.get("Page"), "line": facts.get("Line of the reply")}
            place |= {"xpath": facts.get("Element"), "received": facts.get("We received")}
            return {"ok": False, "error": {"message": told, "status": facts.get("HTTP status"), **place}}
        counts = COUNTS.fullmatch(told)
        if counts is None:
            raise HarnessError(f"{self._screen.page.url}: no counts of a refresh in {told!r}")
        names = ("received", "imported", "updated", "unchanged")
        latest = self._screen.page.get_by_role("table", name="Refreshes").get_by_role("row").nth(1)
        pages = latest.locator("td").nth(5).text_content()
        return {"ok": True, "pages": int(pages or 0), "error": None} | {
            name: int(count) for name, count in zip(names, counts.groups(), strict=True)
        }

    def retype_password(self, store: int, password: str) -> None:
        """Edit, another Password, Save. Raises HarnessError when that is refused."""
        self.open(store)
        self._screen.click("link", "Edit", self._screen.main)
        self._screen.type("Password", password)
        self._screen.click("button", "Save")
        answer = self._screen.answer()
        if not answer.is_success:
            raise HarnessError(f"{self._screen.page.url}: {answer.text}")
