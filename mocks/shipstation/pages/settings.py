"""Behind the gear icon: Settings, Store Setup, and the account as it is."""

from starlette.requests import Request
from starlette.responses import Response

from mocks.shipstation.form import CUSTOM_STORE, STORE_TYPES
from mocks.shipstation.pages.page import Page


class Settings(Page):
    """`/app/settings`."""

    async def get(self, request: Request) -> Response:
        """What can be set."""
        return self.show(request, self.user(request), "settings.html")


class StoreSetup(Page):
    """`/app/settings/store-setup`."""

    async def get(self, request: Request) -> Response:
        """The list of store types, and what is connected [guide G8]."""
        admin = self.admin(request)
        stores = self.shipstation(request).stores.of(admin.account)
        return self.show(
            request, admin, "store_setup.html", types=STORE_TYPES, custom_store=CUSTOM_STORE, stores=stores
        )


class Account(Page):
    """`/app/settings/account`."""

    async def get(self, request: Request) -> Response:
        """Users, the clock, and what happens by itself."""
        admin = self.admin(request)
        shipstation = self.shipstation(request)
        return self.show(
            request,
            admin,
            "account.html",
            users=shipstation.accounts.users(admin.account),
            stores=shipstation.stores.of(admin.account),
            retries=shipstation.notices.latest(admin.account, "failed", 0, 50),
        )
