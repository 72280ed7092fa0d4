"""Somebody with a browser at the pages of the mock CarePortals."""

from collections.abc import Iterator

import httpx2
from lxml import etree, html

from tests.mocks.careportals.clinic import OWNER, PASSWORD, Clinic

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Page:
    """A page as it came, with the address that it came from in the end."""

    def __init__(self, answer: httpx2.Response) -> None:
        self.answer = answer
        self.status = answer.status_code
        self.path = answer.url.path
        self.tree = html.fromstring(answer.text)

    @property
    def heading(self) -> str:
        return self.one("//h1")

    def all(self, xpath: str) -> list[str]:
        """The text of each element, spaces made one; for attributes their values."""
        return [" ".join(_text(found).split()) for found in self._found(xpath)]

    def one(self, xpath: str) -> str:
        (found,) = self.all(xpath)
        return found

    def _found(self, xpath: str) -> Iterator[etree._Element | str]:
        found = self.tree.xpath(xpath)
        assert isinstance(found, list)
        for each in found:
            assert isinstance(each, etree._Element | str)
            yield each

    @property
    def flashes(self) -> list[str]:
        return self.all("//*[contains(@class, 'flash')]")

    @property
    def errors(self) -> dict[str, str]:
        """What is said beside fields, by the field's name."""
        found = zip(self.all("//p[@class='error']/@id"), self.all("//p[@class='error']"), strict=True)
        return {name.removesuffix("-error"): text for name, text in found}

    @property
    def menu(self) -> list[str]:
        return self.all("//nav[@class='side']//a")

    def rows(self, column: int = 1) -> list[str]:
        """The cells of a column of the table, the first one is 1."""
        return self.all(f"//tbody/tr/*[{column}]")


def _text(found: etree._Element | str) -> str:
    return found if isinstance(found, str) else " ".join(str(part) for part in found.itertext())


class Visitor:
    """A browser with cookies of its own, and the clinic whose pages it shows."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        self._client = clinic.client
        self._client.cookies.clear()

    def go(self, path: str) -> Page:
        return Page(self._client.get(path, headers=BROWSER, follow_redirects=True))

    def send(self, path: str, **fields: str) -> Page:
        """Send a form, and follow to where it leads."""
        return Page(self._client.post(path, data=fields, headers=BROWSER, follow_redirects=True))

    def sign_in(self, email: str = OWNER, password: str = PASSWORD) -> Page:
        fields = {"organization": self.clinic.org_key, "email": email, "password": password}
        return self.send("/app/sign-in", **fields)

    def as_role(self, role: str, email: str = "user@clinic.example") -> Page:
        """Sign in as a new user of this role."""
        self.clinic.add(email, role)
        return self.sign_in(email)
