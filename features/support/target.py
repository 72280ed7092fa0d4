"""The middleware under test, by URL: where it is, whether it answers, and how to ask it by hand."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import httpx2

from features.support.access import Passage
from features.support.evidence import HarnessError
from features.support.exchange import Exchange, basic, without_user
from features.support.verdict import Verdict
from features.support.wire import nothing

ANSWER_LIMIT = 64 * 1024 * 1024
"""Bytes of one answer, unpacked; a page of 500 orders has less than one million."""


@dataclass
class Target:
    """A Custom Store endpoint; `template` is its address with `{org}` for the organization.

    With a `passage` it is only looked at. `before` is called ahead of each request.
    """

    template: str
    http: httpx2.Client
    passage: Passage | None = None
    before: Callable[[], None] = nothing
    exchanges: list[Exchange] = field(default_factory=list)

    def address(self, organization: str) -> str:
        """The URL to Custom XML Page of one organization."""
        return self.template.replace("{org}", organization)

    def ask(
        self,
        method: str,
        url: str,
        query: str,
        headers: dict[str, str],
        body: bytes | None = None,
        *,
        patience: float | None = None,
    ) -> Exchange:
        """Send one request exactly so, and keep what came of it; `query` is sent to the letter.

        A body goes in chunks when a header Transfer-Encoding says so, else with its length.

        After `patience` seconds without an answer the connection is closed, as by a client that gives up.
        """
        self.before()
        if self.passage:
            self.passage.spend(method)
        # The endpoint may have a query of its own, and percent codes are not touched: they are ours.
        full = url + ("&" if "?" in url else "?") * bool(query) + query
        asked = Exchange(method, full, headers, None, payload=body or b"", withheld=self.passage is not None)
        # A body of which the client does not know the length is one that it sends in chunks.
        content = iter([body]) if body and "Transfer-Encoding" in headers else body
        wait, started = self._wait(patience), time.perf_counter()
        try:
            with self.http.stream(method, full, headers=headers, content=content, timeout=wait) as answer:
                got = _read(answer, started + (wait.read or math.inf))
            exchange = replace(asked, status=answer.status_code, headers=answer.headers, body=got)
        except httpx2.InvalidURL as error:
            raise HarnessError(f"{method} {full}: {error}") from error
        except httpx2.HTTPError as error:
            exchange = replace(asked, trouble=f"no answer: {type(error).__name__}: {error}")
        exchange = replace(exchange, seconds=time.perf_counter() - started, ended=time.time())
        self.exchanges.append(exchange)
        return exchange

    def _wait(self, patience: float | None) -> httpx2.Timeout:
        usual = self.http.timeout
        read = usual.read if patience is None else patience
        return httpx2.Timeout(connect=usual.connect, read=read, write=usual.write, pool=usual.pool)

    def notify(self, url: str, username: str, password: str, query: str, body: str) -> Exchange:
        """POST a notice as ShipStation sends it."""
        headers = {"Authorization": basic(username, password), "Content-Type": "text/xml; charset=utf-8"}
        return self.ask("POST", url, query, headers, body.encode())


def _read(answer: httpx2.Response, deadline: float) -> bytes:
    """The body, as far as it comes in time. Raises TransferError for one that is not whole by then."""
    body = bytearray()
    for chunk in answer.iter_bytes():
        body += chunk
        if time.perf_counter() > deadline:
            raise httpx2.ReadTimeout("the answer began, and did not come to its end in time")
        if len(body) > ANSWER_LIMIT:
            raise httpx2.ReadError(f"the answer is longer than {ANSWER_LIMIT} bytes")
    return bytes(body)


def unreachable(template: str, http: httpx2.Client) -> tuple[Verdict, str] | None:
    """Why nothing answers HTTP at the target's address; None when something does, whatever it says."""
    url = template.replace("{org}", "drydock_is_anybody_there")
    try:
        with http.stream("GET", url):
            pass  # whoever begins to answer is there
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:  # a host name no DNS could hold
        return Verdict.UNREACHABLE, f"{without_user(url)}: {type(error).__name__}: {error}"
    return None


def closed(passage: Passage, http: httpx2.Client) -> tuple[Verdict, str] | None:
    """Why a target that is only looked at cannot be checked at all; None when it can."""
    target = Target(passage.url, http, passage)
    query = "action=export&start_date=01%2f01%2f2001+00%3a00&end_date=01%2f01%2f2001+00%3a01&page=1"
    answer = target.ask(
        "GET", passage.url, query, {"Authorization": basic(passage.username, passage.password)}
    )
    if answer.status is None:
        return Verdict.UNREACHABLE, f"{without_user(passage.url)}: {answer.trouble}"
    if answer.status == 404:
        return (
            Verdict.UNREACHABLE,
            f"{without_user(passage.url)} answers 404: there is no Custom Store at this address",
        )
    if answer.status in {401, 403}:
        return (
            Verdict.USAGE_ERROR,
            f"{without_user(passage.url)} answers {answer.status}: it does not take these credentials",
        )
    return None
