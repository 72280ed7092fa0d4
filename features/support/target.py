"""The middleware under test, by URL: where it is, whether it answers, and how to send it a notice."""

import base64
from dataclasses import dataclass

import httpx2

from features.support.evidence import HarnessError


@dataclass(frozen=True)
class Target:
    """A Custom Store endpoint; `template` is its address with `{org}` for the organization."""

    template: str
    http: httpx2.Client

    def address(self, organization: str) -> str:
        """The URL to Custom XML Page of one organization."""
        return self.template.replace("{org}", organization)

    def notify(self, url: str, username: str, password: str, query: str, body: str) -> httpx2.Response:
        """POST a notice as ShipStation sends it; any answer. Raises HarnessError when there is none."""
        pair = base64.b64encode(f"{username}:{password}".encode()).decode()
        glue = "&" if "?" in url else "?"
        headers = {"Authorization": f"Basic {pair}", "Content-Type": "text/xml; charset=utf-8"}
        try:
            return self.http.post(url + glue + query, content=body.encode(), headers=headers)
        except httpx2.HTTPError as error:
            raise HarnessError(f"POST {url}: {type(error).__name__}: {error}") from error


def unreachable(template: str, http: httpx2.Client) -> str | None:
    """Why nothing answers HTTP at the target's address; None when something does, whatever it says."""
    url = template.replace("{org}", "drydock_is_anybody_there")
    try:
        http.get(url)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        return f"{url}: {type(error).__name__}: {error}"
    return None
