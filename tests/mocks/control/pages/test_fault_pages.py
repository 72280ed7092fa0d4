import httpx2
import pytest

from mocks.control.faults import CAPACITY
from tests.mocks.control.pages.stand import Stand

PATH = "/_control/pages/switches/faults"


def test_a_fault_is_added_from_its_form(stand: Stand, client: httpx2.Client) -> None:
    form = client.get(f"{PATH}/new", params={"kind": "late"})
    assert (form.status_code, "Inject a fault: late" in form.text) == (200, True)
    answer = client.post(f"{PATH}/new?kind=late", data={"seconds": "3", "shop": "a", "name": "x"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/_control/pages/switches#faults")
    (fault,) = stand.faults.read()
    assert (fault["seconds"], fault["shop"], fault["name"]) == (3, "a", "x")
    assert "The fault x is in place" in client.get("/_control/pages/switches").text


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"seconds": "99"}, "seconds", "Must be a whole number from 0 to 10"),
        ({"seconds": "<b>"}, "seconds", "Must be a number, not text"),
        ({"shop": "nobody"}, "shop", "Names none that exists"),
        ({"method": "BREW"}, "method", "Must be one of GET, POST"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_what_was_typed_is_kept(
    stand: Stand, client: httpx2.Client, typed: dict[str, str], field: str, says: str
) -> None:
    answer = client.post(f"{PATH}/new?kind=late", data={"name": "kept", **typed})
    assert answer.status_code == 400
    assert f'id="{field}-error">{says}' in answer.text
    assert ('value="kept"' in answer.text, "<b>" in answer.text) == (True, False)
    assert stand.faults.read() == []


def test_a_kind_that_needs_a_connection_needs_a_process(client: httpx2.Client) -> None:
    answer = client.post(f"{PATH}/new?kind=reset", data={})
    assert (answer.status_code, "needs a mock that runs as a process" in answer.text) == (400, True)


def test_too_many_faults_are_refused_in_words(stand: Stand, client: httpx2.Client) -> None:
    for _ in range(CAPACITY):
        stand.faults.add({"kind": "late"})
    answer = client.post(f"{PATH}/new?kind=late", data={})
    assert "There are 1000 faults already" in answer.text


def test_an_unknown_kind_is_no_page(client: httpx2.Client) -> None:
    assert client.get(f"{PATH}/new").status_code == 404


def test_one_fault_is_removed_or_all(stand: Stand, client: httpx2.Client) -> None:
    for name in ("x", "y", "z"):
        stand.faults.add({"kind": "late", "name": name})
    for _ in range(2):  # a second click finds it gone
        assert client.post(f"{PATH}/2/remove", data={}).status_code == 303
    assert [fault["name"] for fault in stand.faults.read()] == ["x", "z"]
    client.post(f"{PATH}/remove", data={})
    assert stand.faults.read() == []
