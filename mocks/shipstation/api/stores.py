"""Store set-up: the list of store types, the form, Test Connection, Connect, refreshes."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mocks.control.payload import Refusal, read_object
from mocks.shipstation.api.calls import Endpoint
from mocks.shipstation.connecting import SUCCESS, connect
from mocks.shipstation.failure import Failure
from mocks.shipstation.form import STORE_TYPES, Form, FormErrors, changed, read_form


def refused_form(errors: FormErrors) -> Refusal:
    """400 with a message for each field."""
    return Refusal(400, "Check the form: some fields are not right", fields=errors.fields)


class ConnectionEndpoint(Endpoint):
    """What tests a connection."""

    async def tested(self, request: Request, account: str, form: Form) -> JSONResponse:
        """200 when the store answers as it should, else 502."""
        try:
            await self.shipstation(request).refreshes.test_connection(account, form)
        except Failure as failure:
            return _failed(failure)
        return JSONResponse({"ok": True, "message": SUCCESS})


def _failed(failure: Failure) -> JSONResponse:
    return JSONResponse({"ok": False, **failure.to_json()}, 502)


class StoreTypes(Endpoint):
    """`/store-types`."""

    async def get(self, request: Request) -> JSONResponse:
        """What can be chosen under Store Setup."""
        self.user(request)
        return JSONResponse([{"name": name, "available": there} for name, there in STORE_TYPES.items()])


class FormTest(ConnectionEndpoint):
    """`/stores/test-connection`."""

    async def post(self, request: Request) -> JSONResponse:
        """Test Connection before the store is connected; keeps nothing."""
        admin = self.admin(request)
        try:
            form = read_form(await read_object(request))
        except FormErrors as errors:
            raise refused_form(errors) from None
        return await self.tested(request, admin.account, form)


class StoreList(Endpoint):
    """`/stores`."""

    async def get(self, request: Request) -> JSONResponse:
        """The connected stores."""
        stores = self.shipstation(request).stores.of(self.user(request).account)
        return JSONResponse([store.to_json() for store in stores])

    async def post(self, request: Request) -> JSONResponse:
        """Connect: check the form, test the connection, keep the store."""
        admin = self.admin(request)
        try:
            form = read_form(await read_object(request))
        except FormErrors as errors:
            raise refused_form(errors) from None
        try:
            store = await connect(self.shipstation(request), admin.account, form)
        except Failure as failure:
            return _failed(failure)
        return JSONResponse(store.to_json(), 201)


class OneStore(Endpoint):
    """`/stores/{id}`."""

    async def get(self, request: Request) -> JSONResponse:
        """The store, without its password."""
        return JSONResponse(self.store(request, self.user(request)).to_json())

    async def patch(self, request: Request) -> JSONResponse:
        """Fill in some fields anew; the connection is not tested."""
        admin = self.admin(request)
        store = self.store(request, admin)
        try:
            form = changed(store.form, await read_object(request))
        except FormErrors as errors:
            raise refused_form(errors) from None
        self.shipstation(request).stores.change(store, form)
        return JSONResponse(self.store(request, admin).to_json())

    async def delete(self, request: Request) -> Response:
        """Disconnect the store; its orders stay."""
        store = self.store(request, self.admin(request))
        self.shipstation(request).stores.delete(store)
        return Response(status_code=204)


class StoreTest(ConnectionEndpoint):
    """`/stores/{id}/test-connection`."""

    async def post(self, request: Request) -> JSONResponse:
        """Test Connection of a connected store."""
        admin = self.admin(request)
        store = self.store(request, admin)
        return await self.tested(request, admin.account, store.form)


class StoreRefresh(Endpoint):
    """`/stores/{id}/refresh`."""

    async def post(self, request: Request) -> JSONResponse:
        """Pull what has changed since the last good refresh."""
        store = self.store(request, self.user(request))
        report = await self.shipstation(request).refreshes.refresh(store.id)
        if report is None:
            raise Refusal(404, "No such store")
        return JSONResponse(report, 200 if report["ok"] else 502)


class StoreRefreshes(Endpoint):
    """`/stores/{id}/refreshes`."""

    async def get(self, request: Request) -> JSONResponse:
        """The latest refreshes, newest first."""
        store = self.store(request, self.user(request))
        return JSONResponse(self.shipstation(request).stores.refreshes_of(store))
