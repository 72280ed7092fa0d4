"""The control side: what a test or a developer does to the mock, and no product can do."""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mocks.careportals.accounts import email_address
from mocks.careportals.crm import Crm
from mocks.careportals.orders import is_object_id
from mocks.careportals.organizations import organization_key
from mocks.careportals.passwords import new_password
from mocks.careportals.resource import resource
from mocks.careportals.roles import known_role
from mocks.careportals.seed import add_orders, add_user, fill, generate_in_turns, seed
from mocks.careportals.synthetic import read_batch
from mocks.control.clock import from_text, settable
from mocks.control.journal import CONTROL_PREFIX
from mocks.control.payload import Refusal, only, read_object, text
from mocks.control.routes import SharedControl


def _time(value: object) -> datetime:
    try:
        return settable(from_text(value if isinstance(value, str) else ""))
    except ValueError:
        raise Refusal(
            400, '"now" must be a time such as 2026-03-13T17:34:00.000Z, from 1970 to 8999'
        ) from None


class ControlSide:
    """The endpoints under /_control; they ask for no sign-in.

    `public_url` is the mock's address in mails; without it each reader gets links to where they asked.
    """

    def __init__(self, crm: Crm, public_url: str | None) -> None:
        self._crm = crm
        self._public_url = public_url

    def routes(self) -> list[Route]:
        """The routes."""
        organization = f"{CONTROL_PREFIX}/organizations/{{organization}}"
        return [
            *SharedControl("careportals", "organization", self._crm.journal, self._crm.clocks).routes(),
            resource(f"{CONTROL_PREFIX}/reset", post=self.reset),
            resource(f"{CONTROL_PREFIX}/seed", post=self.seed),
            resource(f"{CONTROL_PREFIX}/settings", get=self.read_settings, put=self.change_settings),
            resource(f"{CONTROL_PREFIX}/outbox", get=self.read_outbox),
            resource(
                f"{CONTROL_PREFIX}/organizations", get=self.read_organizations, post=self.add_organization
            ),
            resource(f"{organization}/synthetic", post=self.generate),
            resource(f"{organization}/users", post=self.add_user),
            resource(f"{organization}/orders", get=self.read_orders, post=self.add_orders),
            resource(f"{organization}/orders/{{_id}}", get=self.read_order, put=self.put_order),
        ]

    async def reset(self, request: Request) -> Response:
        """Forget one organization, or everything; an unknown organization is forgotten already."""
        body = await read_object(request, optional=True)
        only(body, {"organization"})
        organization = text(body, "organization") if "organization" in body else None
        async with self._crm.long_work:
            self._crm.reset(organization)
        return Response(status_code=204)

    async def seed(self, request: Request) -> Response:
        """Create all that a seed document names; 201 with the list of organizations."""
        seed(self._crm, await read_object(request))
        return JSONResponse(self._crm.organizations.read(), 201)

    async def read_settings(self, _request: Request) -> JSONResponse:
        """The assumptions that can be changed."""
        return JSONResponse(self._crm.settings.to_json())

    async def change_settings(self, request: Request) -> JSONResponse:
        """Change those that the body names."""
        self._crm.change_settings(await read_object(request))
        return JSONResponse(self._crm.settings.to_json())

    async def read_outbox(self, request: Request) -> JSONResponse:
        """The mails of an organization and a recipient, oldest first."""
        base = self._public_url or str(request.base_url)
        query = request.query_params
        return JSONResponse(
            self._crm.outbox.read(base.rstrip("/"), query.get("organization"), query.get("to"))
        )

    async def read_organizations(self, _request: Request) -> JSONResponse:
        """All organizations, with the number of their users and orders."""
        return JSONResponse(self._crm.organizations.read())

    async def add_organization(self, request: Request) -> JSONResponse:
        """A new organization with an active Owner; an existing account keeps its password.

        `now`, if given, is where its clock stands still; `users` and `orders` are as in a seed document.
        """
        body = await read_object(request)
        only(body, {"org_key", "name", "owner", "now", "users", "orders"})
        now = _time(body["now"]) if "now" in body else None
        org_key, owner = organization_key(body.get("org_key")), body.get("owner")
        if not isinstance(owner, dict):
            raise Refusal(400, '"owner" must be an object with "email" and "password"')
        only(owner, {"email", "password"})
        email = email_address(owner.get("email"))
        password = new_password(owner.get("password"), self._crm.settings)
        with self._crm.store.transaction():
            self._crm.organizations.create(org_key, text(body, "name", default=org_key))
            user = add_user(self._crm, org_key, email, "Owner", password)
            fill(self._crm, org_key, body)
        if now:
            self._crm.clocks.own(org_key).set(now, frozen=True)
        return JSONResponse({"org_key": org_key, "owner": user}, 201)

    async def add_user(self, request: Request) -> JSONResponse:
        """Add an active user without a mail; an existing account keeps its password."""
        org_key, body = self._organization(request), await read_object(request)
        only(body, {"email", "role", "password"})
        email, role = email_address(body.get("email")), known_role(body.get("role"))
        password = new_password(body.get("password"), self._crm.settings)
        return JSONResponse(add_user(self._crm, org_key, email, role, password), 201)

    async def generate(self, request: Request) -> JSONResponse:
        """Add synthetic orders, all or none; other requests are served meanwhile."""
        org_key = self._organization(request)
        batch = read_batch(await read_object(request), self._crm.clocks.of(org_key))
        first, last = await generate_in_turns(self._crm, org_key, batch)
        return JSONResponse({"created": batch.count, "firstId": first, "lastId": last}, 201)

    async def read_orders(self, request: Request) -> Response:
        """All orders of an organization as they are stored, deleted ones too, by their number."""
        documents = self._crm.orders.documents(self._organization(request))
        return Response('{"orders":[' + ",".join(documents) + "]}", media_type="application/json")

    async def add_orders(self, request: Request) -> JSONResponse:
        """Store many new orders exactly as given, all or none; 201 with their number."""
        org_key = self._organization(request)
        return JSONResponse({"created": add_orders(self._crm, org_key, await read_object(request))}, 201)

    async def read_order(self, request: Request) -> JSONResponse:
        """An order as it is stored."""
        return JSONResponse(self._crm.orders.read(self._organization(request), request.path_params["_id"]))

    async def put_order(self, request: Request) -> JSONResponse:
        """Store an order exactly as given: 201 if it is new, 200 if it took the place of another one."""
        org_key, order_id = self._organization(request), request.path_params["_id"]
        if not is_object_id(order_id):
            raise Refusal(400, "The order id in the path must be 24 hex digits in lower case")
        document = await read_object(request)
        order, new = self._crm.orders.put(self._crm.organizations.require(org_key), order_id, document)
        return JSONResponse(order, 201 if new else 200)

    def _organization(self, request: Request) -> str:
        return self._crm.organizations.require(request.path_params["organization"])
