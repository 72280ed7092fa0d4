import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from starlette.routing import Route

from mocks.careportals.app import create_app, product_routes
from mocks.careportals.crm import Crm
from mocks.careportals.faults import PATHS
from mocks.control.wire import WireProtocol
from tests.mocks.careportals.clinic import Clinic
from tests.served import served


@pytest.fixture(scope="module")
def shared() -> Iterator[Clinic]:
    """An organization on a mock that is reached over the network: a sign-in takes its time."""
    with (
        served(create_app(), http=WireProtocol) as port,
        httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=10) as client,
    ):
        yield Clinic(client)


@pytest.fixture
def clinic(shared: Clinic) -> Clinic:
    """No faults, and four orders without shipments."""
    assert shared.client.delete("/_control/faults").status_code == 204
    for number in range(1, 5):
        shared.put(number)
    return shared


def fault(clinic: Clinic, kind: str, **fields: object) -> dict[str, Any]:
    answer = clinic.client.post("/_control/faults", json={"kind": kind, **fields})
    assert answer.status_code == 201, answer.text
    added: dict[str, Any] = answer.json()
    return added


def listed(clinic: Clinic, **query: object) -> httpx2.Response:
    return clinic.client.get("/orders", params=query, headers=clinic.owner)  # type: ignore[arg-type]


def raw(clinic: Clinic) -> bytes:
    """All that comes back, byte for byte, for a request for the list. Raises ConnectionResetError."""
    url = clinic.client.base_url
    headers = "".join(f"{name}: {value}\r\n" for name, value in clinic.owner.items())
    with socket.create_connection((url.host, url.port or 80), timeout=10) as connection:
        connection.sendall(f"GET /orders HTTP/1.1\r\nHost: x\r\n{headers}\r\n".encode())
        return b"".join(iter(lambda: connection.recv(65536), b""))


SHIPMENT = {"trackingNumber": "1Z1", "lineItems": [{"sku": "SEMA-1", "quantity": 1}]}


def ship(clinic: Clinic, number: int = 1) -> httpx2.Response:
    headers = {**clinic.owner, "Idempotency-Key": os.environ["PYTEST_CURRENT_TEST"][-200:]}
    return clinic.client.post(f"/orders/{number:024x}/shipments", json=SHIPMENT, headers=headers)


def shipments(clinic: Clinic, number: int = 1) -> int:
    order = clinic.client.get(f"/_control/organizations/clinic_x/orders/{number:024x}").json()
    return len(order.get("shipments", []))


def journal(clinic: Clinic) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = clinic.client.get("/_control/journal").json()["entries"]
    return entries


def test_the_paths_are_those_of_the_product() -> None:
    crm = Crm()
    routes: list[Route] = product_routes(crm)
    crm.close()
    assert [route.path for route in routes] == list(PATHS)


@pytest.mark.parametrize("status", [401, 404, 429, 500, 502, 503, 599])
def test_a_status_is_answered_in_the_form_of_the_crm(clinic: Clinic, status: int) -> None:
    fault(clinic, "status", status=status, retryAfter=7)
    answer = listed(clinic)
    assert (answer.status_code, list(answer.json())) == (status, ["message"])
    assert answer.headers["Retry-After"] == "7"
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)


def test_a_fault_is_over_when_its_count_is_reached(clinic: Clinic) -> None:
    fault(clinic, "status", status=503, count=2)
    assert [listed(clinic).status_code for _ in range(4)] == [503, 503, 200, 200]


def test_the_journal_marks_what_met_a_fault(clinic: Clinic) -> None:
    added = fault(clinic, "status", name="too early", count=1)
    listed(clinic)
    listed(clinic)
    marks = [(entry["status"], entry["fault"]) for entry in journal(clinic)[-2:]]
    assert marks == [(500, {"id": added["id"], "name": "too early", "kind": "status"}), (200, None)]


def test_the_journal_has_no_status_for_an_answer_that_was_no_http(clinic: Clinic) -> None:
    fault(clinic, "random_data")
    with pytest.raises(httpx2.RemoteProtocolError):
        listed(clinic)
    entry = journal(clinic)[-1]
    assert (entry["status"], entry["fault"]["kind"]) == (None, "random_data")


