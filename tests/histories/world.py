"""The whole sandwich in one history: what is done to it, step by step."""

import itertools
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx2

from tests.histories.account import Account
from tests.histories.clinic import GOOD_ROLES, Clinic
from tests.histories.happening import CHANGES, DISRUPTIVE, Happening
from tests.histories.inspection import Inspection
from tests.histories.model import Shipment, told
from tests.histories.quirk import Quirk
from tests.histories.staff import PASSWORD, Staff
from tests.histories.stage import BRIDGE, CAREPORTALS, SHIPSTATION, Killed, Moment, Stage, Unexpected
from tests.histories.story import Contradiction, Story, clock, ordinal

RETRY = timedelta(minutes=61)
"""Until everything that ShipStation could not deliver has been sent again."""


class World:
    """One clinic, one account and a bridge of their own, at the time `now`."""

    def __init__(self, stage: Stage, mark: str, start: datetime) -> None:
        self.stage = stage
        self.now = start
        self.story = Story()
        staff = Staff(stage, mark, start)
        self.clinic = Clinic(staff)
        self.account = Account(stage, mark, staff.organization, staff.email, PASSWORD)
        self.inspection = Inspection(self.story, self.clinic, self.account)
        self._auto_refresh = False
        self.failing: set[str] = set()
        self._disturbed = False
        self._happenings: list[Happening] = []
        self._exchanges: Counter[tuple[str, str]] = Counter()
        self._trusted: dict[int, bool] = {}
        self._labels = itertools.count(1)
        self._found: Exception | None = None
        self._broken_off: datetime | None = None

    async def open(self, page_size: int, settings: dict[str, Any]) -> None:
        """The store is set up as the guide says; a bridge has so many orders on a page."""
        self.stage.watch = self._watch
        self._auto_refresh = settings.get("autoRefreshMinutes") is not None
        await self.stage.set_page_size(page_size)
        await self.clinic.staff.open()
        await self.account.open(self.now, settings)
        every = f"every {settings['autoRefreshMinutes']} minutes" if self._auto_refresh else "when told to"
        self.story.tell(
            f"{clock(self.now)}: The clinic and its store are set up. The bridge has {page_size} orders on a "
            f"page; ShipStation refreshes {every}."
        )

    @property
    def access(self) -> bool:
        """Whether the credentials in ShipStation are those of a user who may see and ship orders."""
        return self.clinic.role in GOOD_ROLES and self.account.password == self.clinic.password

    @asynccontextmanager
    async def step(self, sentence: str, happenings: Sequence[Happening] = ()) -> AsyncIterator[None]:
        """Something in which the bridge has a part; afterwards everything is looked at."""
        self._tell(sentence)
        for order in self.clinic.orders.values():
            order.begin()
        self._happenings = list(happenings)
        self._exchanges.clear()
        minute = self.now.replace(second=0, microsecond=0)
        # Who begins a pull anew that was not over, in the same window, may be told to do it once more.
        self._disturbed = bool(self.failing) or not self.access or self._broken_off == minute
        yield
        self._happenings = []
        if self._disturbed:
            self._broken_off = minute
        if self._found:
            raise self._found
        await self.inspection.after_a_step(calm=not self._disturbed)

    def _tell(self, sentence: str) -> None:
        self.story.tell(f"{clock(self.now)}: {sentence[0].upper()}{sentence[1:]}.")

    @asynccontextmanager
    async def _odd(self, quirk: Quirk | None) -> AsyncIterator[None]:
        """In this step a mock does something once that it may do any time."""
        if quirk is None:
            yield
            return
        side = self.clinic.staff if quirk.part == CAREPORTALS else self.account
        await side.fail({"count": 1, **quirk.fault})
        self.story.add(f"once: {quirk.sentence}")
        self._disturbed = self._disturbed or not quirk.harmless or bool(self._happenings)
        yield
        if quirk.part not in self.failing:
            await side.recover()

    async def staff_change(self, what: str, pick: int, status: str) -> None:
        """Staff do something between two steps."""
        if sentence := await self.clinic.change(what, pick, status):
            self._tell(sentence)

    async def change_waiting(self, pick: int, status: str) -> None:
        """Staff set an order about which a notice was not taken yet to another status."""
        orders = list(self.inspection.waiting.values())
        if orders and not orders[pick % len(orders)].now.deleted:
            self._tell(
                await self.clinic.edit(orders[pick % len(orders)], "status", pick, status) or "staff look on"
            )

    async def place(self, count: int, status: str, quantities: list[int]) -> None:
        """New orders come in."""
        self._tell(await self.clinic.place(count, status, quantities))

    async def wait(self, milliseconds: int) -> None:
        """Time passes; ShipStation does what is due."""
        self.now += timedelta(milliseconds=milliseconds)
        await self.clinic.staff.set_time(self.now)
        if not self._auto_refresh and not self.inspection.waiting:
            await self.account.set_time(self.now)
            return
        async with self.step("time has passed"):
            await self._with_shipstation(self.account.set_time(self.now))
        self.story.forget_if_nothing_came()

    async def pull(self, happenings: Sequence[Happening] = (), quirk: Quirk | None = None) -> None:
        """Somebody has ShipStation refresh the store, which it may do in an odd way."""
        async with self.step("ShipStation is told to refresh", happenings), self._odd(quirk):
            await self._with_shipstation(self.account.refresh())

    async def ship(
        self, pick: int, units: int, happenings: Sequence[Happening] = (), quirk: Quirk | None = None
    ) -> None:
        """The pharmacy ships what ShipStation has: so many units, or with 0 the rest, by hand."""
        ready = await self._ready()
        if not ready:
            await self.place(1, "awaiting_shipment", [pick + 1])
            await self.pull()
            ready = await self._ready()
        if not ready:
            return
        shown = ready[pick % len(ready)]
        left = _left(shown)
        items = Counter(list(left.elements())[:units]) if units else left
        tracking = f"9400{next(self._labels):06}" if units else ""
        shipment = Shipment("USPS" if units else "", tracking, tuple(sorted(items.items())))
        label: dict[str, Any] = {"items": [{"sku": sku, "quantity": n} for sku, n in items.items()]}
        if units:
            label |= {"carrier": "USPS", "service": "Ground", "trackingNumber": tracking}
        order = self.clinic.orders[int(shown["orderNumber"])]
        known = {notice["id"] for notice in await self.account.notices()}
        sentence = f"the pharmacy ships {told(shipment)} of {order.number}"
        async with self.step(sentence, happenings), self._odd(quirk):
            order.shipped(shipment, complete=items == left)
            await self._with_shipstation(self.account.ship(shown["id"], label, by_hand=not units))
            [notice] = {notice["id"] for notice in await self.account.notices()} - known
            order.notices[notice] = shipment

    async def _ready(self) -> list[dict[str, Any]]:
        """The orders of which the pharmacy can ship something."""
        shown = await self.account.orders()
        return [each for each in shown if each["tab"] == "awaiting_shipment" and _left(each)]

    async def retry(self, pick: int, happenings: Sequence[Happening]) -> None:
        """Somebody has ShipStation send a notice again that failed."""
        notices = list(self.inspection.waiting)
        if notices:
            notice = notices[pick % len(notices)]
            number = self.inspection.waiting[notice].number
            async with self.step(f"ShipStation is told to send a notice about {number} again", happenings):
                await self._with_shipstation(self.account.retry(notice))

    async def fail(self, quirk: Quirk, often: dict[str, Any]) -> None:
        """A mock does something odd from now on."""
        side = self.clinic.staff if quirk.part == CAREPORTALS else self.account
        await side.fail({**quirk.fault, **often})
        self.failing.add(quirk.part)
        how_often = ", ".join(f"{name} {value}" for name, value in often.items())
        self._tell(f"from now on ({how_often}): {quirk.sentence}")

    async def put_right(self) -> None:
        """Nothing fails any more, and the user of the store may sign in."""
        if self.failing:
            await self.clinic.staff.recover()
            await self.account.recover()
            self.failing.clear()
            self._tell("nothing fails any more")
        if self.clinic.role not in GOOD_ROLES:
            self._tell(await self.clinic.change_user("role", 0))
        if self.account.password != self.clinic.password:
            await self.account.type_password(self.clinic.password)
            self._tell("the new password is typed into the form of the store")

    async def kill(self, part: str) -> None:
        """A part is killed between two steps, and started again."""
        self._tell(f"{part} is killed and started again")
        if part == SHIPSTATION:
            async with self.step("ShipStation does what is due"):
                await self._restart_shipstation()
            self.story.forget_if_nothing_came()
        elif part == CAREPORTALS:
            await self._restart_careportals()
        else:
            await self.stage.start(BRIDGE)

    async def come_to_rest(self) -> None:
        """Faults end, the user may sign in again, ShipStation has all the time it needs."""
        await self.put_right()
        for _ in range(2):
            await self.wait(RETRY // timedelta(milliseconds=1))
            await self.pull()
        self._tell("All has come to rest")
        self.inspection.at_rest()

    async def _with_shipstation(self, work: Awaitable[object]) -> None:
        try:
            await work
        except Killed:
            await self._restart_shipstation()

    async def _restart_shipstation(self) -> None:
        """Its clocks and faults are forgotten, nothing else."""
        await self.stage.start(SHIPSTATION)
        self.failing.discard(SHIPSTATION)
        await self._with_shipstation(self.account.set_time(self.now))

    async def _restart_careportals(self) -> None:
        """Its clocks and faults are forgotten, nothing else."""
        await self.stage.start(CAREPORTALS)
        self.failing.discard(CAREPORTALS)
        await self.clinic.staff.set_time(self.now)

    async def _watch(self, moment: Moment) -> None:
        """Called around each exchange of the bridge; lets happen what is due."""
        key = moment.with_, moment.when
        self._exchanges[key] += 1
        try:
            if moment.with_ == SHIPSTATION:
                self._let_in(moment)
            for happening in [each for each in self._happenings if each.due(moment, self._exchanges[key])]:
                self._happenings.remove(happening)
                await self._happen(happening, moment)
        except (Contradiction, Unexpected) as error:
            self._found = error  # the bridge, in whose middle we are, would make a 500 of it
            raise

    def _let_in(self, moment: Moment) -> None:
        """Credentials that were no good, neither before nor after, must get no good answer."""
        key = id(moment.request)
        if moment.when == "before":
            self._trusted[key] = self.access
        elif not self._trusted.pop(key, True) and not self.access and (moment.status or 0) < 400:
            password = "right" if self.account.password == self.clinic.password else "wrong"
            user = f"a user with the role {self.clinic.role}" if self.clinic.role else "a removed user"
            expected = f"the bridge refuses {user} and the {password} password"
            raise self.inspection.fail(expected, f"status {moment.status}")

    async def _happen(self, happening: Happening, moment: Moment) -> None:
        place = f"{happening.when} the bridge's {ordinal(happening.number)} exchange with {moment.with_}"
        what = happening.what
        if what in DISRUPTIVE:
            self.story.add(f"{place} {DISRUPTIVE[what]}")
            self._disturbed = True
            await self._disrupt(what, moment)
        elif what in CHANGES:
            # What notices have done by now comes before what staff do.
            await self.inspection.careportals()
            if sentence := await self.clinic.change(what, happening.pick, happening.status):
                self.story.add(f"{place} {sentence}")
            self._disturbed = self._disturbed or not self.access
        elif moment.with_ == SHIPSTATION and moment.request.method == "GET":
            self.story.add(f"{place} somebody else with the same credentials asks for {what} of this window")
            # Two who walk through one window at once may put each other out of step, but lose nothing.
            self._disturbed = True
            await self._look_on(moment.request, 5 if what == "all pages" else 1)

    async def _disrupt(self, what: str, moment: Moment) -> None:
        if what == "silence":
            raise TimeoutError if moment.with_ == CAREPORTALS else httpx2.ReadTimeout("no answer")
        if what == f"kill {CAREPORTALS}":
            await self._restart_careportals()
            if moment.with_ == SHIPSTATION:
                return
        elif what == f"kill {SHIPSTATION}":
            raise Killed(SHIPSTATION)
        elif what == f"kill {BRIDGE}":
            if moment.with_ == CAREPORTALS:
                raise Killed(BRIDGE)
            await self.stage.start(BRIDGE)
        raise httpx2.ReadError("the connection was reset")

    async def _look_on(self, request: httpx2.Request, pages: int) -> None:
        """Somebody else walks through the window of a request of ShipStation; nothing comes of it."""
        query = request.url.query.decode().rpartition("&page=")[0]
        watch, self.stage.watch = self.stage.watch, _nothing
        try:
            for page in range(1, pages + 1):
                await self.account.look(f"{query}&page={page}")
        finally:
            self.stage.watch = watch


async def _nothing(_moment: Moment) -> None:
    """Nobody looks."""


def _left(shown: dict[str, Any]) -> Counter[str]:
    """Units that ShipStation still has to ship, by SKU."""
    left = Counter[str]()
    for item in shown["items"]:
        left[item["sku"]] += item["quantity"]
    for shipment in shown["shipments"]:
        left.subtract({item["sku"]: item["quantity"] for item in shipment["items"]})
    return +left
