"""One application with real state in it, and what a client needs to know to get somewhere."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.applications import Starlette

from tests.fuzz.exchange import Answer, Headers, Process, Request
from tests.fuzz.operations import Operation

THEIRS = "Yves-canary"
"""Stands in all that belongs to the other tenant: whoever is signed in to the first must never see it."""


class Stage(ABC):
    """A server under test.

    operations: what can be asked. values: what can sensibly be given, by the name of parameter or field;
    names beginning with KNOWN- stand for what `known` says. credentials: headers to sign in with, rightly
    and wrongly, none of them of the other tenant. always: parameters of the query that are never left out.
    checks, adjusted: what Schemathesis is told of the checks, in all and for single operations.
    """

    name: str
    operations: Sequence[Operation]
    values: Mapping[str, Sequence[Any]]
    credentials: Sequence[Headers]
    always: frozenset[str] = frozenset()
    checks: Mapping[str, Any] = {}
    adjusted: Sequence[dict[str, Any]] = ()

    def __init__(self) -> None:
        self.known: dict[bytes, bytes] = {}

    @abstractmethod
    def app(self) -> Starlette:
        """A new application."""

    @abstractmethod
    def begin(self, process: Process) -> None:
        """Put the state in that every example begins with."""

    @abstractmethod
    def damage(self, process: Process) -> str:
        """What of the other tenant was touched; empty when nothing was."""

    @abstractmethod
    def explained(self, answer: Answer) -> bool:
        """Whether a 5xx is the right answer."""

    @abstractmethod
    def complaint(self, request: Request, answer: Answer) -> str:
        """What is wrong with an answer; empty when nothing is."""


LENIENT = {
    "positive_data_acceptance": {
        "expected-statuses": ["2xx", "400", "401", "403", "404", "409", "413", "429", "503"]
    }
}
"""For Schemathesis: what fits a document that cannot say all may be refused; each use says why."""

TOUCHED = "something of the other tenant has changed"


def call(process: Process, method: str, path: str, body: object = None, headers: Headers = ()) -> Any:
    """Ask for something that must succeed; the JSON of its answer."""
    content = b"" if body is None else json.dumps(body).encode()
    answer = process.ask(Request(method, path.encode(), b"", headers, content))
    assert answer.status < 300, (method, path, answer)
    return json.loads(answer.body) if answer.body else None
