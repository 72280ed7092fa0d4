"""Notices over HTTP."""

import pytest
from starlette.responses import Response

from tests.mocks.shipstation.desk import Desk


@pytest.mark.parametrize("query", ["state=lost", "order=x", "id=1", "state=failed&state=failed"])
def test_odd_parameters_are_refused(desk: Desk, query: str) -> None:
    assert desk.client.get(f"/notices?{query}").status_code == 400


@pytest.mark.parametrize("number", [1, 99, 10**30])
def test_a_notice_of_another_account_is_not_there(desk: Desk, number: int) -> None:
    desk.label(desk.imported())
    other = {"Authorization": f"Bearer {desk.opened('other')}"}
    assert desk.client.post(f"/notices/{number}/retry", headers=other).status_code == 404


def test_a_notice_that_vanishes_while_it_is_sent_is_not_there(desk: Desk) -> None:
    desk.shop.notice_status = 500
    number = desk.label(desk.imported()).json()["notice"]["id"]

    def answer(_request: object) -> Response:
        desk.shipstation.forget("pharmacy")
        return Response()

    desk.shop.answer = answer
    assert desk.client.post(f"/notices/{number}/retry").status_code == 404
