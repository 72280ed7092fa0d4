"""Every documented operation of both mocks, asked about what belongs to the other tenant."""

import json

import pytest

from tests.fuzz import careportals, shipstation
from tests.fuzz.exchange import Answer, Headers, Request, running
from tests.fuzz.operations import Operation, described
from tests.fuzz.stage import THEIRS, Stage

GUARDED = [op for op in described(careportals.DOCUMENT) if not op.path.startswith(("/auth", "/openapi"))]
OF_ONE_USER = [op for op in GUARDED if "{_id}" in op.path]
OF_ONE_THING = [op for op in described(shipstation.DOCUMENT) if "{id}" in op.path]


def name(operation: Operation) -> str:
    return operation.name


def request(stage: Stage, operation: Operation, headers: Headers, thing: str = "") -> Request:
    """A sensible request, about `thing` where the path has room for one."""
    body = {field: stage.values[field][0] for field in operation.required or operation.body[:1]}
    path = operation.path.replace("{_id}", thing).replace("{id}", thing)
    return Request(operation.method, path.encode(), b"", headers, json.dumps(body).encode()).filled(
        stage.known
    )


def answered(stage: Stage, operation: Operation, headers: Headers, thing: str = "") -> Answer:
    with running(stage.app()) as process:
        stage.begin(process)
        answer = process.ask(request(stage, operation, headers, thing))
        assert stage.damage(process) == ""
    assert THEIRS.encode() not in answer.body
    return answer


@pytest.mark.parametrize("operation", GUARDED, ids=name)
def test_a_token_opens_no_other_organization(operation: Operation) -> None:
    headers = ((b"authorization", b"Bearer KNOWN-owner"), (b"organization", b"clinic_y"))
    their_order = f"{careportals.NUMBER + 4096:024x}"
    assert answered(careportals.CarePortals(), operation, headers, their_order).status == 401


@pytest.mark.parametrize("operation", OF_ONE_USER, ids=name)
def test_what_another_organization_has_is_not_there(operation: Operation) -> None:
    stage = careportals.CarePortals()
    thing = "KNOWN-their-user" if "/users" in operation.path else f"{careportals.NUMBER + 4096:024x}"
    assert answered(stage, operation, stage.credentials[0], thing).status == 404


@pytest.mark.parametrize("operation", OF_ONE_THING, ids=name)
def test_what_another_account_has_is_not_there(operation: Operation) -> None:
    stage = shipstation.ShipStation()
    kind = operation.path.split("/")[1].removesuffix("s")
    assert answered(stage, operation, stage.credentials[0], f"KNOWN-their-{kind}").status == 404
