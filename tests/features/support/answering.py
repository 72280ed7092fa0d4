"""A mock that answers as a function says, without a socket."""

from collections.abc import Callable, Mapping

import httpx2

from features.support.wire import Answer, Send


def answering(answer: Callable[[httpx2.Request], httpx2.Response]) -> Send:
    def send(method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        answered = answer(httpx2.Request(method, url, content=body, headers=dict(headers)))
        return Answer(answered.status_code, answered.content)

    return send
