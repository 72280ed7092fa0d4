"""Setting up a Custom Store: the form, Test Connection, Connect; later Edit and Disconnect."""

from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from mocks.control.pages.form import read_form as read_sent
from mocks.shipstation.accounts import User
from mocks.shipstation.connecting import SUCCESS, connect
from mocks.shipstation.failure import Failure
from mocks.shipstation.form import Form, FormErrors
from mocks.shipstation.pages import store_form
from mocks.shipstation.pages.kept_passwords import KeptPasswords
from mocks.shipstation.pages.page import Page
from mocks.shipstation.stores import Store


@dataclass
class Screen:
    """One showing of the form: `outcome` is what Test Connection or Connect said, as the API tells it."""

    values: store_form.Typed
    errors: dict[str, str] = field(default_factory=dict)
    outcome: dict[str, Any] | None = None
    kept: str = ""
    status: int = 200


class FormPage(Page):
    """A page with the form."""

    @staticmethod
    def kept_passwords(request: Request) -> KeptPasswords:
        """Where the passwords of forms wait."""
        kept: KeptPasswords = request.app.state.kept_passwords
        return kept

    def form(self, request: Request, user: User, screen: Screen, store: Store | None = None) -> Response:
        """The page."""
        return self.show(
            request,
            user,
            "store_form.html",
            screen.status,
            store=store,
            labels=store_form.LABELS,
            boxes=store_form.BOX_LABELS,
            values=screen.values,
            errors=screen.errors,
            outcome=screen.outcome,
            kept=screen.kept,
        )

    def remembered(self, request: Request, user: User, sent: dict[str, str]) -> str:
        """The password that was typed at an earlier showing of this form."""
        return self.kept_passwords(request).get(user.id, sent.get("kept", ""))

    def again(self, request: Request, user: User, sent: dict[str, str]) -> Screen:
        """The form as it was sent; its password waits here, and not in the page."""
        password = sent.get("password") or self.remembered(request, user, sent)
        kept = self.kept_passwords(request).keep(user.id, password) if password else ""
        return Screen(store_form.typed(sent), kept=kept)

    async def tested(self, request: Request, user: User, form: Form, screen: Screen) -> None:
        """Test Connection; `screen` gets what came of it."""
        try:
            await self.shipstation(request).refreshes.test_connection(user.account, form)
        except Failure as failure:
            failed(screen, failure)
        else:
            screen.outcome = {"ok": True, "message": SUCCESS}


def failed(screen: Screen, failure: Failure) -> None:
    """`screen` gets a failure of the store."""
    screen.outcome, screen.status = {"ok": False, **failure.to_json()}, 502


def refused(screen: Screen, errors: FormErrors) -> None:
    """`screen` gets what is wrong with its fields."""
    screen.errors, screen.status = store_form.worded(errors), 400


class NewStore(FormPage):
    """`/app/settings/store-setup/custom-store`."""

    async def get(self, request: Request) -> Response:
        """The empty form."""
        return self.form(request, self.admin(request), Screen(store_form.empty()))

    async def post(self, request: Request) -> Response:
        """Test Connection or Connect, whichever was clicked."""
        admin = self.admin(request)
        sent = await read_sent(request)
        screen = self.again(request, admin, sent)
        try:
            form = store_form.checked(store_form.typed(sent), self.remembered(request, admin, sent))
            if sent.get("action") == "connect":
                store = await connect(self.shipstation(request), admin.account, form)
                text = f"{store.form.name} is connected. Refresh it to pull its orders."
                return self.see_other(request, f"/app/stores/{store.id}", text)
            await self.tested(request, admin, form, screen)
        except FormErrors as errors:
            refused(screen, errors)
        except Failure as failure:
            failed(screen, failure)
        return self.form(request, admin, screen)


class EditStore(FormPage):
    """`/app/settings/stores/{id}`."""

    async def get(self, request: Request) -> Response:
        """The form of a connected store."""
        admin = self.admin(request)
        store = self.store(request, admin)
        return self.form(request, admin, Screen(store_form.filled(store.form)), store)

    async def post(self, request: Request) -> Response:
        """Test Connection with what is in the form, or Save, which does not test."""
        admin = self.admin(request)
        sent = await read_sent(request)
        store = self.store(request, admin)
        screen = self.again(request, admin, sent)
        known = self.remembered(request, admin, sent) or store.form.password
        try:
            form = store_form.checked(store_form.typed(sent), known)
        except FormErrors as errors:
            refused(screen, errors)
            return self.form(request, admin, screen, store)
        if sent.get("action") == "save":
            self.shipstation(request).stores.change(store, form)
            return self.see_other(request, f"/app/stores/{store.id}", f"{form.name} is saved.")
        await self.tested(request, admin, form, screen)
        return self.form(request, admin, screen, store)


class Disconnect(Page):
    """`/app/settings/stores/{id}/disconnect`."""

    async def get(self, request: Request) -> Response:
        """Ask first."""
        admin = self.admin(request)
        return self.show(request, admin, "disconnect.html", store=self.store(request, admin))

    async def post(self, request: Request) -> Response:
        """Disconnect the store; its orders stay."""
        store = self.store(request, self.admin(request))
        self.shipstation(request).stores.delete(store)
        text = f"{store.form.name} is disconnected. Its orders stay."
        return self.see_other(request, "/app/settings/store-setup", text)
