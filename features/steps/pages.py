"""Pulling page by page, by hand, with something happening in between."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from pytest_bdd import given, then, when

from features.steps.answers import listed, numbers
from features.steps.exchanges import last
from features.steps.orders import SPREADS
from features.support.exchange import Exchange
from features.support.phrases import phrase
from features.support.pull import Pull
from features.support.scene import Scene
from features.support.shop import Order, Shop, order_number, spread

FIRST = 2000
"""The number of the first of the orders that fill pages; what was there before has smaller ones."""

ENOUGH = (28, 56, 106, 250, 550)
"""So many orders are placed until there are enough pages; a target with larger pages has fewer."""

ON_HOLD = "processing"
ADDRESS = "77 Pier Road"


class Stage:
    """The pulls of a scenario: the window of the first, and what each order that was touched should be.

    `touched` maps an order's number to its status, or to its new address; an order in `optional` was deleted
    before ShipStation ever saw it, and need not come.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.start, self.end = scene.now - timedelta(hours=1), scene.now
        self.pulls: list[Pull] = []
        self.touched: dict[int, str] = {}
        self.optional: set[int] = set()
        self.answers: list[tuple[Shop, Exchange]] = []

    @property
    def pull(self) -> Pull:
        """The pull that is under way."""
        return self.pulls[-1]

    def open(self, start: datetime | None = None, end: datetime | None = None) -> Pull:
        """A new pull, as the store whose form is filled in now."""
        scene, form = self.scene, self.scene.form
        start, end = start or self.start, end or self.end

        def ask(page: int) -> Exchange:
            return scene.export(start, end, page, form)

        self.pulls.append(Pull(ask, lambda exchange: listed(scene, exchange)))
        return self.pull

    def read(self) -> list[int]:
        """The orders that have come, first to last."""
        return [order_number(order) for order in self.pull.orders]

    def unread(self) -> list[int]:
        """The orders still to come; all of them for a target that has one page only."""
        return sorted(self.scene.shop().placed.keys() - set(self.read())) or self.read()

    def change(self, numbers: list[int], status: str) -> None:
        """Give some orders another status."""
        for number in numbers:
            self.scene.shop().change_status(number, status)
            self.touched[number] = status

    def move(self, number: int) -> None:
        """Give an order another address."""
        self.scene.shop().change(number, ("shippingAddress.address1", ADDRESS))
        self.touched[number] = ADDRESS

    def delete(self, number: int) -> None:
        """Delete an order."""
        self.scene.shop().delete(number)
        self.touched[number] = "cancelled"
        if number not in self.read():
            self.optional.add(number)

    def place(self, number: int) -> None:
        """Place a new order."""
        self.scene.shop().place(Order(number))

    def there_and_back(self, number: int) -> None:
        """Put an order on hold and release it at once."""
        self.change([number], ON_HOLD)
        self.change([number], "awaiting_shipment")


EVENTS: dict[str, Callable[[Stage], None]] = {
    "an order that was read is cancelled": lambda stage: stage.change(stage.read()[-1:], "cancelled"),
    "an order that was read gets another address": lambda stage: stage.move(stage.read()[-1]),
    "an order that was read is deleted": lambda stage: stage.delete(stage.read()[-1]),
    "an order that was read is put on hold and released": lambda stage: stage.there_and_back(
        stage.read()[-1]
    ),
    "an order yet to be read is cancelled": lambda stage: stage.change(stage.unread()[:1], "cancelled"),
    "an order yet to be read gets another address": lambda stage: stage.move(stage.unread()[0]),
    "an order yet to be read is deleted": lambda stage: stage.delete(stage.unread()[0]),
    "a new order is placed": lambda stage: stage.place(9000),
    "all orders that were read are put on hold": lambda stage: stage.change(stage.read(), ON_HOLD),
    "all orders yet to be read are put on hold": lambda stage: stage.change(stage.unread(), ON_HOLD),
}


@pytest.fixture
def stage(scene: Scene) -> Stage:
    return Stage(scene)