def test_a_lost_answer_leaves_the_work_done(clinic: Clinic) -> None:
    route = {"method": "POST", "path": "/orders/{_id}/shipments"}
    fault(clinic, "status", status=502, when="after", count=1, **route)
    fault(clinic, "connection_reset", when="after", count=1, **route)
    assert ship(clinic, 1).status_code == 502
    with pytest.raises(httpx2.ReadError):
        ship(clinic, 2)
    assert [ship(clinic, number).status_code for number in (1, 2)] == [200, 200]
    assert [shipments(clinic, number) for number in (1, 2)] == [1, 1]


def test_a_fault_before_the_work_leaves_it_undone(clinic: Clinic) -> None:
    fault(clinic, "status", status=502, method="POST", count=1)
    fault(clinic, "empty_response", method="POST", count=1)
    assert ship(clinic).status_code == 502
    with pytest.raises(httpx2.RemoteProtocolError):
        ship(clinic)
    assert shipments(clinic) == 0


@pytest.mark.parametrize(
    ("path", "struck"),
    [
        ("/orders", [True, False, False]),
        ("/orders/{_id}", [False, True, True]),
        (f"/orders/{2:024x}", [False, False, True]),
        (None, [True, True, True]),
    ],
)
def test_a_path_is_a_template_or_written_out(clinic: Clinic, path: str | None, struck: list[bool]) -> None:
    fault(clinic, "status", path=path)
    paths = ["/orders", f"/orders/{1:024x}", f"/orders/{2:024x}"]
    answers = [clinic.client.get(path, headers=clinic.owner).status_code for path in paths]
    assert answers == [500 if hit else 200 for hit in struck]


def test_one_organization_has_faults_and_another_has_none(clinic: Clinic) -> None:
    other = Clinic(clinic.client, "clinic_y", "other@clinic.example")
    fault(clinic, "status", organization="clinic_x")
    fault(clinic, "status", organization="clinic_y", count=1, skip=1)
    assert (listed(clinic).status_code, listed(other).status_code) == (500, 200)
    clinic.client.post("/_control/reset", json={"organization": "clinic_y"})
    assert len(clinic.client.get("/_control/faults?organization=clinic_x").json()["faults"]) == 1
    clinic.client.delete("/_control/faults?organization=clinic_x")
    assert clinic.client.get("/_control/faults").json() == {"faults": []}


def test_sign_in_can_fail_for_one_organization(clinic: Clinic) -> None:
    fault(clinic, "status", status=503, path="/auth", organization="clinic_x", count=1)
    body = {"username": "x", "password": "y"}
    headers = {"organization": "clinic_x"}
    answers = [clinic.client.post("/auth", json=body, headers=headers).status_code for _ in range(2)]
    assert answers == [503, 401]


def test_the_control_side_never_meets_a_fault(clinic: Clinic) -> None:
    fault(clinic, "connection_reset")
    assert clinic.client.get("/_control/health").status_code == 200


def test_a_delay_holds_back_the_right_answer(clinic: Clinic) -> None:
    fault(clinic, "delay", milliseconds=60, jitter=20, count=1)
    fault(clinic, "delay", milliseconds=60, when="after", count=1)
    for _ in range(2):
        began = time.perf_counter()
        assert listed(clinic).json()["total"] == 4
        assert time.perf_counter() - began >= 0.06


def test_a_late_request_is_carried_out_though_nobody_waits(clinic: Clinic) -> None:
    fault(clinic, "delay", milliseconds=80, method="POST")
    clinic.client.timeout = httpx2.Timeout(0.02)
    with pytest.raises(httpx2.ReadTimeout):
        ship(clinic)
    clinic.client.timeout = httpx2.Timeout(10)
    assert shipments(clinic) == 0
    deadline = time.monotonic() + 10
    while not shipments(clinic):
        assert time.monotonic() < deadline


def test_removing_a_fault_ends_the_waiting(clinic: Clinic) -> None:
    added = fault(clinic, "delay", milliseconds=600_000, path="/orders")
    url = clinic.client.base_url
    head = "".join(f"{name}: {value}\r\n" for name, value in clinic.owner.items())
    with socket.create_connection((url.host, url.port or 80), timeout=10) as connection:
        connection.sendall(f"GET /orders HTTP/1.1\r\nHost: x\r\n{head}\r\n".encode())
        while clinic.client.get(f"/_control/faults/{added['id']}").json()["injected"] == 0:
            pass
        assert clinic.client.delete(f"/_control/faults/{added['id']}").status_code == 204
        assert connection.recv(15) == b"HTTP/1.1 200 OK"


