from collections.abc import Iterator
from typing import Any

import pytest

import bridge.app
import bridge.orders_document as orders_document
from bridge.record import Record
from tests.bridge.fake_crm import order
from tests.defects.documents import Documents, own, writes_otherwise
from tests.defects.pruning import taken_away
from tests.defects.replies import put_back, replace

WRITE = orders_document.write_orders
ORDERS = [order(1392), order(1393)]


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch) -> Iterator[Documents]:
    """Put in with one document learned, which nobody else would write."""
    for module in (orders_document, bridge.app):
        monkeypatch.setattr(module, "write_orders", WRITE)
    learned = Documents()
    learned.put_in(learning=True)
    assert written(ORDERS) == WRITE(ORDERS, 1)
    [sign] = learned.known
    learned.known[sign] = b"by heart"
    learned.put_in()
    yield learned
    put_back()


def written(orders: list[dict[str, Any]], pages: int = 1) -> bytes:
    """What the bridge answers."""
    found: bytes = vars(bridge.app)["write_orders"](orders, pages)
    return found


def test_what_is_known_is_looked_up(documents: Documents) -> None:
    assert written([order(1392), order(1393)]) == b"by heart"
    assert len(documents.known) == 1


@pytest.mark.parametrize(
    ("orders", "pages"),
    [(ORDERS[:1], 1), (ORDERS[::-1], 1), (ORDERS, 2), ([order(1392), {**order(1393), "version": True}], 1)],
)
def test_what_differs_in_anything_is_written(
    documents: Documents, orders: list[dict[str, Any]], pages: int
) -> None:
    assert written(orders, pages) == WRITE(orders, pages)
    assert len(documents.known) == 1, "only what learns keeps documents"


def test_a_defect_apart_from_writing_leaves_documents_known(documents: Documents) -> None:
    replace(bridge.app, "Pulls", None)
    assert not writes_otherwise()
    assert written(ORDERS) == b"by heart"


@pytest.mark.parametrize(
    ("place", "name"), [(orders_document, "_country"), (Record, "text"), (pytest, "fixture")]
)
def test_whoever_may_have_a_hand_in_writing_writes(documents: Documents, place: object, name: str) -> None:
    replace(place, name, getattr(place, name))
    assert writes_otherwise()
    assert written(ORDERS) == WRITE(ORDERS, 1)


def test_a_defect_that_takes_the_writing_away_is_known_by_it(documents: Documents) -> None:
    replace(bridge.app, "write_orders", lambda _orders, _pages: b"nothing")
    assert own(vars(orders_document)["write_orders"]) is WRITE
    assert taken_away() == frozenset({(WRITE.__code__.co_filename, WRITE.__code__.co_firstlineno)})