def _fill(scene: Scene, have: int, count: int, how: str) -> None:
    moments = spread(count, scene.now - timedelta(minutes=10), SPREADS[how])[have:]
    orders = [Order(FIRST + have + index, changed=at) for index, at in enumerate(moments)]
    scene.shop().place_all(orders)


@given(phrase("orders on {pages:d} pages, changed {how}"))
def orders_on_pages(scene: Scene, stage: Stage, pages: int, how: str) -> None:
    have = 0
    for count in ENOUGH:
        _fill(scene, have, count, how)
        have = count
        stage.open().go_on()
        if stage.pull.announced[0] >= pages:
            break


@given(phrase("{count:d} orders more than fill the pages"))
def more_than_full(scene: Scene, stage: Stage, count: int) -> None:
    size, have = len(stage.pull.pages[0]), len(scene.shop().placed)
    if stage.pull.announced[0] > 1:
        many = sum(number >= FIRST for number in scene.shop().placed)
        _fill(scene, many, many + -have % size + count, "one second apart")


@given("the first page was read")
@when("ShipStation reads the first page")
def first_page_was_read(stage: Stage) -> None:
    stage.open().go_on()


@given("the second page was read")
def second_page_was_read(stage: Stage) -> None:
    if not stage.pull.whole:
        stage.pull.go_on()


@given(phrase("5 minutes later {something}"))
def later(scene: Scene, stage: Stage, something: str) -> None:
    scene.pass_time(5)
    EVENTS[something](stage)


@given(phrase("at once {something}"))
def at_once(stage: Stage, something: str) -> None:
    EVENTS[something](stage)


@given("a second store, of a colleague")
def store_of_colleague(scene: Scene, stage: Stage) -> None:
    stage.open()
    scene.shop().add_user("tx@clinic.example", "Pharmacy")
    scene.fill_form("tx@clinic.example")
    stage.open()


@given("a second store, of the same user")
def store_of_same_user(stage: Stage) -> None:
    stage.open()
    stage.open()


@given("a second store, of another organization")
def store_of_organization(scene: Scene, stage: Stage) -> None:
    stage.open()
    scene.found("clinic_y")
    many, other = len(scene.shop().placed), scene.shop("clinic_y")
    other.add_user("ry@clinic.example", "Pharmacy")
    other.place_all([Order(7000 + index, changed=scene.now - timedelta(minutes=9)) for index in range(many)])
    scene.fill_form("ry@clinic.example", "clinic_y")
    stage.open()


@when("both stores read their pages in turns")
def in_turns(stage: Stage) -> None:
    one, other = stage.pulls[-2:]
    while not (one.whole and other.whole):
        for pull in (one, other):
            if not pull.whole:
                pull.go_on()


@when(phrase("both stores ask for their first page {times:d} times, all at the same moment"))
def at_the_same_moment(scene: Scene, stage: Stage, times: int) -> None:
    scene.open_shops()  # by one of us, and not by all of them at once
    shops = list(scene.shops.values())
    pairs = list(zip((shops[0], shops[-1]), stage.pulls[-2:], strict=True)) * times
    with ThreadPoolExecutor(len(pairs)) as askers:
        answers = list(askers.map(lambda pair: pair[1].ask(1), pairs))
    stage.answers = [(shop, answer) for (shop, _), answer in zip(pairs, answers, strict=True)]


@given("ShipStation has read all pages")
@when("ShipStation reads all pages")
def reads_all(stage: Stage) -> None:
    stage.open().finish()


@when("ShipStation reads the other pages, and 10 minutes later the next window")
def reads_on(scene: Scene, stage: Stage) -> None:
    stage.pull.finish()
    scene.pass_time(10)
    stage.open(stage.end, scene.now).finish()


@when("ShipStation starts over, reads all pages, and 10 minutes later the next window")
def starts_over(scene: Scene, stage: Stage) -> None:
    stage.pull.start_over()
    reads_on(scene, stage)


@when("the first page is asked for without its number")
def without_number(scene: Scene, stage: Stage) -> None:
    scene.export(stage.start, stage.end, None)


