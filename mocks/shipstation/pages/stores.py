"""The connected stores, and their refreshes."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from mocks.control.pages.form import read_form
from mocks.shipstation.connecting import SUCCESS
from mocks.shipstation.failure import Failure
from mocks.shipstation.pages.page import Page
from mocks.shipstation.poller import Pull
from mocks.shipstation.stores import Store

REFRESHES_SHOWN = 20


@dataclass(frozen=True)
class StoreState:
    """A store with its latest refreshes, newest first, and the one under way.

    `pull` is None while an active refresh waits for its turn.
    """

    store: Store
    active: bool
    pull: Pull | None
    reports: list[dict[str, Any]]


class StorePage(Page):
    """A page that shows stores."""

    def state(self, request: Request, store: Store, reports: int = 1) -> StoreState:
        """How a store is."""
        shipstation = self.shipstation(request)
        return StoreState(
            store,
            self.jobs(request).active(store.id),
            shipstation.refreshes.running(store.id),
            shipstation.stores.refreshes_of(store, reports),
        )


class StoreList(StorePage):
    """`/app/stores`."""

    async def get(self, request: Request) -> Response:
        """The connected stores."""
        user = self.user(request)
        stores = self.shipstation(request).stores.of(user.account)
        return self.show(
            request, user, "stores.html", states=[self.state(request, store) for store in stores]
        )


class OneStore(StorePage):
    """`/app/stores/{id}`."""

    async def get(self, request: Request) -> Response:
        """A store, its refresh under way, and those before."""
        user = self.user(request)
        state = self.state(request, self.store(request, user), REFRESHES_SHOWN)
        return self.show(request, user, "store.html", state=state)


class Refresh(Page):
    """`/app/stores/{id}/refresh`."""

    async def post(self, request: Request) -> Response:
        """Begin a refresh, and show how far it is."""
        store = self.store(request, self.user(request))
        self.jobs(request).start(store.id)
        return self.see_other(request, f"/app/stores/{store.id}", "")


class RefreshAll(Page):
    """`/app/stores/refresh`."""

    async def post(self, request: Request) -> Response:
        """Begin a refresh of every store of the account."""
        stores = self.shipstation(request).stores.of(self.user(request).account)
        for store in stores:
            self.jobs(request).start(store.id)
        return self.see_other(
            request, f"/app/stores/{stores[0].id}" if len(stores) == 1 else "/app/stores", ""
        )


class TestConnection(Page):
    """`/app/stores/{id}/test-connection`."""

    async def post(self, request: Request) -> Response:
        """Test Connection of a connected store."""
        admin = self.admin(request)
        await read_form(request)
        store = self.store(request, admin)
        try:
            await self.shipstation(request).refreshes.test_connection(store.account, store.form)
        except Failure as failure:
            text = f"The connection failed: {failure.message}"
            return self.see_other(request, f"/app/stores/{store.id}", text, good=False)
        return self.see_other(request, f"/app/stores/{store.id}", SUCCESS)
