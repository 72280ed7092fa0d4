"""The stage of one scenario: its organizations, its ShipStation account, and what was answered last."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2

from features.support.access import NotApplicable, NotChecked, Passage
from features.support.careportals import Organization
from features.support.careportals_shop import CarePortalsShop
from features.support.driver import HTTP, Driver
from features.support.evidence import Broken, HarnessError
from features.support.exchange import Exchange, basic
from features.support.hook import Hook
from features.support.hook_shop import NOT_NOW, HookShop
from features.support.names import Names
from features.support.sandwich import Addresses
from features.support.shipstation import BOXES, GUIDE_MAPPING, Account, Form
from features.support.shop import Shop
from features.support.target import Target
from features.support.wire import Answer, Send, Server

START = datetime(2026, 3, 13, 17, 34, 20, tzinfo=UTC)
"""When a scenario plays unless it says otherwise: a 13th at minute 34, so that an exchange is seen."""

GUIDE_HOST = "https://middleware.portals.care"
GUIDE_ADDRESS = GUIDE_HOST + "/shipstation/"
"""The address in the guide, which stands for the target's own [doc: G9]."""


class Scene:
    """What one scenario works with; everything in it is this scenario's alone.

    `send` talks to the mocks, `outside` to the target; with a `passage` the target is only looked at, with a
    `hook` it works with another shop than CarePortals. The `driver` does what people do.
    """

    def __init__(
        self,
        parts: Addresses,
        send: Send,
        outside: httpx2.Client,
        passage: Passage | None = None,
        hook: Hook | None = None,
        driver: Driver = HTTP,
    ) -> None:
        self.names = Names()
        self.driver = driver
        self.hook = hook
        self._crm = Server(send, parts.careportals)
        self.shipstation = Server(send, parts.shipstation, before=self.open_shops)
        self.target = Target(parts.target, outside, passage, self.open_shops)
        # A shop that cannot be told the time lives in the present, and so does what is only looked at.
        self.real_time = hook is not None and not hook.can("backdate")
        self._now = datetime.now(UTC).replace(microsecond=0) if passage else START
        self.behind = timedelta(0)
        self.shops: dict[str, Shop] = {}
        self.has_account = False
        self.account_or_none: Account | None = None
        self.form = Form()
        self.stores: dict[str, dict[str, Any]] = {}
        self.answer: Answer | None = None
        self.refresh: dict[str, Any] = {}
        self.notice: int | None = None
        self.store_types: dict[str, bool] = {}
        self.repeats: list[Exchange] = []
        self.before: dict[str, Any] = {}
        self.afterwards = ExitStack()
        """What is to be put right on the mocks when the scenario is over: others use them too."""

    @property
    def now(self) -> datetime:
        """The scenario's time."""
        return datetime.now(UTC).replace(microsecond=0) if self.real_time else self._now

    @property
    def crm(self) -> Server:
        """The mock CarePortals. Raises NotApplicable where the shop is another one."""
        if self.hook:
            raise NotApplicable("CarePortals is not there to be asked; the shop is another one")
        self.open_shops()
        return self._crm

    @property
    def account(self) -> Account:
        """The ShipStation account, opened when it is first needed; its clock is the scenario's.

        Raises HarnessError when the scenario has none.
        """
        if not self.has_account:
            raise HarnessError("the scenario has no ShipStation account yet")
        if self.account_or_none is None:
            self.account_or_none = self._account()
        return self.account_or_none

    def _account(self, *forms: Form) -> Account:
        now = None if self.real_time else self.now - self.behind
        return self.driver.account(self.shipstation, self.names, now, forms)

    def open_account(self) -> None:
        """There is a ShipStation account from now on."""
        self.has_account = True

    def open_shops(self) -> None:
        """Whoever is asked now may look into the shops: what was arranged has to be there."""
        for shop in self.shops.values():
            shop.open()

    def set_back(self, by: timedelta) -> None:
        """ShipStation's clock is behind all others from now on. Raises NotChecked in real time."""
        if self.real_time:
            raise NotChecked(NOT_NOW)
        self.behind = by
        self._set_clock()

    def found(self, name: str) -> None:
        """A new owner of orders, none yet: an organization on CarePortals, or a tenant of the hook's shop.

        Their time is the scenario's. Raises NotApplicable for a second one of a shop without tenants.
        """
        if self.hook is None:
            self.shops[name] = self.driver.shop(self._crm, self.names, name, self.now)
        elif self.shops and not self.hook.can("tenants"):
            raise NotApplicable("this shop has one owner of orders, and this would be another")
        else:
            self.shops[name] = HookShop(self.hook, self.names, name, lambda: self.now)

    def shop(self, name: str | None = None) -> Shop:
        """The orders of an organization; without a name, of the first."""
        if name is None:
            return next(iter(self.shops.values()))
        return self.shops[name]

    def organization(self, name: str | None = None) -> Organization:
        """The staff side of an organization on CarePortals; without a name, of the first.

        Raises NotApplicable where the shop is not CarePortals.
        """
        shop = self.shop(name)
        if not isinstance(shop, CarePortalsShop):
            raise NotApplicable("this shop has its own users and roles, not those of CarePortals")
        return shop.organization

    def set_time(self, at: datetime) -> dict[str, Any]:
        """It is `at` in all shops and in ShipStation; what ShipStation then did by itself.

        Raises NotChecked for any time but the usual one where a shop lives in the present.
        """
        if self.real_time and at == START:
            return {}
        for shop in self.shops.values():
            shop.set_time(at)
        self._now = at
        return self._set_clock()

    def pass_time(self, minutes: int) -> dict[str, Any]:
        """Some minutes pass for everybody."""
        return self.set_time(self.now + timedelta(minutes=minutes))

    def _set_clock(self) -> dict[str, Any]:
        if self.account_or_none is None:
            return {}  # it is set when the account is opened
        now = self.now - self.behind
        body = {"now": now.isoformat(), "frozen": True, "account": self.account.key}
        moved: dict[str, Any] = self.shipstation.call("PUT", "/_control/clock", body)
        return moved

    def address(self, text: str) -> str:
        """The target's address for one that is written with the guide's host and the scenario's names.

        Raises NotApplicable for one of another organization where the address names none.
        """
        for name, shop in self.shops.items():
            text = text.replace(name, shop.key).replace(name.upper(), shop.key.upper())
        if text.startswith(GUIDE_ADDRESS):
            organization = text.removeprefix(GUIDE_ADDRESS)
            if "{org}" not in self.target.template and organization not in self._keys():
                raise NotApplicable("the address of this shop's store names no organization")
            return self.target.address(organization)
        base = re.match(r"https?://[^/]+", self.target.template)
        return text.replace(GUIDE_HOST, base[0] if base else "")

    def _keys(self) -> list[str]:
        return [shop.key for shop in self.shops.values()]

    def type_in(self, label: str, value: str) -> None:
        """Type into a field of the form. Raises NotApplicable for a box without the guide's words."""
        if label in BOXES and any(shop.boxes[label] != GUIDE_MAPPING[label] for shop in self.shops.values()):
            raise NotApplicable("the boxes hold statuses of this shop, not those of the guide")
        self.form.fill(label, self.address(value) if label.startswith("URL") else value)

    def fill_form(self, email: str, name: str | None = None) -> None:
        """Fill in the Custom Store form as the guide says, for a user of an organization."""
        shop = self.shop(name)
        self.form = Form()
        self.form.values |= shop.boxes
        self.form.fill("URL to Custom XML Page", self.target.address(shop.key))
        self.form.fill("Username", shop.username(email))
        self.form.fill("Password", shop.passwords.get(email, "nobody's password"))

    def connect(self) -> None:
        """Click Connect; a store that is set up is known by its address from then on."""
        self.answer = self.account.connect(self.form)
        if self.answer.status_code == 201:
            self.stores[self.form.values["URL to Custom XML Page"]] = self.answer.json()

    def connect_as(self, email: str) -> None:
        """Set the store up as the guide says. Raises Broken when the target does not let it happen."""
        self.fill_form(email)
        self.connect()
        self.expect(
            self.last.status_code == 201,
            f"ShipStation connects as {email}",
            lambda: str(self.last.json().get("message")),
        )

    def set_up_as(self, email: str) -> None:
        """A store has been set up as the guide says, at some time that is not the scenario's concern.

        The first one comes with the account, without a test of its connection, unless the driver is to do all
        that people do. Raises Broken for one that the target does not let happen.
        """
        if self.driver.by_hand or not self.has_account or self.account_or_none:
            self.connect_as(email)
            return
        self.fill_form(email)
        self.account_or_none = self._account(self.form)
        [self.stores[self.form.values["URL to Custom XML Page"]]] = self.account_or_none.stores

    @property
    def last(self) -> Answer:
        """The latest answer to a click or a call."""
        if self.answer is None:
            raise HarnessError("nothing was asked yet")
        return self.answer

    def store(self, name: str | None = None) -> dict[str, Any]:
        """The store connected to an organization; without a name, the latest. Raises HarnessError."""
        if not self.stores:
            raise HarnessError("no store is connected")
        if name is None:
            return list(self.stores.values())[-1]
        return self.stores[self.target.address(self.shop(name).key)]

    def refresh_store(self) -> None:
        """Let ShipStation refresh the store that was connected last, whatever comes of it."""
        self.refresh = self.account.refresh(self.store()["id"])

    def latest_notice(self) -> dict[str, Any]:
        """The notice about what was shipped last, as ShipStation has it now. Raises HarnessError."""
        if self.notice is None:
            raise HarnessError("nothing has been shipped yet")
        return self.account.notice(self.notice)

    def refreshed(self) -> None:
        """Let ShipStation refresh. Raises Broken when the refresh fails."""
        self.refresh_store()
        self.expect(self.refresh["ok"], "the refresh succeeds", self.refresh_error)

    def refresh_error(self) -> str:
        """What ShipStation says about the last refresh, with the place in the XML when it knows one."""
        error = self.refresh.get("error")
        if not error:
            return (
                f"a good refresh: {self.refresh.get('received')} orders on {self.refresh.get('pages')} pages"
            )
        place = [f"{name} {error[name]}" for name in ("page", "xpath", "line") if error.get(name)]
        return str(error["message"]) + (f" ({', '.join(place)})" if place else "")

    def ask(
        self,
        query: str,
        *,
        method: str = "GET",
        authorization: str | None = "",
        headers: dict[str, str] | None = None,
        body: bytes | None = None,
        patience: float | None = None,
        form: Form | None = None,
    ) -> Exchange:
        """Ask the target by hand at the form's address, with the form's credentials unless others are given.

        The form is the one that is filled in now, unless another is given.

        `authorization` is the header's value, None sends none. Everything else is sent to the letter.
        The answer is waited for `patience` seconds, or as long as the run's time limit says.
        """
        values = (form or self.form).values
        if authorization == "":
            authorization = basic(values["Username"], values["Password"])
        sent = dict(headers or {})
        if authorization is not None:
            sent["Authorization"] = authorization
        url = values["URL to Custom XML Page"]
        return self.target.ask(method, url, query, sent, body, patience=patience)

    def export(
        self, start: datetime, end: datetime, page: int | None = 1, form: Form | None = None
    ) -> Exchange:
        """Ask for a page of a window, spelled as ShipStation spells it; `form` as for `ask`."""
        query = f"action=export&start_date={protocol_minute(start)}&end_date={protocol_minute(end)}"
        return self.ask(query if page is None else f"{query}&page={page}", form=form)

    def reading(self, exchange: Exchange, start: datetime, end: datetime) -> dict[str, Any]:
        """What ShipStation makes of an answer to an export: `ok`, `pages`, `orders`, `warnings`, `error`.

        Raises Broken when there is no 200 to read.
        """
        if exchange.status != 200:
            raise Broken("an answer 200 with orders", exchange.said(), self.where())
        window = {"start": start.isoformat(), "end": end.isoformat()}
        content_type = {"Content-Type": exchange.content_type} if exchange.content_type else {}
        judge = self.shipstation.with_headers(**content_type)
        found: dict[str, Any] = judge.post_bytes("/_control/validate", exchange.body, **window)
        return found

    def expect(self, condition: object, expected: str, got: str | Callable[[], str]) -> None:
        """Raise Broken unless `condition` holds, with ShipStation's latest requests as the place."""
        if not condition:
            raise Broken(expected, got if isinstance(got, str) else got(), self.where())

    def where(self) -> str:
        """The latest requests to the target, by hand or by ShipStation, and how they were answered."""
        latest = self.account.requests_to_the_store()[-3:] if self.account_or_none else []
        by_hand = self.target.exchanges[-1] if self.target.exchanges else None
        if by_hand and not (latest and latest[-1]["ended"] > by_hand.ended):
            return f"{by_hand.where()}\n{by_hand.curl()}"
        return "\n".join(f"{e['method']} {e['url']} -> {e['status']} {e['note']}".rstrip() for e in latest)


def protocol_minute(at: datetime) -> str:
    """A minute as the vendor's example spells it: `01%2f23%2f2012+17%3a28` [doc]."""
    return at.strftime("%m/%d/%Y %H:%M").replace("/", "%2f").replace(":", "%3a").replace(" ", "+")