def test_a_slow_drip_is_whole_in_the_end(clinic: Clinic) -> None:
    fault(clinic, "slow_drip", milliseconds=60, pieces=6)
    began = time.perf_counter()
    with clinic.client.stream("GET", "/orders", headers=clinic.owner) as answer:
        pieces = list(answer.iter_raw())
    assert time.perf_counter() - began >= 0.06
    assert json.loads(b"".join(pieces))["total"] == 4
    assert len(pieces) > 1


@pytest.mark.parametrize("kind", ["connection_reset", "refused"])
def test_a_reset_is_a_reset(clinic: Clinic, kind: str) -> None:
    fault(clinic, kind)
    with pytest.raises(ConnectionResetError):
        raw(clinic)


def test_a_refused_request_is_not_read(clinic: Clinic) -> None:
    fault(clinic, "refused", count=1)
    url = clinic.client.base_url
    with socket.create_connection((url.host, url.port or 80), timeout=10) as connection:
        connection.sendall(b"POST /auth HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")
        with pytest.raises(ConnectionResetError):
            connection.recv(1)


def test_an_empty_response_is_empty(clinic: Clinic) -> None:
    fault(clinic, "empty_response")
    assert raw(clinic) == b""


def test_random_data_is_the_same_for_the_same_seed(clinic: Clinic) -> None:
    seen = []
    for _ in range(2):
        fault(clinic, "random_data", bytes=40, seed=5, count=1)
        seen.append(raw(clinic))
    assert seen[0] == seen[1]
    assert len(seen[0]) == 40


@pytest.mark.parametrize("when", ["before", "after"])
def test_half_a_header_ends_within_the_headers(clinic: Clinic, when: str) -> None:
    fault(clinic, "half_header", when=when)
    received = raw(clinic)
    assert received.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"\r\n\r\n" not in received