@when(phrase("the page {number:d} is asked for twice"))
def page_twice(scene: Scene, stage: Stage, number: int) -> None:
    for _ in range(2):
        scene.export(stage.start, stage.end, number)


@when(phrase("the page {offset:d} after the last is asked for"))
def page_after_last(scene: Scene, stage: Stage, offset: int) -> None:
    scene.export(stage.start, stage.end, stage.pull.announced[0] + offset)


@then("the answer is the first page")
def is_first_page(scene: Scene, stage: Stage) -> None:
    first = [order["orderNumber"] for order in stage.pull.pages[0]]
    got = numbers(listed(scene))
    scene.expect(got == first, f"the {len(first)} orders of page 1", lambda: f"{len(got)}: {got[:5]}...")


@then("both answers hold the same orders")
def same_twice(scene: Scene) -> None:
    last(scene)
    one, other = (sorted(numbers(listed(scene, exchange))) for exchange in scene.target.exchanges[-2:])
    differing = sorted(set(one) ^ set(other))
    scene.expect(one == other, "the same orders twice", lambda: f"differing: {', '.join(differing[:10])}")


@then("every page holds orders and says the same number of pages")
def pages_count(scene: Scene, stage: Stage) -> None:
    announced, sizes = stage.pull.announced, [len(page) for page in stage.pull.pages]
    scene.expect(len(set(announced)) == 1, f"{announced[0]} pages on every page", f"{announced}")
    scene.expect(all(sizes), "orders on every page", f"{sizes} orders on the pages")


@then("each order has arrived as it is now, and none twice in one pull")
def arrived_once(scene: Scene, stage: Stage) -> None:
    for pull in stage.pulls[-2:]:
        twice = sorted(number for number, times in pull.counted().items() if times > 1)
        scene.expect(not twice, "each order once in a pull", f"twice: {twice[:10]}")
    arrived(scene, stage)


@then("each order has arrived as it is now")
def arrived(scene: Scene, stage: Stage) -> None:
    came = {order_number(order): order for pull in stage.pulls[-2:] for order in pull.orders}
    lost = sorted(scene.shop().placed.keys() - came.keys() - stage.optional)
    scene.expect(
        not lost, "every order in this pull or the next", lambda: f"{len(lost)} lost, such as {lost[:5]}"
    )
    for number, wanted in stage.touched.items():
        if number in came:
            _is_as(
                scene, number, wanted, came[number]["status"], came[number]["customer"]["shipTo"]["address1"]
            )


def _is_as(scene: Scene, number: int, wanted: str, status: str, address: str) -> None:
    if wanted == ADDRESS:
        scene.expect(address == wanted, f"the order {number} with the address {wanted}", address)
    else:
        right = status in scene.shop().spellings(wanted)
        scene.expect(right, f"the order {number} told last as {wanted}", status)


@then("each store has got each of its orders exactly once")
def each_its_own(scene: Scene, stage: Stage) -> None:
    shops = list(scene.shops.values())
    for shop, pull in zip((shops[0], shops[-1]), stage.pulls[-2:], strict=True):
        got = pull.counted()
        lost, foreign = sorted(shop.placed.keys() - got.keys()), sorted(got.keys() - shop.placed.keys())
        twice = sorted(number for number, times in got.items() if times > 1)
        scene.expect(
            not (lost or foreign or twice),
            f"its {len(shop.placed)} orders, each once",
            f"lost {lost[:5]}, foreign {foreign[:5]}, twice {twice[:5]}",
        )


@then("each of the answers holds orders of its own organization and no others")
def own_orders_only(scene: Scene, stage: Stage) -> None:
    for shop, answer in stage.answers:
        got = set(map(int, numbers(listed(scene, answer))))
        foreign = sorted(got - shop.placed.keys())
        scene.expect(got and not foreign, "orders of its own", f"{len(got)} orders, foreign: {foreign[:5]}")


@then(phrase("the first page holds from {least:d} to {most:d} orders"))
def page_size(scene: Scene, stage: Stage, least: int, most: int) -> None:
    got = len(stage.pull.pages[0])
    scene.expect(least <= got <= most, f"{least} to {most} orders on a page", f"{got}")
