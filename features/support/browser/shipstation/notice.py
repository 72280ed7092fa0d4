"""The page of a notice, by which ShipStation tells a store of a shipment."""

from typing import Any

from features.support.browser.screen import Screen
from features.support.evidence import HarnessError

STATES = {"Delivered": "delivered", "Error updating": "failed"}


class NoticePage:
    """One notice, by its id."""

    def __init__(self, screen: Screen, number: int) -> None:
        self._screen = screen
        screen.open(f"/app/notices/{number}")

    def shown(self) -> dict[str, Any]:
        """State, attempts and the time of the next one. Raises HarnessError for a state of no known name."""
        badges = self._screen.main.locator(".badges")
        state = self._screen.read(badges.locator(".badge"))
        if state not in STATES:
            raise HarnessError(f"{self._screen.page.url}: the state of the notice is {state!r}")
        again = badges.get_by_role("time")
        rows = self._screen.page.get_by_role("table", name="Attempts").get_by_role("row").all()[1:]
        cells = [row.get_by_role("cell").all_inner_texts() for row in rows]
        return {
            "state": STATES[state],
            "nextAttemptAt": again.get_attribute("datetime") if again.count() else None,
            "attempts": [{"status": status, "message": said} for _at, status, said, *_ in reversed(cells)],
        }
