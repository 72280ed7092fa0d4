"""What axe-core finds wrong with a page for people who use it by keyboard, voice or magnified."""

from importlib import resources
from typing import NamedTuple

from playwright.sync_api import Page

GRAVE = ("serious", "critical")

_RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"


class Violation(NamedTuple):
    """A rule of axe-core that a page breaks, how grave that is, and where, as CSS selectors."""

    rule: str
    impact: str
    help: str
    where: list[str]

    def __str__(self) -> str:
        return f"{self.impact}: {self.rule}: {self.help}: {'; '.join(self.where[:5])}"


def violations(page: Page) -> list[Violation]:
    """All that it finds in the page as it is now."""
    # The package serves for its copy of axe-core, which is run past the page's Content-Security-Policy.
    page.evaluate(resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    return [
        Violation(
            found["id"], found["impact"], found["help"], [str(node["target"][0]) for node in found["nodes"]]
        )
        for found in page.evaluate(_RUN)
    ]
