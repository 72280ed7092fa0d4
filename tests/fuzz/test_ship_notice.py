from collections.abc import Iterator

import httpx2
import pytest
from hypothesis import given
from lxml import etree

from bridge.app import create_app
from tests.bridge.fake_crm import FakeCrm, order
from tests.fuzz import schema, ship_notice
from tests.fuzz.examples import some
from tests.fuzz.ship_notice import ENCODED, NO_NOTICES, Labelled, written
from tests.in_process import serving
from tests.through import through

URL = "/shipstation/clinic_x?action=shipnotify&order_number=1392"
KEY = order()["_id"]


class Door:
    """The bridge's door for notices, and what lies behind it."""

    def __init__(self, client: httpx2.Client, crm: FakeCrm) -> None:
        self._client = client
        self._crm = crm

    def begin(self) -> None:
        self._crm.orders = {KEY: order()}
        self._crm.keys.clear()
        self._crm.seen.clear()

    def send(self, body: bytes) -> httpx2.Response:
        return self._client.post(URL, content=body, auth=("rx@clinic.example", "right"))

    @property
    def shipments(self) -> int:
        return len(self._crm.orders[KEY]["shipments"])

    def changed(self) -> bool:
        return self._crm.orders != {KEY: order()}


@pytest.fixture
def door() -> Iterator[Door]:
    crm = FakeCrm()
    with serving(create_app(None, through(crm))) as client:
        found = Door(client, crm)
        found.begin()
        yield found


def check_one_shipment(door: Door, body: bytes) -> None:
    for _ in range(2):
        answer = door.send(body)
        assert (answer.status_code // 100, door.shipments) == (2, 1), answer.text


def test_every_valid_notice_is_one_shipment_also_when_it_is_repeated(door: Door) -> None:
    validator = etree.XMLSchema(etree.parse(schema.FILE))

    @some(60)
    @given(ship_notice.valid())
    def check(notice: etree._Element) -> None:
        body = written(notice)
        assert validator.validate(etree.fromstring(body)), validator.error_log
        door.begin()
        check_one_shipment(door, body)

    check()


def test_with_one_thing_wrong_it_is_one_shipment_or_refused_and_none(door: Door) -> None:
    @some(60)
    @given(ship_notice.one_thing_wrong())
    def check(labelled: Labelled) -> None:
        label, body = labelled
        door.begin()
        answer = door.send(body)
        if answer.is_success:
            check_one_shipment(door, body)
        else:
            assert 400 <= answer.status_code < 500, (label, answer.text)
            assert not door.changed(), label

    check()


@pytest.mark.parametrize("body", ENCODED.values(), ids=ENCODED)
def test_whatever_it_is_written_in_it_is_one_shipment(door: Door, body: bytes) -> None:
    check_one_shipment(door, body)


@pytest.mark.parametrize("body", NO_NOTICES.values(), ids=NO_NOTICES)
def test_what_is_no_notice_is_refused_and_changes_nothing(door: Door, body: bytes) -> None:
    answer = door.send(body)
    assert 400 <= answer.status_code < 500
    assert not door.changed()
    assert "root:" not in answer.text
