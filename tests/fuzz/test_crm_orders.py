from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from random import Random

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.app import create_app
from mocks.shipstation.coverage import Coverage
from mocks.shipstation.document import read_page
from mocks.shipstation.protocol import Window
from tests.bridge.fake_crm import FakeCrm, line, order
from tests.fuzz import crm_orders, hostile
from tests.fuzz.examples import some
from tests.in_process import serving
from tests.through import through

URL = "/shipstation/clinic_x?action=export&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+18%3a00"
WINDOW = Window(datetime(2026, 3, 13, 17, tzinfo=UTC), datetime(2026, 3, 13, 18, tzinfo=UTC))

Export = Callable[[bytes], httpx2.Response]


@pytest.fixture
def export() -> Iterator[Export]:
    """An export while the CRM lists orders with this body."""
    crm = FakeCrm()
    with serving(create_app(None, through(crm))) as client:

        def ask(listing: bytes) -> httpx2.Response:
            crm.fault = lambda request: (
                httpx2.Response(200, content=listing) if request.url.path == "/orders" else None
            )
            return client.get(URL, auth=("rx@clinic.example", "right"))

        yield ask


def check_complete(answer: httpx2.Response, numbers: list[str]) -> None:
    """All orders, in ShipStation's eyes, or a clear 5xx."""
    if answer.status_code in (502, 503):
        assert answer.text.startswith("CarePortals sent an unexpected answer")
        return
    assert answer.status_code == 200, answer.text
    page = read_page(answer.content, answer.headers["Content-Type"], WINDOW, Coverage())
    assert [found.number for found in page.orders] == numbers


def test_whatever_the_orders_hold_the_answer_is_valid_and_complete_or_a_clear_5xx(export: Export) -> None:
    @some(120)
    @given(st.randoms(use_true_random=False))
    def check(chance: Random) -> None:
        orders = crm_orders.page(chance)
        check_complete(export(crm_orders.listing(orders)), [str(found["id"]) for found in orders])

    check()


@pytest.mark.parametrize("category", hostile.CATEGORIES)
def test_text_of_every_category_of_unicode_in_every_field(export: Export, category: str) -> None:
    chance = Random(category)  # noqa: S311 - to be repeated
    text = "".join(hostile.of_category(chance, category) for _ in range(40))
    found = order(lineItems=[line(text, 1, 1.0, name=text, type=text, productId=text)], coupon=text)
    for fields in (found["customer"], found["shippingAddress"]):
        fields.update(dict.fromkeys(fields, text))
    answer = export(crm_orders.listing([found | {"status": text, "createdAt": text}]))
    assert answer.status_code == 200
    check_complete(answer, ["1392"])
