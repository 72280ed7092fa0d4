"""What every endpoint does alike."""

import pytest

from tests.mocks.shipstation.desk import Desk


def test_the_wrong_method_is_told_the_right_ones(desk: Desk) -> None:
    answer = desk.client.delete("/stores")
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].replace(" ", "").split(","))


@pytest.mark.parametrize("path", ["/nowhere", "/stores/", "/stores/x", "/orders/-1"])
def test_an_unknown_path_is_404_in_json(desk: Desk, path: str) -> None:
    answer = desk.client.get(path)
    assert answer.status_code == 404
    assert "message" in answer.json()


def test_the_journal_tells_whose_request_it_was(desk: Desk) -> None:
    desk.client.get("/tabs")
    desk.client.post("/sign-in", json={"account": "pharmacy", "email": "a@b.example", "password": "x"})
    desk.client.get("/tabs", headers={"Authorization": "Bearer x"})
    tenants = [e["tenant"] for e in desk.client.get("/_control/journal").json()["entries"]]
    assert tenants == ["pharmacy", "pharmacy", None]
