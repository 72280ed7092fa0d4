"""CarePortals as the bridge calls it: always as the user whose credentials ShipStation sent."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException

from bridge.connection import Ask, Reply, nonsense
from bridge.credentials import Credentials, unauthorized
from bridge.timestamp import write_iso
from bridge.window import Window

Order = dict[str, Any]


@dataclass(frozen=True)
class Listing:
    """Part of a list of orders: `total` counts the whole list, `cursor` leads on, None at the end."""

    orders: list[Order]
    total: int
    cursor: str | None


class Session:
    """One user's calls during one request. Nothing is kept, so that a removed user is out at once.

    Every call raises HTTPException: 401 or 403 when the CRM says so, 502, 503 or 504 when it is in trouble.
    `calls` counts the calls made.
    """

    def __init__(self, ask: Ask, timeout: float, credentials: Credentials) -> None:
        self.organization = credentials.organization
        self.username = credentials.username
        self.calls = 0
        self._ask = ask
        self._timeout = timeout
        self._password = credentials.password
        self._headers = {"organization": credentials.organization}

    async def sign_in(self) -> None:
        """Trade the password for a token [doc: header `organization`, token in the body]."""
        body = {"username": self.username, "password": self._password}
        reply = await self._call("POST", "/auth", body=body, expected=(200, 400))
        if reply.status == 400:
            raise unauthorized("CarePortals does not know this email and password")
        answer = reply.json()
        token = answer.get("token") if isinstance(answer, dict) else None
        if not _is_opaque(token):
            raise nonsense("no token")
        self._headers["Authorization"] = f"Bearer {token}"

    async def orders(self, window: Window, cursor: str | None, limit: int) -> Listing:
        """Up to `limit` orders modified in the window, deleted ones included, oldest change first.

        Fewer only at the list's end, although CarePortals may give them in smaller pages.
        """
        listing = await self._page(window, cursor, limit)
        orders = listing.orders
        while listing.cursor is not None and len(orders) < limit:
            listing = await self._page(window, listing.cursor, limit - len(orders))
            orders = orders + listing.orders
        keys = [key for order in orders if isinstance(key := order.get("_id"), str)]
        if len(set(keys)) < len(keys):
            raise nonsense("an order twice")
        return Listing(orders, listing.total, listing.cursor)

    async def _page(self, window: Window, cursor: str | None, limit: int) -> Listing:
        listing = await self._list(
            {
                "updatedFrom": write_iso(window.start),
                "updatedTo": write_iso(window.end),
                "includeDeleted": "true",
                "limit": str(limit),
                **({"cursor": cursor} if cursor is not None else {}),
            },
            limit,
        )
        if listing.cursor is not None and (listing.cursor == cursor or not listing.orders):
            raise nonsense("a list without end")
        return listing

    async def order(self, key: str) -> Order | None:
        """The order with this `_id`, or None."""
        reply = await self._call("GET", f"/orders/{key}", expected=(200, 404))
        return None if reply.status == 404 else _order(reply)

    async def order_numbered(self, number: str) -> Order | None:
        """The order with this `id`, the number that people see, or None."""
        found = (await self._list({"id": number, "includeDeleted": "true", "limit": "1"}, 1)).orders
        return found[0] if found else None

    async def add_shipment(self, key: str, shipment: Mapping[str, object], idempotency_key: str) -> Order:
        """The order with the shipment, added once per key. Raises HTTPException 400, 404, 409."""
        reply = await self._call(
            "POST",
            f"/orders/{key}/shipments",
            body=shipment,
            headers={"Idempotency-Key": idempotency_key},
            expected=(200, 201, 400, 404, 409),
        )
        if reply.status == 409:
            raise HTTPException(409, "The order is cancelled, or this shipment is known with other content")
        if reply.status >= 400:
            raise HTTPException(reply.status, "CarePortals does not accept this shipment")
        return _order(reply)

    async def set_status(self, key: str, status: str, version: int | None) -> bool:
        """Whether the order took the status; not if it is no longer in that version."""
        body = {"status": status} | ({} if version is None else {"version": version})
        reply = await self._call("PATCH", f"/orders/{key}", body=body, expected=(200, 409))
        if reply.status == 200 and _order(reply).get("status") != status:
            raise nonsense("not the order in its new status")
        return reply.status == 200

    async def _list(self, parameters: dict[str, str], limit: int) -> Listing:
        value = (await self._call("GET", "/orders", parameters=parameters)).json()
        try:
            listing = Listing(value["orders"], value["total"], value["nextCursor"])
        except (KeyError, TypeError, IndexError):
            raise nonsense("not a list of orders") from None
        if not (
            isinstance(listing.orders, list)
            and len(listing.orders) <= limit
            and all(isinstance(order, dict) for order in listing.orders)
            and type(listing.total) is int
            and len(listing.orders) <= listing.total < 10**12
            and (listing.cursor is None or _is_opaque(listing.cursor))
        ):
            raise nonsense("not a list of orders")
        return listing

    async def _call(
        self,
        method: str,
        path: str,
        *,
        parameters: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        expected: tuple[int, ...] = (200,),
    ) -> Reply:
        self.calls += 1
        try:
            async with asyncio.timeout(self._timeout):
                reply = await self._ask(
                    method,
                    path,
                    parameters=parameters,
                    body=body,
                    headers={**self._headers, **(headers or {})},
                )
        except TimeoutError:
            raise HTTPException(504, "CarePortals did not answer in time") from None
        except ConnectionError:
            raise HTTPException(502, "CarePortals cannot be reached") from None
        if reply.status not in expected:
            raise _trouble(reply.status, reply.retry_after)
        return reply


def _order(reply: Reply) -> Order:
    value = reply.json()
    if not isinstance(value, dict):
        raise nonsense("not an order")
    return value


def _is_opaque(value: object) -> bool:
    """Whether it can be a token or a cursor: text that is handed back as it came."""
    return isinstance(value, str) and re.fullmatch(r"[\x21-\x7e]{1,8192}", value) is not None


def _trouble(status: int, retry_after: str) -> HTTPException:
    """What ShipStation is told about a status that the call has no use for; never the CRM's own words."""
    if status == HTTPStatus.UNAUTHORIZED:
        return unauthorized("CarePortals does not know this email and password")
    if status == HTTPStatus.FORBIDDEN:
        return HTTPException(403, "This CarePortals user has no access to the orders")
    if status in (429, 503):
        later = {"Retry-After": retry_after} if retry_after.isascii() and retry_after.isprintable() else {}
        reason = "CarePortals is too busy" if status == 503 else "CarePortals has been asked too often; wait"
        return HTTPException(503, reason, later if retry_after else None)
    return nonsense(f"status {status}")
