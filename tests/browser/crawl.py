"""Finds the pages of the mocks by following links, one of each kind."""

import re
from collections import deque
from collections.abc import Iterable
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from playwright.sync_api import Page

_NUMBER = re.compile(r"(?<=/)(\d+|[0-9a-f]{24})(?=/|$)")
_TOKEN = re.compile(r"(?<=/)[\w-]+\.[\w.-]{20,}|(?<=/)[\w-]{32,}")


def kind(url: str) -> str:
    """What a page is, whatever it is about: its address without numbers, tokens and values of the query."""
    parts = urlsplit(url)
    names = sorted({name for name, value in parse_qsl(parts.query) if value})
    path = _TOKEN.sub("TOKEN", _NUMBER.sub("N", parts.path))
    return f"//{parts.netloc}{path}" + (f"?{'&'.join(names)}" if names else "")


def crawl(page: Page, starts: Iterable[str], origins: Iterable[str], most: int = 100) -> list[str]:
    """The pages of `origins` that links lead to from `starts`, one of each kind, in the order they are found.

    Only links are followed, no form is sent.
    """
    within = tuple(f"{origin}/" for origin in origins)
    waiting = deque(starts)
    found: dict[str, str] = {}
    while waiting and len(found) < most:
        url = urldefrag(waiting.popleft())[0]
        if kind(url) in found or not url.startswith(within):
            continue
        answer = page.goto(url, wait_until="domcontentloaded")
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        found[kind(url)] = url
        found.setdefault(kind(page.url), page.url)
        links: list[str] = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        waiting.extend(urljoin(page.url, link) for link in links)
    return list({kind(url): url for url in found.values()}.values())
