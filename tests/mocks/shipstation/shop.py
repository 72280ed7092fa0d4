"""A store's endpoint for the tests, and the XML that it answers with."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

XML = "application/xml; charset=utf-8"


class Shop:
    """Answers polls from `pages` and notices with `notice_status`; remembers what it was asked."""

    def __init__(self) -> None:
        self.pages: list[str | bytes] = [orders()]
        self.status = 200
        self.content_type = XML
        self.headers: dict[str, str] = {}
        self.notice_status = 200
        self.answer: Callable[[Request], Response | Awaitable[Response]] | None = None
        self.asked: list[Request] = []
        self.bodies: list[bytes] = []
        self.app = Starlette(routes=[Route("/{path:path}", self.serve, methods=["GET", "POST"])])

    async def serve(self, request: Request) -> Response:
        self.asked.append(request)
        self.bodies.append(await request.body())
        if self.answer:
            answer = self.answer(request)
            return answer if isinstance(answer, Response) else await answer
        if request.method == "POST":
            return Response(status_code=self.notice_status, content="<p>said the shop</p>")
        body = self.pages[int(request.query_params["page"]) - 1]
        return Response(body, self.status, self.headers, self.content_type)

    @property
    def queries(self) -> list[str]:
        return [request.scope["query_string"].decode() for request in self.asked]

    def transport(self) -> httpx2.ASGITransport:
        return httpx2.ASGITransport(self.app)


def orders(*order_elements: str, attributes: str = 'pages="1"') -> str:
    return f"<Orders {attributes}>{''.join(order_elements)}</Orders>"


ITEM = (
    "<Item><LineItemID>1</LineItemID><SKU>SEMA-1</SKU><Name>Semaglutide</Name><Quantity>2</Quantity>"
    "<UnitPrice>50.00</UnitPrice></Item>"
)


def order(
    number: str = "1392", *, status: str = "awaiting_shipment", items: str = ITEM, **fields: str
) -> str:
    """An order of 2026-03-13 17:30; `fields` replace or add child elements of Order by name."""
    children = {
        "OrderID": f"id-{number}",
        "OrderNumber": number,
        "OrderDate": "03/13/2026 17:00",
        "OrderStatus": status,
        "LastModified": "03/13/2026 17:30",
        "OrderTotal": "100.00",
        "Customer": customer(),
        "Items": items,
    } | fields
    return "<Order>" + "".join(f"<{name}>{value}</{name}>" for name, value in children.items()) + "</Order>"


def customer(**ship_to: str) -> str:
    address = {
        "Name": "Jane Doe",
        "Address1": "1 Main St",
        "City": "Albany",
        "State": "NY",
        "PostalCode": "12207",
        "Country": "US",
    } | ship_to
    children = "".join(f"<{name}>{value}</{name}>" for name, value in address.items())
    return (
        f"<CustomerCode>c-1</CustomerCode><BillTo><Name>Jane Doe</Name></BillTo><ShipTo>{children}</ShipTo>"
    )


def form(**changed: Any) -> dict[str, Any]:
    """The store form as the guide says to fill it in."""
    return {
        "storeType": "Custom Store",
        "urlToCustomXmlPage": "http://shop.example.com/shipstation/clinic_x",
        "username": "rx@clinic.example",
        "password": "päss:word +1",
        "statuses": {
            "awaitingPayment": "pending,awaiting_payment",
            "awaitingShipment": "awaiting_shipment",
            "shipped": "shipped,completed",
            "cancelled": "cancelled",
            "onHold": "processing",
        },
        "settings": {},
    } | changed


def seed(**changed: object) -> dict[str, list[dict[str, object]]]:
    """A seed document with one account and its store; `changed` are fields of the account."""
    account = {"account": "seeded", "email": "a@clinic.example", "password": "pw", "stores": [form()]}
    return {"accounts": [account | changed]}
