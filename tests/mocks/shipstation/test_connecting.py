"""Connect without HTTP."""

import asyncio

import pytest
from starlette.responses import Response

from mocks.control.payload import Refusal
from mocks.shipstation.connecting import connect
from mocks.shipstation.failure import Failure
from mocks.shipstation.form import read_form
from tests.mocks.shipstation.desk import Desk
from tests.mocks.shipstation.shop import form, orders


def test_a_store_that_answers_is_kept(desk: Desk) -> None:
    store = asyncio.run(connect(desk.shipstation, "pharmacy", read_form(form(name="Clinic X"))))
    assert desk.shipstation.stores.of("pharmacy") == [store]


def test_a_store_that_fails_is_not_kept(desk: Desk) -> None:
    desk.shop.status = 401
    with pytest.raises(Failure, match="401"):
        asyncio.run(connect(desk.shipstation, "pharmacy", read_form(form())))
    assert desk.shipstation.stores.of("pharmacy") == []


def test_an_account_that_is_reset_meanwhile_gets_no_store(desk: Desk) -> None:
    def answer(_request: object) -> Response:
        desk.shipstation.forget("pharmacy")
        return Response(orders(), media_type="text/xml")

    desk.shop.answer = answer
    with pytest.raises(Refusal, match="reset meanwhile"):
        asyncio.run(connect(desk.shipstation, "pharmacy", read_form(form())))
