"""CarePortals' list of orders, page by page, as the bridge asks for it."""

import json
from collections.abc import Iterator

from features.support.evidence import HarnessError
from features.support.wire import Server

WINDOW = {
    "updatedFrom": "2000-01-01T00:00:00.000Z",
    "updatedTo": "2100-01-01T00:00:00.000Z",
    "includeDeleted": "true",
}
"""All orders that there are."""


def order_page(crm: Server, limit: int, cursor: str | None) -> bytes:
    """One page of the list of all orders. Raises HarnessError when there is none."""
    answer = crm.ask("GET", "/orders", **WINDOW, limit=limit, cursor=cursor)
    if not answer.is_success:
        raise HarnessError(f"CarePortals' list: {answer.status_code} {answer.text[:300]}")
    return answer.content


def next_cursor(page: bytes) -> str | None:
    """Where a page leads on to. Only its end is read, for its orders are many."""
    cursor: str | None = json.loads(page.rpartition(b'"nextCursor":')[2][:-1])
    return cursor


def order_pages(crm: Server, limit: int) -> Iterator[tuple[str | None, bytes]]:
    """The pages of a walk to the end, each with the cursor that leads to it."""
    cursor = None
    while True:
        page = order_page(crm, limit, cursor)
        yield cursor, page
        cursor = next_cursor(page)
        if cursor is None:
            return
