"""A browser of few words: it keeps cookies, follows forms, and finds things by their labels."""

from typing import Any

import httpx2
from lxml import html

from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.shop import form


class Browser:
    """Signed in to the account of a desk, unless said otherwise."""

    def __init__(self, desk: Desk, email: str = "admin@clinic.example", *, signed_in: bool = True) -> None:
        self.desk = desk
        self.client = desk.client
        self.answer: httpx2.Response = self.client.get("/app/sign-in")
        if signed_in:
            self.post("/app/sign-in", account="pharmacy", email=email, password="secret-1")
            assert self.answer.headers["location"] == "/app/orders"

    def get(self, path: str) -> str:
        """Open a page; its text."""
        self.answer = self.client.get(path)
        return self.text

    def post(self, path: str, **fields: str) -> str:
        """Send a form and go where it leads; the text there. `answer` stays what the form was answered."""
        self.answer = self.client.post(path, data=fields or {"": ""})
        if self.answer.status_code != 303:
            return self.text
        there = self.client.get(self.answer.headers["location"])
        return text_of(there)

    @property
    def text(self) -> str:
        return text_of(self.answer)

    @property
    def page(self) -> Any:
        return html.fromstring(self.answer.content)

    def value(self, name: str) -> str:
        """What a field of the page holds."""
        return str(self.page.xpath("//*[@name=$name]", name=name)[0].get("value"))

    def links(self, words: str) -> list[str]:
        """Where the links with these words lead."""
        found = self.page.xpath("//a[normalize-space()=$words]/@href", words=words)
        return [str(href) for href in found]

    def buttons(self) -> list[str]:
        """The names of the buttons of the page."""
        buttons = self.page.xpath("//main//button")
        return [str(each.get("aria-label") or each.text_content()).strip() for each in buttons]


def text_of(answer: httpx2.Response) -> str:
    """What a person reads, in one line."""
    return " ".join(" ".join(html.fromstring(answer.content).itertext()).split())


def typed(**changed: str) -> dict[str, str]:
    """The store form as the guide says to fill it in, as a browser sends it."""
    values = form()
    boxes = {f"statuses.{name}": text for name, text in values["statuses"].items()}
    names = ("urlToCustomXmlPage", "username", "password")
    return {name: values[name] for name in names} | boxes | changed
