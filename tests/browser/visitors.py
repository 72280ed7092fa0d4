"""Who looks at the pages: a stranger, an owner, somebody who has nothing yet, a pharmacy."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from playwright.sync_api import Page

from tests.browser.crawl import crawl, kind
from tests.browser.picture import Stop
from tests.browser.poses import opened, press, refusals, turned_away
from tests.browser.running import Running, SignIn

EMPTY = {
    "careportals": ("/app", "/app/orders", "/app/patients", "/app/prescriptions", "/app/admin/users"),
    "shipstation": ("/app", "/app/orders", "/app/notices", "/app/stores", "/app/settings/account"),
}
FORBIDDEN = {"careportals": ("/app", "/app/orders", "/app/admin/users")}


class Visitor(NamedTuple):
    """How somebody signs in, by the mock's name, and the pages that he looks at."""

    known: SignIn
    stops: list[Stop]

    def sign_in(self, parts: Running, page: Page) -> None:
        """Sign in wherever he can."""
        for part, (button, typed) in self.known.items():
            page.goto(f"{parts.parts[part]}/app")
            press(page, button, typed)


def visitors(parts: Running, page: Page, reports: Mapping[str, str]) -> list[Visitor]:
    """All of them; `page` serves to find the owner's pages. reports: the addresses of reports, by names."""
    stranger = list(_at(parts, dict.fromkeys(EMPTY, ("/app",)), "signed-out"))
    stranger += [Stop(name, url) for name, url in reports.items()]
    owner = Visitor(parts.owner, [])
    owner.sign_in(parts, page)
    found = {parts.name(kind(url)): url for url in crawl(page, parts.starts, parts.parts.values())}
    owner.stops.extend(Stop(name, url) for name, url in found.items())
    owner.stops.extend((*refusals(parts), *opened(parts)))
    return [
        Visitor({}, [*stranger, *turned_away(parts)]),
        owner,
        Visitor(parts.newcomer, list(_at(parts, EMPTY, "empty"))),
        Visitor(parts.pharmacy, list(_at(parts, FORBIDDEN, "pharmacy"))),
    ]


def _at(parts: Running, paths: Mapping[str, Iterable[str]], who: str) -> Iterator[Stop]:
    for part, own in paths.items():
        for path in own:
            url = parts.parts[part] + path
            yield Stop(f"{parts.name(url)}-{who}", url)
