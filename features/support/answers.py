"""What the target answered to the harness itself, gathered from all processes of a run."""

import json
from typing import Any
from urllib.parse import parse_qsl

import httpx2
import pytest

from features.support.coverage import ACTIONS, Answer

_SENT = "drydock-answers"


class Answers:
    """Hooks of pytest; `seen` is whole in the main process when the session ends."""

    def __init__(self) -> None:
        self.seen: set[Answer] = set()

    def watch(self, client: httpx2.Client) -> None:
        """Note every answer that this client gets."""
        client.event_hooks = {"response": [self.saw]}

    def saw(self, response: httpx2.Response) -> None:
        """Note one answer: the names of parameters, not what is in them."""
        query = response.request.url.query.decode("ascii", "replace")
        pairs = parse_qsl(query, keep_blank_values=True)
        action = next((value for name, value in pairs if name == "action"), "")
        if action in ACTIONS:
            names = tuple(sorted({name for name, _ in pairs})) if action == "shipnotify" else ()
            self.seen.add((action, response.status_code, names))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """An xdist worker hands over what it has seen."""
        output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[_SENT] = json.dumps(sorted(self.seen))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take what an xdist worker hands over; one that died has nothing."""
        sent = json.loads(getattr(node, "workeroutput", {}).get(_SENT, "[]"))
        self.seen |= {(action, status, tuple(names)) for action, status, names in sent}
