from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from mocks.control.clock import Clocks
from mocks.control.journal import Journal
from mocks.control.payload import ERROR_HANDLERS
from mocks.control.routes import SharedControl, nothing_due

CLOCK = "/_control/clock"
AT = "2026-03-13T17:34:00.000Z"


class Mock:
    """The shared control side of a mock whose tenants are organizations."""

    def __init__(self, **changes: Any) -> None:
        self.clocks = Clocks()
        self.journal = Journal(self.clocks)
        control = SharedControl("mock X", "organization", self.journal, self.clocks, **changes)
        self.client = TestClient(Starlette(routes=control.routes(), exception_handlers=ERROR_HANDLERS))

    def put(self, **body: Any) -> tuple[int, dict[str, Any]]:
        answer = self.client.put(CLOCK, json=body)
        return answer.status_code, answer.json()

    def now(self, organization: str | None = None) -> str:
        query = {"organization": organization} if organization is not None else {}
        now: str = self.client.get(CLOCK, params=query).json()["now"]
        return now


def test_health_names_the_service() -> None:
    answer = Mock().client.get("/_control/health")
    assert answer.json() == {"status": "ok", "service": "mock X"}


def test_the_journal_is_read_by_tenant_and_number() -> None:
    mock = Mock()
    for tenant in ("a", "b", "a"):
        mock.journal.record(tenant, "in", "GET", "/x", 200, 1)
    answer = mock.client.get("/_control/journal", params={"organization": "a", "after": 1}).json()
    assert ([entry["number"] for entry in answer["entries"]], answer["last"]) == ([3], 3)
    assert len(mock.client.get("/_control/journal").json()["entries"]) == 3


@pytest.mark.parametrize("after", ["", "-1", "x", "1e3", str(2**64)])
def test_a_bad_journal_number_is_refused(after: str) -> None:
    assert Mock().client.get("/_control/journal", params={"after": after}).status_code == 400


def test_the_clock_can_be_frozen_and_moved() -> None:
    mock = Mock()
    assert mock.put(now=AT, frozen=True) == (200, {"now": AT, "frozen": True})
    assert mock.put(advanceSeconds=3600)[1] == {"now": "2026-03-13T18:34:00.000Z", "frozen": True}
    assert mock.put(now=AT, advanceSeconds="60")[1]["now"] == "2026-03-13T17:35:00.000Z"
    assert mock.put(frozen=False)[1]["frozen"] is False


def test_an_empty_put_changes_nothing() -> None:
    mock = Mock()
    mock.put(now=AT, frozen=True)
    assert mock.client.put(CLOCK).json() == {"now": AT, "frozen": True}


def test_a_tenants_time_is_its_own() -> None:
    mock = Mock()
    mock.put(organization="a", now=AT, frozen=True)
    assert mock.now("a") == AT
    assert mock.now("b") > AT
    assert mock.now() > AT


def test_the_tenant_may_be_named_in_the_query() -> None:
    mock = Mock()
    mock.client.put(CLOCK, params={"organization": "a"}, json={"now": AT, "frozen": True})
    assert mock.now("a") == AT


def test_a_tenant_begins_with_the_servers_time() -> None:
    mock = Mock()
    mock.put(now=AT, frozen=True)
    assert mock.put(organization="a", advanceSeconds=60)[1]["now"] == "2026-03-13T17:35:00.000Z"
    assert mock.now() == AT


def test_a_clock_can_be_brought_back_to_real_time() -> None:
    mock = Mock()
    mock.put(organization="a", now=AT, frozen=True)
    answer = mock.client.delete(CLOCK, params={"organization": "a"}).json()
    assert (answer["frozen"], answer["now"] > AT) == (False, True)


@pytest.mark.parametrize(
    "body",
    [
        {"now": "yesterday"},
        {"now": 5},
        {"now": None},
        {"now": "0001-01-01T00:00:00+23:59"},
        {"now": "9999-12-31T23:59:59Z"},
        {"now": "1969-12-31T23:59:59Z"},
        {"now": "8999-12-31T00:00:00Z", "advanceSeconds": 86_401},
        {"advanceSeconds": -1},
        {"advanceSeconds": 1.5},
        {"advanceSeconds": 10**12},
        {"frozen": "yes"},
        {"organization": 3},
        {"tomorrow": True},
    ],
)
def test_a_bad_move_is_refused_and_moves_nothing(body: dict[str, Any]) -> None:
    mock = Mock()
    mock.put(now=AT, frozen=True)
    assert mock.put(**body)[0] == 400
    assert mock.now() == AT


def test_a_tenant_does_not_get_a_clock_by_a_refused_move() -> None:
    mock = Mock()
    mock.put(organization="a", now="never")
    mock.put(now=AT, frozen=True)
    assert mock.now("a") == AT


def test_what_is_due_happens_before_the_answer() -> None:
    moved: list[str | None] = []

    async def time_moved(tenant: str | None) -> dict[str, object]:
        moved.append(tenant)
        return {"refreshes": 2}

    mock = Mock(time_moved=time_moved)
    assert mock.put(organization="a", now=AT, frozen=True)[1] == {"now": AT, "frozen": True, "refreshes": 2}
    mock.client.get(CLOCK)
    mock.put(now="never")
    assert moved == ["a"]


def test_by_default_nothing_is_due() -> None:
    assert Mock().put(advanceSeconds=1)[0] == 200
    assert nothing_due.__doc__


@pytest.mark.parametrize(("path", "method"), [(CLOCK, "POST"), ("/_control/journal", "DELETE")])
def test_other_methods_are_refused(path: str, method: str) -> None:
    answer = Mock().client.request(method, path)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
