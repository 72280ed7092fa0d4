"""The bridge's way to ask the CRM, through a transport of an HTTP client that needs no network."""

from collections.abc import Mapping

import httpx2

from bridge.connection import Ask, Reply


def through(transport: httpx2.AsyncBaseTransport) -> Ask:
    """Ask the transport; its errors look like those of a network."""

    async def ask(
        method: str,
        path: str,
        *,
        parameters: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        request = httpx2.Request(
            method, f"http://careportals{path}", params=parameters, json=body, headers=headers
        )
        try:
            answer = await transport.handle_async_request(request)
            content = await answer.aread()
        except httpx2.HTTPError as error:
            raise ConnectionError(str(error)) from error
        return Reply(answer.status_code, content, answer.headers.get("Retry-After", ""))

    return ask