def test_a_truncated_body_is_half_of_what_was_announced(clinic: Clinic) -> None:
    whole = listed(clinic).content
    fault(clinic, "truncated_body")
    head, _, body = raw(clinic).partition(b"\r\n\r\n")
    assert b"content-length: %d" % len(whole) in head
    assert body == whole[: len(whole) // 2]
    with pytest.raises(httpx2.RemoteProtocolError):
        listed(clinic)


def test_a_malformed_chunk_follows_a_good_one(clinic: Clinic) -> None:
    fault(clinic, "malformed_chunk")
    head, _, body = raw(clinic).partition(b"\r\n\r\n")
    assert b"transfer-encoding: chunked" in head
    assert body.endswith(b"\r\nno chunk\r\n")
    with pytest.raises(httpx2.RemoteProtocolError):
        listed(clinic)


def test_malformed_json_ends_early(clinic: Clinic) -> None:
    fault(clinic, "malformed_json")
    answer = listed(clinic)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    with pytest.raises(json.JSONDecodeError):
        answer.json()


@pytest.mark.parametrize(("when", "stored"), [("before", 0), ("after", 1)])
def test_html_comes_with_200(clinic: Clinic, when: str, stored: int) -> None:
    fault(clinic, "html_with_200", when=when)
    answer = ship(clinic)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert shipments(clinic) == stored


def test_an_order_can_come_twice(clinic: Clinic) -> None:
    fault(clinic, "duplicate_rows", rows=2)
    page = listed(clinic).json()
    assert [order["id"] for order in page["orders"]] == [1, 1, 2, 2, 3, 4]
    assert page["total"] == 4


def test_a_page_can_be_shorter_than_its_limit_and_the_list_is_whole(clinic: Clinic) -> None:
    fault(clinic, "short_page", rows=3, count=2)
    first = listed(clinic, limit=50).json()
    second = listed(clinic, limit=50, cursor=first["nextCursor"]).json()
    assert [[order["id"] for order in page["orders"]] for page in (first, second)] == [[1, 2, 3], [4]]
    assert (first["total"], second["nextCursor"]) == (4, None)
    assert len(listed(clinic).json()["orders"]) == 4


def test_a_cursor_can_lead_back(clinic: Clinic) -> None:
    fault(clinic, "cursor_loop")
    first = listed(clinic, limit=2).json()
    second = listed(clinic, limit=2, cursor=first["nextCursor"]).json()
    assert second["nextCursor"] == first["nextCursor"]
    assert [order["id"] for order in second["orders"]] == [3, 4]


def test_an_error_has_no_rows_to_double(clinic: Clinic) -> None:
    fault(clinic, "duplicate_rows")
    fault(clinic, "cursor_loop")
    for query in ({}, {"cursor": "x"}):
        assert clinic.client.get("/orders", params=query).status_code == 401


def test_fields_can_be_missing_or_of_another_type(clinic: Clinic) -> None:
    fault(clinic, "missing_fields", fields=["total", "orders.status", "nowhere.x"], count=1)
    page = listed(clinic).json()
    assert set(page) == {"orders", "nextCursor"}
    assert all("status" not in order and "id" in order for order in page["orders"])
    fault(clinic, "wrong_types", count=1)
    page = listed(clinic).json()
    assert (list(page["orders"]), page["total"], page["nextCursor"]) == (["0", "1", "2", "3"], "4", 0)
    fault(clinic, "wrong_types", fields=["orders.status", "orders.version"], count=1)
    order = listed(clinic).json()["orders"][0]
    assert isinstance(order["status"], list)
    assert order["version"] == "1"


def test_an_answer_without_json_stays_as_it_is(clinic: Clinic) -> None:
    fault(clinic, "wrong_types")
    answer = clinic.client.delete(f"/orders/{1:024x}", headers=clinic.owner)
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"kind": "delay", "milliseconds": 600_001}, '"milliseconds"'),
        ({"kind": "status", "status": 200}, '"status"'),
        ({"kind": "status", "method": "TRACE"}, '"method"'),
        ({"kind": "status", "path": "/order"}, '"path"'),
        ({"kind": "status", "path": "/orders/{id}"}, '"path"'),
        ({"kind": "status", "path": 7}, '"path"'),
        ({"kind": "status", "when": "during"}, '"when"'),
        ({"kind": "truncated_body", "when": "before"}, '"when" can only be after'),
        ({"kind": "cursor_loop", "path": "/auth"}, '"path" can only be /orders'),
        ({"kind": "missing_fields", "fields": []}, '"fields"'),
        ({"kind": "missing_fields", "fields": [1]}, '"fields"'),
        ({"kind": "delay", "status": 500}, "status"),
        ({"kind": "status", "organization": "clinic_z"}, '"organization"'),
    ],
)
def test_a_wrong_description_is_refused_by_the_name_of_its_field(
    clinic: Clinic, fields: dict[str, object], named: str
) -> None:
    answer = clinic.client.post("/_control/faults", json=fields)
    assert answer.status_code == 400
    assert named in answer.json()["message"]
    assert clinic.client.get("/_control/faults").json() == {"faults": []}


@pytest.mark.parametrize("kind", ["delay", "slow_drip"])
def test_what_is_late_is_whole_without_a_network_too(client: httpx2.Client, kind: str) -> None:
    body = {"kind": kind, "when": "after", "milliseconds": 20}
    assert client.post("/_control/faults", json=body).status_code == 201
    began = time.perf_counter()
    assert client.get("/orders").json()["message"].startswith("The headers")
    assert time.perf_counter() - began >= 0.02


def test_without_a_connection_of_its_own_a_mock_refuses_to_break_it(client: httpx2.Client) -> None:
    answer = client.post("/_control/faults", json={"kind": "refused"})
    assert (answer.status_code, "process" in answer.json()["message"]) == (400, True)


def test_the_mock_answers_as_ever_once_the_faults_are_gone(clinic: Clinic) -> None:
    before = listed(clinic).content
    for kind in ("connection_reset", "malformed_chunk", "half_header", "slow_drip", "random_data"):
        fault(clinic, kind, count=1, **({"milliseconds": 1} if kind == "slow_drip" else {}))
    outcomes: list[Callable[[], object]] = [lambda: listed(clinic)] * 5
    for attempt in outcomes:
        try:
            attempt()
        except httpx2.TransportError:
            continue
    assert listed(clinic).content == before
