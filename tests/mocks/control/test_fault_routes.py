from collections.abc import Iterator

import httpx2
import pytest
from starlette.applications import Starlette

from mocks.control.fault_routes import FaultControl
from mocks.control.faults import Faults, Kind
from mocks.control.payload import ERROR_HANDLERS
from tests.in_process import serving

PATH = "/_control/faults"


@pytest.fixture
def client() -> Iterator[httpx2.Client]:
    faults = Faults("clinic", {"broken": Kind("It breaks."), "cut": Kind("It is cut.", wire=True)}, {})
    control = FaultControl(faults, lambda name: name == "x")
    app = Starlette(routes=control.routes(), exception_handlers=ERROR_HANDLERS)
    with serving(app) as client:
        yield client


def test_a_fault_is_added_read_and_removed(client: httpx2.Client) -> None:
    added = client.post(PATH, json={"kind": "broken", "clinic": "x"})
    fault = added.json()
    assert added.status_code == 201
    assert client.get(PATH).json() == {"faults": [fault]}
    assert client.get(f"{PATH}/{fault['id']}").json() == fault
    assert client.delete(f"{PATH}/{fault['id']}").status_code == 204
    assert client.get(f"{PATH}/{fault['id']}").status_code == 404


def test_one_tenant_s_faults_are_read_and_removed_alone(client: httpx2.Client) -> None:
    for body in ({"kind": "broken", "clinic": "x"}, {"kind": "broken"}):
        client.post(PATH, json=body)
    assert [fault["id"] for fault in client.get(PATH, params={"clinic": "x"}).json()["faults"]] == [1]
    assert client.delete(PATH, params={"clinic": "x"}).status_code == 204
    assert [fault["id"] for fault in client.get(PATH).json()["faults"]] == [2]
    assert client.delete(PATH).status_code == 204
    assert client.get(PATH).json() == {"faults": []}


def test_an_unknown_tenant_is_refused(client: httpx2.Client) -> None:
    answer = client.post(PATH, json={"kind": "broken", "clinic": "y"})
    assert (answer.status_code, answer.json()) == (400, {"message": '"clinic" names none that exists'})
    assert client.post(PATH, json={"kind": "broken", "clinic": 1}).status_code == 400


def test_a_fault_of_the_wire_is_refused_without_a_wire(client: httpx2.Client) -> None:
    assert client.post(PATH, json={"kind": "cut"}).status_code == 400


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"kind": NaN}', b'{"kind": "\\ud800"}'])
def test_a_body_that_is_no_object_is_refused(client: httpx2.Client, body: bytes) -> None:
    assert client.post(PATH, content=body).status_code == 400


def test_other_methods_are_not_allowed(client: httpx2.Client) -> None:
    assert client.put(PATH, json={}).status_code == 405
    assert client.post(f"{PATH}/1", json={}).status_code == 405
