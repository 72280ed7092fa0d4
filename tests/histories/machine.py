"""The state machine that draws histories."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import hypothesis.strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.histories.happening import CHANGES, DISRUPTIVE, LOOKS, Happening
from tests.histories.quirk import FAILURES, NOTICES, PULLS, Quirk
from tests.histories.stage import CAREPORTALS, PARTS, SHIPSTATION, Stage
from tests.histories.world import World

SECOND, MINUTE, HOUR = 1000, 60_000, 3_600_000

STARTS = (
    datetime(2026, 3, 13, 17, 34, 20, tzinfo=UTC),
    datetime(2026, 3, 13, 17, 59, 59, 999_000, tzinfo=UTC),
    datetime(2024, 2, 28, 23, 58, 30, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 59, 0, tzinfo=UTC),
    datetime(2026, 7, 4, 0, 0, 0, tzinfo=UTC),
)
"""When histories begin: in the middle of a day, and at the borders of minutes, days, years."""

STATUSES = (
    "awaiting_shipment",
    "cancelled",
    "processing",
    "pending",
    "awaiting_payment",
    "awaiting_script",
    "awaiting_fulfillment",
    "completed",
    "refunded",
    "shipped",
)

PICK = st.integers(0, 4)
STATUS = st.sampled_from((*STATUSES[:2], *STATUSES))
PAUSE = st.one_of(
    st.just(0),
    st.integers(0, 60_000),
    st.sampled_from((1, SECOND, 20 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 61 * MINUTE, 26 * HOUR)),
)
OFTEN = st.sampled_from(({"count": 1}, {"count": 2}, {"pattern": "x."}, {"probability": 0.5}, {}))
QUANTITIES = st.lists(st.integers(1, 4), min_size=1, max_size=3)


USER = ("role", "remove user", "password")
CHANGES_MEANWHILE = st.lists(
    st.builds(
        Happening,
        st.sampled_from(("status", "address", "place")),
        st.just(SHIPSTATION),
        st.integers(1, 3),
        st.just("after"),
        PICK,
        STATUS,
    ),
    max_size=3,
)
PULL_QUIRKS = st.one_of(st.none(), st.sampled_from(PULLS), st.sampled_from(FAILURES))
NOTICE_QUIRKS = st.one_of(st.none(), st.sampled_from(NOTICES), st.sampled_from(FAILURES))
TROUBLE = st.one_of(
    st.sampled_from(USER), st.sampled_from(PARTS), st.sampled_from((*FAILURES, *PULLS, *NOTICES))
)


def _happenings(with_: str, *, disruptive: tuple[str, ...], numbers: int) -> st.SearchStrategy[Happening]:
    what = st.sampled_from((*disruptive, *CHANGES[:4], *CHANGES, *LOOKS))
    when = st.sampled_from(("before", "after"))
    return st.builds(Happening, what, st.just(with_), st.integers(1, numbers), when, PICK, STATUS)


KILL_SHIPSTATION = f"kill {SHIPSTATION}"
HAPPENINGS = st.lists(
    st.one_of(
        _happenings(SHIPSTATION, disruptive=tuple(DISRUPTIVE), numbers=4),
        _happenings(
            CAREPORTALS,
            disruptive=tuple(what for what in DISRUPTIVE if what != KILL_SHIPSTATION),
            numbers=8,
        ),
    ),
    max_size=2,
)


class Sandwich(RuleBasedStateMachine):
    """One history. `stage` is shared by those that run one after another; `began` is called at each start."""

    stage: Stage
    began: Callable[[], str]

    def __init__(self) -> None:
        super().__init__()
        self.world: World | None = None
        self._broken = False

    def _do(self, pause: int, work: Callable[[World], Any]) -> None:
        """Let some time pass, then do something."""
        assert self.world
        try:
            if pause:
                self.stage.run(self.world.wait(pause))
            self.stage.run(work(self.world))
        except BaseException:
            self._broken = True
            raise

    @initialize(
        start=st.sampled_from(STARTS),
        page_size=st.sampled_from((1, 2, 3, 50)),
        auto_refresh=st.sampled_from((None, 1, 15)),
        count=st.integers(1, 3),
        quantities=QUANTITIES,
        pulled=st.booleans(),
    )
    def begin(
        self,
        start: datetime,
        page_size: int,
        auto_refresh: int | None,
        count: int,
        quantities: list[int],
        pulled: bool,
    ) -> None:
        """A clinic, a store, some orders, which ShipStation may know already."""
        # Processes have the machine's time until they are told another one; it must not be a later one.
        start = max(start, self.stage.earliest.replace(second=start.second, microsecond=start.microsecond))
        self.world = World(self.stage, type(self).began(), start)
        settings = {"autoRefreshMinutes": auto_refresh} if auto_refresh else {}
        self._do(0, lambda world: world.open(page_size, settings))
        self._do(0, lambda world: world.place(count, "awaiting_shipment", quantities))
        if pulled:
            self._do(0, lambda world: world.pull())

    @rule(pause=PAUSE, count=st.integers(1, 4), status=STATUS, quantities=QUANTITIES)
    def orders_come_in(self, pause: int, count: int, status: str, quantities: list[int]) -> None:
        """Some orders at the same moment."""
        self._do(pause, lambda world: world.place(count, status, quantities))

    @rule(pause=PAUSE, pick=PICK, status=STATUS)
    def an_order_moves(self, pause: int, pick: int, status: str) -> None:
        """By hand."""
        self._do(pause, lambda world: world.staff_change("status", pick, status))

    @rule(pause=PAUSE, pick=PICK, status=st.sampled_from(("cancelled", "awaiting_shipment")))
    def an_order_is_cancelled_or_not(self, pause: int, pick: int, status: str) -> None:
        """What matters most, more often."""
        self._do(pause, lambda world: world.staff_change("status", pick, status))

    @rule(pause=PAUSE, pick=PICK, what=st.sampled_from(("address", "lines", "delete")))
    def an_order_changes(self, pause: int, pick: int, what: str) -> None:
        """By hand."""
        self._do(pause, lambda world: world.staff_change(what, pick, ""))

    @rule(pause=PAUSE, happenings=HAPPENINGS, quirk=PULL_QUIRKS)
    def shipstation_pulls(self, pause: int, happenings: list[Happening], quirk: Quirk | None) -> None:
        """Told to."""
        self._do(pause, lambda world: world.pull(happenings, quirk))

    @rule(pause=PAUSE, changes=CHANGES_MEANWHILE)
    def shipstation_pulls_while_staff_work(self, pause: int, changes: list[Happening]) -> None:
        """Orders change between its pages."""
        self._do(pause, lambda world: world.pull(changes))

    @rule(pause=PAUSE, pick=PICK, units=st.integers(0, 4), happenings=HAPPENINGS, quirk=NOTICE_QUIRKS)
    def the_pharmacy_ships(
        self, pause: int, pick: int, units: int, happenings: list[Happening], quirk: Quirk | None
    ) -> None:
        """All of an order or some of it."""
        self._do(pause, lambda world: world.ship(pick, units, happenings, quirk))

    @rule(pause=PAUSE, pick=PICK, units=st.integers(1, 12), quirk=NOTICE_QUIRKS)
    def the_pharmacy_ships_undisturbed(self, pause: int, pick: int, units: int, quirk: Quirk | None) -> None:
        """Most often all of an order."""
        self._do(pause, lambda world: world.ship(pick, units, (), quirk))

    @precondition(lambda self: self.world and self.world.inspection.waiting)
    @rule(pause=PAUSE, pick=PICK, happenings=HAPPENINGS)
    def a_notice_is_sent_again(self, pause: int, pick: int, happenings: list[Happening]) -> None:
        """By hand."""
        self._do(pause, lambda world: world.retry(pick, happenings))

    @precondition(lambda self: self.world and self.world.inspection.waiting)
    @rule(pause=PAUSE, pick=PICK, status=STATUS)
    def staff_change_what_has_left(self, pause: int, pick: int, status: str) -> None:
        """Before CarePortals has heard of it; then it is told."""
        self._do(pause, lambda world: world.change_waiting(pick, status))
        self._do(0, lambda world: world.retry(pick, ()))

    @rule(pause=PAUSE, what=TROUBLE, pick=PICK, often=OFTEN, seed=st.integers(0, 99))
    def trouble_comes(
        self, pause: int, what: str | Quirk, pick: int, often: dict[str, Any], seed: int
    ) -> None:
        """A part is killed, or does odd things from now on; or the user of the store changes."""
        if isinstance(what, Quirk):
            self._do(pause, lambda world: world.fail(what, often | {"seed": seed}))
        elif what in PARTS:
            self._do(pause, lambda world: world.kill(what))
        else:
            self._do(pause, lambda world: world.staff_change(what, pick, ""))

    @precondition(lambda self: self.world and (self.world.failing or not self.world.access))
    @rule(pause=PAUSE)
    def all_is_put_right(self, pause: int) -> None:
        """No faults any more, and a user with role and password that fit."""
        self._do(pause, lambda world: world.put_right())

    def teardown(self) -> None:
        """The end of every history: all comes to rest."""
        if self.world and not self._broken:
            self._do(0, lambda world: world.come_to_rest())
